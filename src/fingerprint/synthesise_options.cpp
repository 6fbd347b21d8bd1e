#include "fingerprint/synthesise_options.hpp"

#include <array>
#include <string>

namespace limen::fingerprint::synthesis {

namespace {

struct Range {
  const char* name;
  double value, low, high;
};

template <std::size_t N>
Result<void> all_within(const std::array<Range, N>& ranges) {
  for (const auto& [name, value, low, high] : ranges)
    if (!(value >= low && value <= high))  // so that what is not a number is refused too
      return {ErrorCode::invalid_argument, std::string(name) + " is " + std::to_string(value) + ", allowed are " +
                                               std::to_string(low) + " to " + std::to_string(high)};
  return {};
}

}  // namespace

Result<void> check(const FingerOptions& o) {
  if (o.pattern && static_cast<std::size_t>(*o.pattern) >= patterns.size())
    return {ErrorCode::invalid_argument,
            "pattern " + std::to_string(static_cast<int>(*o.pattern)) + " is none of the five"};
  return all_within(std::array{Range{"period", o.period, 7, 12}, Range{"period_sd", o.period_sd, 0, 1}});
}

Result<void> check(const ImpressionOptions& o) {
  return all_within(std::array{
      Range{"width", static_cast<double>(o.width), 96, 1000}, Range{"height", static_cast<double>(o.height), 96, 1000},
      Range{"severity", o.severity, 0, 2}, Range{"rotation_sd", o.rotation_sd, 0, 30},
      Range{"rotation_max", o.rotation_max, 0, 180}, Range{"translation_sd", o.translation_sd, 0, 80},
      Range{"distortion", o.distortion, 0, 12}, Range{"torsion_sd", o.torsion_sd, 0, 20},
      Range{"contact", o.contact, 0.4, 1.3}, Range{"wetness", o.wetness.value_or(0), -1, 1},
      Range{"noise", o.noise, 0, 3}, Range{"contrast", o.contrast, 0.2, 1}});
}

}  // namespace limen::fingerprint::synthesis
