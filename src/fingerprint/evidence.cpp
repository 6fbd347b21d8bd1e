#include "fingerprint/evidence.hpp"

#include <algorithm>
#include <cmath>

namespace limen::fingerprint {
namespace {

/// One of the 3×3 cells around the point is valid.
bool is_covered(const Prepared& finger, float px, float py) {
  for (int k = 0; k < 9; ++k)
    if (finger.valid_cell_at(px + static_cast<float>(8 * (k % 3 - 1)), py + static_cast<float>(8 * (k / 3 - 1))) >= 0)
      return true;
  return false;
}

/// Summed quality of the minutiae marked.
float total_quality(const Prepared& finger, const std::array<bool, comparison::max_minutiae>& marked) {
  float total = 0;
  for (std::size_t k = 0; k < static_cast<std::size_t>(finger.count); ++k)
    if (marked[k]) total += finger.quality[k];
  return total;
}

}  // namespace

float Evidence::minutiae_value() const noexcept {
  return comparison::check_pairs * (*this)[Feature::pairs] +
         comparison::check_pair_quality * (*this)[Feature::pair_quality];
}

float Evidence::value() const noexcept {
  return comparison::check_bias + minutiae_value() + comparison::check_coherence * (*this)[Feature::coherence];
}

Shared shared_minutiae(const Prepared& a, const Prepared& b, const Warp& warp, const Carried& carried) noexcept {
  Shared shared{};
  for (std::size_t k = 0; k < static_cast<std::size_t>(a.count); ++k)
    shared.a[k] = b.valid_cell_at(carried.x[k], carried.y[k]) >= 0;
  for (std::size_t k = 0; k < static_cast<std::size_t>(b.count); ++k) {
    const Point from = warp.inverse(b.x[k], b.y[k]);
    shared.b[k] = is_covered(a, from.x, from.y);
  }
  return shared;
}

void weigh_minutiae(const Prepared& a, const Prepared& b, const Pairs& pairs, const Warp& warp,
                    Evidence& out) noexcept {
  Carried carried;
  carry(a, warp, carried);
  choose_final(pairs, carried, a, b, out.pairing);
  const Shared shared = shared_minutiae(a, b, warp, carried);
  float paired_quality = 0;
  for (const Chosen& p : out.pairing) paired_quality += p.weight * std::sqrt(a.quality[p.a] * b.quality[p.b]);
  out[Feature::pairs] = std::min(comparison::pairs_most, out.pairing.sum);
  out[Feature::pair_quality] =
      paired_quality / (std::sqrt(total_quality(a, shared.a) * total_quality(b, shared.b)) + 1);
}

void weigh_ridges(const Prepared& a, const PhaseField& field, Evidence& out) noexcept {
  constexpr float square_centimetre = 38750;  // px² at 500 ppi
  const Coherence c = coherence(a, field);
  const float area = static_cast<float>(field.overlap * RidgeMap::cell_px * RidgeMap::cell_px) / square_centimetre;
  const float trust = area / (area + comparison::coherence_area);
  out[Feature::coherence] = trust * c.sharp;
  out.registration = trust * c.registration;
  out.overlap = area;
}

}  // namespace limen::fingerprint
