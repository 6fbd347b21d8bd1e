#include "gallery/shelf.hpp"

#include <algorithm>

namespace limen {

namespace {

std::shared_ptr<const Shelf<face::Block>> shelf_of(std::span<const Row* const> rows, const Shelves<face::Block>& last) {
  const auto same = [&](const auto& shelf) {
    return std::ranges::equal(shelf->ids, rows, {}, {}, [](const Row* row) { return row->record.id; });
  };
  if (const auto found = std::ranges::find_if(last, same); found != last.end()) return *found;
  auto shelf = std::make_shared<Shelf<face::Block>>();
  face::Block::Builder builder;
  for (const auto* row : rows) {
    builder.add(*row->face);
    shelf->ids.push_back(row->record.id);
    shelf->subjects.push_back(row->record.subject);
  }
  shelf->block = builder.finish();
  return shelf;
}

}  // namespace

Shelves<face::Block> shelve(const std::vector<const Row*>& rows, const Shelves<face::Block>& last) {
  Shelves<face::Block> shelves;
  for (std::size_t from = 0; from < rows.size(); from += shelf_size)
    shelves.push_back(shelf_of(std::span(rows).subspan(from, std::min(shelf_size, rows.size() - from)), last));
  return shelves;
}

}  // namespace limen
