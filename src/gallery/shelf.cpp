#include "gallery/shelf.hpp"

#include <algorithm>
#include <map>

namespace limen {

namespace {

void add(fingerprint::Block::Builder& builder, const Row& row) { builder.add(*row.finger); }
void add(face::Block::Builder& builder, const Row& row) { builder.add(*row.face); }

template <class Block>
void shelve(FingerPosition position, std::span<const Row* const> rows, const Shelves<Block>& last,
            Shelves<Block>& shelves) {
  const auto same = [&](const auto& shelf) {
    return shelf->position == position &&
           std::ranges::equal(shelf->ids, rows, {}, {}, [](const Row* row) { return row->record.id; });
  };
  if (const auto found = std::ranges::find_if(last, same); found != last.end()) {
    shelves.push_back(*found);
    return;
  }
  auto shelf = std::make_shared<Shelf<Block>>();
  shelf->position = position;
  typename Block::Builder builder;
  for (const auto* row : rows) {
    add(builder, *row);
    shelf->ids.push_back(row->record.id);
    shelf->subjects.push_back(row->record.subject);
  }
  shelf->block = builder.finish();
  shelves.push_back(std::move(shelf));
}

template <class Block>
Shelves<Block> shelve_all(const std::map<FingerPosition, std::vector<const Row*>>& groups, const Shelves<Block>& last) {
  Shelves<Block> shelves;
  for (const auto& [position, rows] : groups)
    for (std::size_t from = 0; from < rows.size(); from += shelf_size)
      shelve(position, std::span(rows).subspan(from, std::min(shelf_size, rows.size() - from)), last, shelves);
  return shelves;
}

}  // namespace

Shelves<fingerprint::Block> shelve_fingers(const std::vector<const Row*>& rows,
                                           const Shelves<fingerprint::Block>& last) {
  std::map<FingerPosition, std::vector<const Row*>> groups;
  for (const auto* row : rows)
    if (row->finger) groups[row->record.position].push_back(row);
  return shelve_all(groups, last);
}

Shelves<face::Block> shelve_faces(const std::vector<const Row*>& rows, const Shelves<face::Block>& last) {
  std::map<FingerPosition, std::vector<const Row*>> groups;
  for (const auto* row : rows)
    if (row->face) groups[FingerPosition::unknown].push_back(row);
  return shelve_all(groups, last);
}

}  // namespace limen
