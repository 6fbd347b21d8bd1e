#include "limen/privacy/event.hpp"

namespace limen::privacy {

std::string_view to_string(Event event) noexcept {
  switch (event) {
    case Event::captured: return "captured";
    case Event::transmitted: return "transmitted";
    case Event::entered: return "entered";
    case Event::decision: return "decision";
    case Event::exit: return "exit";
    case Event::refusal: return "refusal";
    case Event::stay_ended: return "stay_ended";
    case Event::searched: return "searched";
    case Event::reviewed: return "reviewed";
    case Event::surrendered: return "surrendered";
    case Event::solved: return "solved";
    case Event::naturalised: return "naturalised";
    case Event::protection_granted: return "protection_granted";
    case Event::protection_withdrawn: return "protection_withdrawn";
    case Event::blocked: return "blocked";
    case Event::notified: return "notified";
  }
  return "none";
}

std::optional<Event> event_from(std::string_view name) noexcept {
  for (const auto one : events)
    if (to_string(one) == name) return one;
  return std::nullopt;
}

}  // namespace limen::privacy
