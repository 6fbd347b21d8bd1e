#include "limen/fingerprint/quality.hpp"

#include <string>

#include "limen/fingerprint/template.hpp"

namespace limen::fingerprint {

std::string_view to_string(Flaw flaw) noexcept {
  switch (flaw) {
    case Flaw::too_small: return "too_small";
    case Flaw::too_dry: return "too_dry";
    case Flaw::too_wet: return "too_wet";
    case Flaw::low_contrast: return "low_contrast";
    case Flaw::wrong_resolution: return "wrong_resolution";
    case Flaw::few_minutiae: return "few_minutiae";
    case Flaw::unclear_ridges: return "unclear_ridges";
    case Flaw::cut_off: return "cut_off";
    case Flaw::inverted: return "inverted";
  }
  return "unknown";
}

std::string_view words(Flaw flaw) noexcept {
  switch (flaw) {
    case Flaw::too_small: return "too small: little of the finger is in the image";
    case Flaw::too_dry: return "too dry: ridges are broken";
    case Flaw::too_wet: return "smudged or too wet: ridges run together";
    case Flaw::low_contrast: return "low contrast between ridges and valleys";
    case Flaw::wrong_resolution: return "wrong resolution: the ridge period is no finger's at the stated resolution";
    case Flaw::few_minutiae: return "too few minutiae";
    case Flaw::unclear_ridges: return "unclear ridges in a large part of the print";
    case Flaw::cut_off: return "cut off: the print runs out of the image";
    case Flaw::inverted: return "inverted: ridges were lighter than valleys";
  }
  return "unknown";
}

Quality quality(const Template& finger) {
  Quality result{finger.quality_value, {}};
  for (const Flaw flaw : flaws)
    if (has(finger.quality_flaws, flaw)) result.reasons.emplace_back(words(flaw));
  return result;
}

}  // namespace limen::fingerprint
