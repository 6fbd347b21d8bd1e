// How useful a sample is, and why it is not.
#pragma once

#include <string>
#include <vector>

namespace limen {

/// 0 (useless) to 100 (as good as it gets), in the sense of ISO/IEC 29794-1, with the reasons that lowered it in words.
struct Quality {
  int value = 0;
  std::vector<std::string> reasons;  ///< e.g. "too dry", "low contrast"; empty when nothing is wrong
  friend bool operator==(const Quality&, const Quality&) = default;
};

}  // namespace limen
