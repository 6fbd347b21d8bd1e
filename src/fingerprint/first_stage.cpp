// The cheap first stage of a search: binary codes alone.
#include <algorithm>
#include <array>

#include "limen/fingerprint/block.hpp"
#include "limen/simd/target.hpp"

#include "fingerprint/prepared.hpp"

namespace limen::fingerprint {
namespace {

constexpr std::size_t lanes = comparison::stage_probe_minutiae;
static_assert(lanes % 8 == 0);

/// The probe's best codes as the kernel reads them: all first words, then all second words.
using Rows = std::array<std::uint64_t, 2 * lanes>;

Rows rows_of(const Prepared& finger, std::size_t count) {
  Rows rows{};
  for (std::size_t i = 0; i < count; ++i) {
    rows[i] = finger.codes[i].bits[0];
    rows[lanes + i] = finger.codes[i].bits[1];
  }
  return rows;
}

}  // namespace

void first_stage(const Probe& probe, const Block& block, std::span<Score> out) noexcept {
  const Prepared& finger = probe.prepared();
  const auto count = std::min<std::size_t>(finger.codes.size(), lanes);
  const Rows rows = rows_of(finger, count);
  const auto& kernels = simd::active();
  for (std::size_t k = 0; k < block.size(); ++k) {
    const auto codes = block.codes(k);
    if (finger.count < comparison::min_minutiae || codes.size() < comparison::min_minutiae) {
      out[k] = Score::lowest();
      continue;
    }
    std::array<std::uint16_t, lanes> nearest;
    kernels.hamming_best(rows.data(), lanes, codes.data()->bits, codes.size(), 2, nearest.data());
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += std::max(0, comparison::stage_distance - int{nearest[i]});
    out[k] = Score{sum};
  }
}

}  // namespace limen::fingerprint
