#include "gallery/shelf.hpp"

#include <algorithm>

namespace limen {

namespace {

/// Faces lie scattered: each is asked for before its turn comes.
void ask_ahead(std::span<const FaceRow> rows, std::size_t i) {
  constexpr std::size_t far = 16, near = 8;
  if (i + far < rows.size()) __builtin_prefetch(rows[i + far].face);
  if (i + near < rows.size()) __builtin_prefetch(rows[i + near].face->embedding.data());
}

std::shared_ptr<const Shelf<face::Block>> shelf_of(std::span<const FaceRow> rows, const Shelves<face::Block>& last) {
  const auto same = [&](const auto& shelf) { return std::ranges::equal(shelf->ids, rows, {}, {}, &FaceRow::id); };
  if (const auto found = std::ranges::find_if(last, same); found != last.end()) return *found;
  auto shelf = std::make_shared<Shelf<face::Block>>();
  face::Block::Builder builder;
  shelf->ids.reserve(rows.size());
  shelf->subjects.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ask_ahead(rows, i);
    builder.add(*rows[i].face);
    shelf->ids.push_back(rows[i].id);
    shelf->subjects.push_back(rows[i].subject);
  }
  shelf->block = builder.finish();
  return shelf;
}

}  // namespace

Shelves<face::Block> shelve(std::span<const FaceRow> rows, const Shelves<face::Block>& last) {
  Shelves<face::Block> shelves;
  for (std::size_t from = 0; from < rows.size(); from += shelf_size)
    shelves.push_back(shelf_of(rows.subspan(from, std::min(shelf_size, rows.size() - from)), last));
  return shelves;
}

}  // namespace limen
