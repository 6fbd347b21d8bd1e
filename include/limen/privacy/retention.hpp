// How long a reference may be kept: rules as data, and the shipped ones, each with its legal source.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/clock.hpp"
#include "limen/core/result.hpp"
#include "limen/privacy/calendar.hpp"
#include "limen/privacy/category.hpp"
#include "limen/privacy/event.hpp"
#include "limen/privacy/purpose.hpp"

namespace limen::privacy {

/// What falls due when a period ends. All but a notice end the reference's visibility in that moment.
enum class Due : std::uint8_t {
  erasure = 1,   ///< it has to be erased
  review = 2,    ///< it is not searched any more until somebody has examined it and extended it
  blocking = 3,  ///< it is kept, but neither searched nor read
  notice = 4,    ///< somebody has to be told; nothing happens to it
};
std::string_view to_string(Due due) noexcept;

/// One rule: category × legal basis × purpose → anchor event + period → what falls due. Filled by name.
struct RetentionRule {
  std::string name{};  ///< 1 to 64 bytes, unique

  // To which references it applies. What is left empty leaves none out.
  std::string retention_class{};  ///< those enrolled under this class. A rule named like its class makes the class.
  CategorySet categories{};
  std::string legal_basis{};  ///< compared byte by byte
  PurposeSet purposes{};      ///< those with at least one of them

  // When. Without an anchor event the clock does not run.
  EventSet anchors{};             ///< the period runs from the latest of these events: each starts the clock anew
  Period period{};                ///< zero: may not be kept at all, possible only from `searched`
  EventSet ended_by{};            ///< due at once when one of these happens
  EventSet void_by{};             ///< does not apply any more when one of these happens
  std::string time_zone = "UTC";  ///< whose days are counted; IANA name

  // What.
  Due due = Due::erasure;
  Period lead{};            ///< notice is given so long before it is due; zero: none
  bool overriding = false;  ///< a statutory period that is kept even where another rule erases earlier

  std::string source{};  ///< the legal source: whoever relies on it verifies it with counsel

  friend bool operator==(const RetentionRule&, const RetentionRule&) = default;
};

/// The shipped rules, with days of that time zone. Their periods are read from the sources they name; verify with
/// counsel.
std::vector<RetentionRule> retention_presets(std::string_view time_zone = "UTC");

/// Those of the shipped rules that make a retention class.
std::vector<RetentionRule> retention_classes();
/// The shipped class of that name. Error: retention_required (empty or unknown name; the message lists the known ones).
Result<RetentionRule> retention_class(std::string_view name);

/// When what the rule says is due, if its clock started at `anchor` and nothing else happened: the end of the period's
/// last day; the anchor itself for a zero period. Error: invalid_argument (time zone).
Result<Time> expires_at(const RetentionRule& rule, Time anchor);

}  // namespace limen::privacy
