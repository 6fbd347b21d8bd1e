#include "limen/privacy/trusted_time.hpp"

#include <string>

namespace limen::privacy {

Result<Time> trusted(Time now, Time last, std::chrono::seconds max_skew) {
  if (now >= last && now - last <= max_skew) return now;
  const auto what = now < last ? "went back" : "jumped forward";
  return {ErrorCode::clock_suspect, std::string("clock: it ").append(what) + ": it shows " + limen::to_string(now) +
                                        ", the last time it was believed " + limen::to_string(last) +
                                        "; set it right, or say that it is right (trust_clock)"};
}

}  // namespace limen::privacy
