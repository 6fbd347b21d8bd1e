// What happens to a person's data: retention clocks start, start anew and end with events.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "limen/core/clock.hpp"
#include "limen/privacy/enum_set.hpp"

namespace limen::privacy {

/// Values are stored in files: never renumber.
enum class Event : std::uint8_t {
  captured = 1,
  transmitted = 2,  ///< to the central system
  entered = 3,      ///< enrolled, recorded, an alert made
  decision = 4,
  exit = 5,  ///< left the territory
  refusal = 6,
  stay_ended = 7,  ///< the authorised stay expired
  searched = 8,    ///< a search ended
  reviewed = 9,    ///< somebody examined the need to keep it, and extended it
  surrendered = 10,
  solved = 11,  ///< found, identified, the alert has served its purpose
  naturalised = 12,
  protection_granted = 13,
  protection_withdrawn = 14,
  blocked = 15,   ///< made by the retention engine when it blocks
  notified = 16,  ///< made by the retention engine when it gives notice
};

inline constexpr std::array<Event, 16> events{Event::captured,
                                              Event::transmitted,
                                              Event::entered,
                                              Event::decision,
                                              Event::exit,
                                              Event::refusal,
                                              Event::stay_ended,
                                              Event::searched,
                                              Event::reviewed,
                                              Event::surrendered,
                                              Event::solved,
                                              Event::naturalised,
                                              Event::protection_granted,
                                              Event::protection_withdrawn,
                                              Event::blocked,
                                              Event::notified};

constexpr const auto& every(Event) noexcept { return events; }
constexpr bool known(Event event) noexcept {
  for (const auto one : events)
    if (one == event) return true;
  return false;
}

/// Stable spellings (`"stay_ended"`); "none" for an unknown value.
std::string_view to_string(Event event) noexcept;
std::optional<Event> event_from(std::string_view name) noexcept;

using EventSet = EnumSet<Event>;

struct Happened {
  Event event{};
  Time at{};
  friend bool operator==(const Happened&, const Happened&) = default;
};

}  // namespace limen::privacy
