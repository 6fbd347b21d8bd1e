#include <algorithm>
#include <memory>

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/unistr.h>

#include "limen/privacy/calendar.hpp"

namespace limen::privacy {

using namespace std::chrono;

namespace {

constexpr Time first = sys_days{year{1900} / January / 1};
constexpr Time last = sys_days{year{2200} / January / 1};

constexpr double milliseconds_of(Time time) { return 1000.0 * static_cast<double>(time.time_since_epoch().count()); }

}  // namespace

Result<TimeZone> TimeZone::named(std::string_view name) {
  TimeZone zone;
  if (name == zone.name_) return zone;
  const auto id = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  const std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(id));
  const auto* rules = dynamic_cast<const icu::BasicTimeZone*>(found.get());
  icu::UnicodeString known;
  found->getID(known);
  if (rules == nullptr || known == UNICODE_STRING_SIMPLE("Etc/Unknown"))
    return {ErrorCode::invalid_argument, "time zone: '" + std::string(name.substr(0, 64)) +
                                             "' is none; give an IANA name such as Europe/Berlin, or UTC"};
  zone.name_ = name;
  UErrorCode status = U_ZERO_ERROR;
  int32_t raw = 0, saved = 0;
  found->getOffset(milliseconds_of(first), 0, raw, saved, status);
  zone.changes_.push_back({first, seconds{(raw + saved) / 1000}});
  icu::TimeZoneTransition change;
  auto from = milliseconds_of(first);
  while (rules->getNextTransition(from, 0, change) != 0 && change.getTime() < milliseconds_of(last)) {
    from = change.getTime();
    const auto* now = change.getTo();
    const Time time{seconds{static_cast<std::int64_t>(from / 1000)}};
    zone.changes_.push_back({time, seconds{(now->getRawOffset() + now->getDSTSavings()) / 1000}});
  }
  return zone;
}

std::size_t TimeZone::at(Time time) const noexcept {
  const auto after = std::ranges::upper_bound(changes_, time, {}, &Change::from);
  return after == changes_.begin() ? 0 : static_cast<std::size_t>(after - changes_.begin()) - 1;
}

local_days TimeZone::day_of(Time time) const noexcept {
  const auto offset = changes_.empty() ? seconds{0} : changes_[at(time)].offset;
  return floor<days>(local_seconds{time.time_since_epoch() + offset});
}

Time TimeZone::start_of(local_days day) const noexcept {
  const Time midnight{local_seconds{day}.time_since_epoch()};  // as if it were UTC
  if (changes_.empty()) return midnight;
  // The offsets in force around midnight, in order: the first moment that shows this day.
  for (auto i = at(midnight - hours{24}); i < changes_.size(); ++i) {
    const auto begin = std::max(changes_[i].from, midnight - changes_[i].offset);
    if (i + 1 == changes_.size() || begin < changes_[i + 1].from) return i == 0 ? midnight - changes_[i].offset : begin;
  }
  return midnight;
}

}  // namespace limen::privacy
