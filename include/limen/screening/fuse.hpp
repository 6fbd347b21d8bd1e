// Fusion: what several comparisons of one person say together.
//
// If probe and reference come from different persons, the false-match rate p of a comparison score is uniform on (0,
// 1); so e = −log10 p is exponential, and the sum of k independent e has a gamma law of shape k, whose tail is the
// false-match rate of the whole person (R. A. Fisher, Statistical Methods for Research Workers, 1932, § 21.1). One bad
// finger gives e = 0, not a veto; a finger that was never enrolled is not counted in k. The fingers of one person are
// not quite independent, so that the true rate is somewhat higher than the one stated (docs/privacy.md).
#pragma once

#include <cstddef>
#include <span>

#include "limen/core/score.hpp"

namespace limen {

/// Evidence of a probe's best comparison among `comparisons` ≥ 1 with one subject: −log10 of min(1, comparisons × FMR)
/// (Bonferroni: the best of several is easily a good one), from 0 to 30. NaN gives 0.
/// Unit: Score (thousandths of a decade).
Score evidence(double minus_log10_fmr, std::size_t comparisons) noexcept;

/// −log10 of the false-match rate of one person: the gamma tail of the sum of what evidence() gave for each of its
/// probes. One probe: that evidence itself. None: 0. It grows with each of them, and neither depends on their order nor
/// on the machine. Precondition: at most 64, each from 0 to 30 decades.
Score fuse(std::span<const Score> evidence) noexcept;

}  // namespace limen
