#include "gallery/fingers.hpp"

#include <algorithm>
#include <utility>

namespace limen {

void PreparedFingers::changed() noexcept {
  snapshot_.reset();
  places_.reset();
}

Result<void> PreparedFingers::add(std::span<const ReferenceId> ids,
                                  std::span<const std::span<const std::byte>> templates,
                                  std::span<const SubjectId> subjects, const Work& work) {
  auto added = index_.add_serialised(ids, templates, subjects, work);
  if (added) changed();
  return added;
}

Result<void> PreparedFingers::add(std::span<const ReferenceId> ids, std::span<const fingerprint::Template> templates,
                                  std::span<const SubjectId> subjects, const Work& work) {
  auto added = index_.add(ids, templates, subjects, work);
  if (added) changed();
  return added;
}

void PreparedFingers::remove(std::span<const ReferenceId> ids) {
  std::vector<ReferenceId> there;
  std::ranges::copy_if(ids, std::back_inserter(there), [this](ReferenceId id) { return index_.contains(id); });
  if (there.empty()) return;
  changed();  // before: what no view holds any more is wiped, not copied
  index_.remove(there).value();
}

std::shared_ptr<const fingerprint::Index> PreparedFingers::snapshot() {
  if (!snapshot_) snapshot_ = std::make_shared<const fingerprint::Index>(index_.snapshot());
  return snapshot_;
}

const std::vector<std::uint32_t>& PreparedFingers::places_of(const std::vector<Row>& rows) {
  if (places_) return *places_;
  const auto ids = std::as_const(index_).ids();
  std::vector<std::pair<ReferenceId, std::uint32_t>> known;
  known.reserve(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) known.emplace_back(ids[i], static_cast<std::uint32_t>(i));
  if (!std::ranges::is_sorted(known)) std::ranges::sort(known);
  auto& places = places_.emplace(rows.size(), none);
  auto next = known.begin();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    while (next != known.end() && next->first < rows[row].record.id) ++next;
    if (next != known.end() && next->first == rows[row].record.id) places[row] = next->second;
  }
  return places;
}

}  // namespace limen
