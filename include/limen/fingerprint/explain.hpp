// Why two prints are, or are not, taken for the same finger.
#pragma once

#include <cstddef>
#include <vector>

#include "limen/core/image.hpp"
#include "limen/core/result.hpp"
#include "limen/fingerprint/compare.hpp"

namespace limen::fingerprint {

/// A minutia of a and a minutia of b that fall on one another.
struct MinutiaPair {
  std::size_t a = 0;     ///< index into Template::minutiae
  std::size_t b = 0;     ///< index into Template::minutiae
  float confidence = 0;  ///< 0 to 1: closeness under the warp and likeness of the surroundings
  friend bool operator==(const MinutiaPair&, const MinutiaPair&) = default;
};

/// One side of an explanation; positions in px at 500 ppi.
struct ExplainedPrint {
  int width = 0;
  int height = 0;
  SecureVector<Minutia> minutiae;
  std::vector<std::size_t> unpaired;  ///< inside the overlap, without a partner: evidence against
  RidgeMap overlap;  ///< cells of the common skin are valid; around minutiae where there is no ridge map
};

struct Explanation {
  Comparison comparison;
  double minus_log10_fmr = 0;
  bool extrapolated = false;
  std::vector<MinutiaPair> pairs;  ///< best first
  ExplainedPrint a, b;
  std::array<double, feature_count> parts{};  ///< weight · (feature − neutral): positive speaks for one finger
  double bias = 0;                            ///< the score is bias + Σ parts; 0 with the shipped weights
  bool may_be_mirrored = false;               ///< may_be_mirrored(a, b)
};

/// The comparison with its reasons; the score is that of compare(a, b). Errors: as compare.
Result<Explanation> explain(const Template& a, const Template& b, const CompareOptions& options = {});

/// A side-by-side picture (RGB): paired minutiae numbered and coloured by confidence, the outline of the overlap,
/// unpaired minutiae inside it, and the score's parts as bars. The images are scaled to the templates' size; an empty
/// image gives a blank side.
Image draw(const Explanation& explanation, ImageView a, ImageView b);

}  // namespace limen::fingerprint
