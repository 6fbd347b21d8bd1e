// Fusion: what several comparisons of one person say together.
//
// Under the hypothesis that probe and reference come from different persons, the false-match rate p of a comparison
// score is uniform on (0, 1), so that e = −log10 p has an exponential law and the sum of k independent e a gamma law of
// shape k (R. A. Fisher, Statistical Methods for Research Workers, 1932, § 21.1). One bad finger gives e = 0, not a
// veto; a finger that is missing gives e = 0 too, which can only lower the sum. Dependence between the fingers of one
// person makes the tail heavier than the gamma's (docs/privacy.md says what is not modelled).
#pragma once

#include <cstddef>
#include <span>

#include "limen/core/score.hpp"

namespace limen {

/// Evidence of a probe's best comparison among `comparisons` with one subject: −log10 of min(1, comparisons × FMR),
/// never below 0 (Bonferroni: the best of several is found more easily by chance). Unit: Score (thousandths of a
/// decade).
Score evidence(double minus_log10_fmr, std::size_t comparisons) noexcept;

/// The fused score of one subject: the sum of the evidence of its probes, saturating.
Score fuse(std::span<const Score> evidence) noexcept;

/// −log10 of the false-match rate of a fused score over `probes` probes: the gamma tail. 0 for no probe. A larger fused
/// score gives a larger value; for one probe it is the score itself.
double fused_minus_log10_fmr(Score fused, std::size_t probes) noexcept;

/// The least fused score whose false-match rate is at most `fmr` (0 < fmr ≤ 1). Precondition: probes > 0.
Score fused_threshold(double fmr, std::size_t probes) noexcept;

}  // namespace limen
