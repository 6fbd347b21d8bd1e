#include "fingerprint/evidence.hpp"

#include <algorithm>
#include <cmath>

namespace limen::fingerprint {
namespace {

/// A cell of the second finger that the first one covers lies within one cell of the point.
bool is_covered(const Prepared& b, const PhaseField& field, float px, float py) {
  const int column = static_cast<int>(std::floor((px - b.left) * 0.125F));
  const int row = static_cast<int>(std::floor((py - b.top) * 0.125F));
  for (int r = std::max(0, row - 1); r <= std::min(b.rows - 1, row + 1); ++r)
    for (int c = std::max(0, column - 1); c <= std::min(b.columns - 1, column + 1); ++c)
      if (field.covered[static_cast<std::size_t>(r * b.columns + c)]) return true;
  return false;
}

}  // namespace

Shared shared_minutiae(const Prepared& a, const Prepared& b, const Carried& carried, const PhaseField& field) noexcept {
  Shared shared{};
  for (int i = 0; i < a.count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    shared.a[k] = b.valid_cell_at(carried.x[k], carried.y[k]) >= 0;
  }
  for (int j = 0; j < b.count; ++j) {
    const auto k = static_cast<std::size_t>(j);
    shared.b[k] = is_covered(b, field, b.x[k], b.y[k]);
  }
  return shared;
}

void gather(const Prepared& a, const Prepared& b, const Pairs& pairs, const Warp& warp, const PhaseField& field,
            Evidence& out) noexcept {
  Carried carried;
  carry(a, warp, carried);
  choose_final(pairs, carried, a, b, out.pairing);
  const Shared shared = shared_minutiae(a, b, carried, field);
  float in_a = 0, in_b = 0, quality_a = 0, quality_b = 0;
  for (int i = 0; i < a.count; ++i)
    if (shared.a[static_cast<std::size_t>(i)]) in_a += 1, quality_a += a.quality[static_cast<std::size_t>(i)];
  for (int j = 0; j < b.count; ++j)
    if (shared.b[static_cast<std::size_t>(j)]) in_b += 1, quality_b += b.quality[static_cast<std::size_t>(j)];
  float paired_quality = 0;
  for (const Chosen& p : out.pairing) paired_quality += p.weight * std::sqrt(a.quality[p.a] * b.quality[p.b]);

  const Coherence c = coherence(a, field);
  out[Feature::coherence] = c.large;
  out[Feature::coherence_small] = c.small;
  out[Feature::registration] = c.registration;
  out[Feature::pairs] = std::min(comparison::pairs_most, out.pairing.sum);
  out[Feature::pair_quality] = paired_quality / (std::sqrt(quality_a * quality_b) + 1);
  out[Feature::pair_fraction] = out.pairing.sum / (std::sqrt(in_a * in_b) + 3);
  out[Feature::overlap] = std::min(1.0F, static_cast<float>(field.overlap) * (64.0F / 38750.0F));
  out[Feature::distortion] = 0;
  out.quick = comparison::quick_coherence * c.large + comparison::quick_pairs * out.pairing.sum +
              comparison::quick_fraction * out[Feature::pair_fraction];
}

}  // namespace limen::fingerprint
