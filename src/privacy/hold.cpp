#include "limen/privacy/hold.hpp"

namespace limen::privacy {

namespace {

Error wrong(std::string why) { return {ErrorCode::invalid_argument, "hold: " + std::move(why)}; }

}  // namespace

Result<void> check(const Hold& hold, Time now) {
  if (hold.owner.empty() || hold.owner.size() > 256)
    return wrong("it has no owner; name who answers for it (1 to 256 bytes)");
  if (hold.reason.empty() || hold.reason.size() > 4096) return wrong("it has no reason; say why (1 to 4096 bytes)");
  if (hold.until <= now) return wrong("it ends on " + limen::to_string(hold.until) + ", which is over");
  if (hold.until > now + std::chrono::years{10})
    return wrong("it ends on " + limen::to_string(hold.until) + "; a hold is set for at most ten years, and set anew");
  return {};
}

}  // namespace limen::privacy
