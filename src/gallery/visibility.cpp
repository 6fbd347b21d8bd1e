#include "gallery/visibility.hpp"

#include <algorithm>
#include <unordered_map>

namespace limen {

Visibility::Visibility(const std::vector<Row>& rows) {
  std::unordered_map<std::string, std::uint32_t> numbers;
  for (const auto& row : rows) {
    const auto& record = row.record;
    expires_.push_back(record.expires.time_since_epoch().count());
    purposes_.push_back(record.purposes.bits() & privacy::seen_for(record.state()).bits());
    categories_.push_back(CategorySet(record.category).bits());
    const auto [number, fresh] = numbers.try_emplace(record.agency, static_cast<std::uint32_t>(names_.size()));
    if (fresh) names_.push_back(record.agency);
    agencies_.push_back(number->second);
  }
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
