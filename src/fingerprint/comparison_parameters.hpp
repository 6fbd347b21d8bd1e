// The tuned numbers of the comparator, in the order of its stages. px are those of 500 ppi; angles in radians.
#pragma once

#include <cstddef>

namespace limen::fingerprint::comparison {

// Prepared form
inline constexpr std::size_t max_minutiae = 128;  // compared at most, the best by quality
inline constexpr int max_cells = 128;             // side of the part of the ridge map that is used: 1 024 px
inline constexpr int min_minutiae = 4;            // a finger with fewer is not compared

// Likeness of two minutiae: of the ridges around them and of the minutiae around them
inline constexpr int min_common_points = 28;     // of the 80 of an orientation descriptor
inline constexpr float full_common_points = 64;  // fewer lower the orientations' likeness, down to …
inline constexpr float min_coverage_factor = 0.6F;
inline constexpr float min_orientation = 0.5F;     // least likeness of the orientations of a pair that is kept
inline constexpr float orientation_share = 0.3F;   // of the similarity; the rest is the neighbourhoods'
inline constexpr float min_similarity = 0.5F;      // of a pair that is kept
inline constexpr float min_neighbourhood = 0.45F;  // the same without ridge maps, by neighbourhoods alone
inline constexpr std::size_t max_pairs = 1200;     // kept, the best

inline constexpr int hull_reach = 40;  // px: the skin around a minutia of a print without a ridge map

// Seeds
inline constexpr int max_seeds = 40;
inline constexpr int seeds_per_minutia = 3;
inline constexpr float seed_tolerance = 7;            // px at the seed …
inline constexpr float seed_tolerance_slope = 0.08F;  // … growing with the distance from it …
inline constexpr float seed_tolerance_most = 18;      // … up to this
inline constexpr float angle_tolerance = 0.5F;
inline constexpr int max_hypotheses = 4;
inline constexpr float hypothesis_turn = 0.2F;  // two hypotheses differ by this angle …
inline constexpr float hypothesis_shift = 20;   // … or by this many px at the centre

inline constexpr int near_turn = 31;        // 256ths of a turn: pairs that a hypothesis may still choose
inline constexpr float near_distance = 60;  // px

// Rigid refit
inline constexpr int rigid_rounds = 2;
inline constexpr float direction_lever = 400;  // px²: what a direction counts beside a position
inline constexpr float rigid_tolerance = 10;
inline constexpr float rigid_tolerance_slope = 0.06F;
inline constexpr float rigid_tolerance_most = 18;
inline constexpr float rigid_angle_tolerance = 0.45F;

// Flexible warp: ridge priors of the linear and the higher terms, as shares of the sum of weights
inline constexpr float warp_unit = 100;  // px: scale of the polynomial's coordinates
inline constexpr float prior_share = 0.02F;
struct Stiffness {
  float linear;
  float higher;
};
inline constexpr Stiffness first_fit{0.25F, 2.0F};
inline constexpr Stiffness growth_fit{0.1F, 0.6F};
inline constexpr Stiffness dense_fit{0.05F, 0.1F};
inline constexpr int growth_rounds = 3;
inline constexpr float growth_tolerance = 10;
inline constexpr float growth_tolerance_slope = 0.12F;  // a px of distance from the nearest paired minutia
inline constexpr float growth_tolerance_most = 24;

// Dense evidence
inline constexpr int window_stride = 2;          // cells between window centres: 16 px
inline constexpr float window_coverage = 0.18F;  // least mean weight of a window's cells

inline constexpr float coherence_area = 0.4F;  // cm²: a smaller overlap is fitted too easily, and counts less

// Checks on the way: the evidence so far as a log-likelihood ratio, with fixed weights
inline constexpr float check_bias = -11.5F;
inline constexpr float check_coherence = 32;
inline constexpr float check_pairs = 0.44F;
inline constexpr float check_pair_quality = 17.7F;
inline constexpr float minutiae_threshold = 5.5F;  // of the minutiae's part alone: below, ridges are not looked at
inline constexpr float minutiae_margin = 3;        // hypotheses this close to the best are looked at
inline constexpr float ridge_threshold = -2;       // below, ridges are not registered
inline constexpr float ridge_margin = 2;           // hypotheses this close to the best are registered
inline constexpr float phase_bonus = 6;            // prefers, of two registered hypotheses, the one in phase
inline constexpr float certain = 8;                // below, a registered comparison is repeated the other way round

// Registration of the ridge phase
inline constexpr int registration_rounds = 3;
inline constexpr float flow_coherence = 0.3F;       // least coherence of a window that gives an equation
inline constexpr float flow_reach = 50;             // px from a paired minutia …
inline constexpr float flow_reach_growth = 40;      // … growing by this each round
inline constexpr float flow_wrapped = 2;            // a phase step beyond this may be the wrong way round …
inline constexpr float flow_wrapped_factor = 0.3F;  // … and counts less
inline constexpr float anchor_weight = 0.5F;
inline constexpr float anchor_share = 0.3F;
inline constexpr float anchor_most = 6;

// Bending what the cubic leaves
inline constexpr int bend_rounds = 8;        // at most …
inline constexpr int bend_rounds_least = 2;  // … and at least
inline constexpr float bend_tension = 0.3F;  // pull of neighbouring nodes on one another, beside the windows' weights
inline constexpr int bend_sweeps = 12;       // Gauss–Seidel
inline constexpr float bend_anchor = 0.2F;   // weight of a pair of minutiae, times its similarity
inline constexpr float registered_coherence = 0.5F;  // from here on a window's ridges coincide

// Final pairing
inline constexpr float final_tolerance = 10;
inline constexpr float final_angle_tolerance = 0.45F;
inline constexpr float pairs_most = 12;

// "May be mirrored": −log10 of the false-match rate
inline constexpr double mirror_unlike = 3;  // as they are, the prints stay below this …
inline constexpr double mirror_alike = 4;   // … and with one of them mirrored they reach this

}  // namespace limen::fingerprint::comparison
