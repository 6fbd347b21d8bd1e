#include "limen/fingerprint/compare.hpp"

#include <string>

#include "limen/fingerprint/block.hpp"

#include "fingerprint/comparator.hpp"

namespace limen::fingerprint {
namespace {

Score score_of(const std::array<float, feature_count>& features, const Weights& w) {
  double sum = w.bias;
  for (std::size_t i = 0; i < feature_count; ++i) sum += w.weight[i] * static_cast<double>(features[i]);
  return Score::from(sum);
}

Method method_for(const Prepared& a, const Prepared& b) {
  return a.has_map && b.has_map ? Method::ridge_map : Method::minutiae_only;
}

bool comparable(const Prepared& finger) { return finger.count >= comparison::min_minutiae; }

void align_in_order(const Prepared& a, const Prepared& b, Alignment& out) {
  if (is_first(b, a))
    align(b, a, method_for(a, b), out);
  else
    align(a, b, method_for(a, b), out);
}

Error too_few(const Prepared& a, const Prepared& b) {
  return {ErrorCode::too_few_features, "comparison: " + std::to_string(a.count) + " and " + std::to_string(b.count) +
                                           " minutiae, at least " + std::to_string(comparison::min_minutiae) +
                                           " in each are needed; capture a larger or clearer print"};
}

}  // namespace

Result<Comparison> compare(const Prepared& a, const Prepared& b, const CompareOptions& options, Alignment& alignment) {
  if (!comparable(a) || !comparable(b)) return too_few(a, b);
  align_in_order(a, b, alignment);
  if (!alignment.found)
    return Error{ErrorCode::no_overlap, "comparison: no alignment of the two prints gives them any common skin"};
  Comparison result;
  result.method = method_for(a, b);
  result.features = alignment.evidence.features;
  result.score = score_of(result.features, options.weights ? *options.weights : weights(result.method));
  result.pairs = static_cast<int>(alignment.evidence.pairing.count);
  result.overlap = alignment.evidence.overlap;
  result.registered = alignment.registered;
  return result;
}

Result<Comparison> compare(const Template& a, const Template& b, const CompareOptions& options) {
  Alignment alignment;
  return compare(Prepared(a), Prepared(b), options, alignment);
}
Result<Comparison> compare(const Reference& a, const Reference& b, const CompareOptions& options) {
  Alignment alignment;
  return compare(a.prepared(), b.prepared(), options, alignment);
}
Result<Comparison> compare(const Probe& probe, const Reference& reference, const CompareOptions& options) {
  Alignment alignment;
  return compare(probe.prepared(), reference.prepared(), options, alignment);
}

Score compare(const Probe& probe, const Block& block, std::size_t index) noexcept {
  const Prepared& a = probe.prepared();
  const Prepared& b = block[index].prepared();
  if (!comparable(a) || !comparable(b)) return Score::lowest();
  Alignment alignment;
  align_in_order(a, b, alignment);
  return alignment.found ? score_of(alignment.evidence.features, weights(method_for(a, b))) : Score::lowest();
}

void score(const Probe& probe, const Block& block, std::span<Score> out) noexcept {
  for (std::size_t i = 0; i < block.size(); ++i) out[i] = compare(probe, block, i);
}

}  // namespace limen::fingerprint
