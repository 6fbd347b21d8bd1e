#include "gallery/visibility.hpp"

#include <algorithm>
#include <unordered_map>

namespace limen {

Visibility::Visibility(const std::vector<Row>& rows) {
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::unordered_map<SubjectId, std::uint32_t> subjects;
  faces_ = search::Filter::of(rows.size(), [&](std::size_t i) { return rows[i].record.modality == Modality::face; });
  for (const auto& row : rows) {
    const auto& record = row.record;
    ids_.push_back(record.id);
    const auto [subject, is_new] =
        subjects.try_emplace(record.subject, static_cast<std::uint32_t>(subject_ids_.size()));
    if (is_new) subject_ids_.push_back(record.subject);
    subjects_.push_back(subject->second);
    expires_.push_back(record.expires.time_since_epoch().count());
    purposes_.push_back(record.purposes.bits() & privacy::seen_for(record.state()).bits());
    categories_.push_back(CategorySet(record.category).bits());
    const auto [number, fresh] = numbers.try_emplace(record.agency, static_cast<std::uint32_t>(names_.size()));
    if (fresh) names_.push_back(record.agency);
    agencies_.push_back(number->second);
  }
}

std::vector<ReferenceId> Visibility::ids(const search::Filter& seen) const {
  std::vector<ReferenceId> ids;
  ids.reserve(seen.count());
  seen.for_each([&](std::size_t i) { ids.push_back(ids_[i]); });
  return ids;
}

std::size_t Visibility::subjects(const search::Filter& seen) const {
  search::Filter found(subject_ids_.size());
  seen.for_each([&](std::size_t i) { found.set(subjects_[i]); });
  return found.count();
}

search::Filter Visibility::filter(const ViewRequest& request, Time at) const {
  const auto now = at.time_since_epoch().count();
  const auto purpose = PurposeSet(request.purpose).bits();
  const auto asked = request.categories.empty() ? ~std::uint32_t{0} : request.categories.bits();
  std::vector<std::uint8_t> agency(names_.size());
  for (std::size_t i = 0; i < names_.size(); ++i)
    agency[i] = request.agencies.empty() || std::ranges::find(request.agencies, names_[i]) != request.agencies.end();
  const auto* expires = expires_.data();
  const auto* purposes = purposes_.data();
  const auto* categories = categories_.data();
  const auto* agencies = agencies_.data();
  const auto* seen = agency.data();
  return search::Filter::of(size(), [=](std::size_t i) {
    return static_cast<unsigned>(expires[i] > now) & static_cast<unsigned>((purposes[i] & purpose) != 0) &
           static_cast<unsigned>((categories[i] & asked) != 0) & seen[agencies[i]];
  });
}

}  // namespace limen
