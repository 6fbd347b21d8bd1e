// The tuned numbers of fingerprint extraction. Lengths in px at 500 ppi (1 px = 50.8 µm) unless said otherwise.
#pragma once

#include <cstddef>

namespace limen::fingerprint::parameters {

// resample
inline constexpr double ppi = 500;      ///< the standard's native resolution
inline constexpr double min_ppi = 250;  ///< below, two ridges may fall into two pixels
inline constexpr double max_ppi = 1200;
inline constexpr long long max_pixels = 25'000'000;  ///< after resampling; a rolled finger has 1 million
inline constexpr int min_side = 48;                  ///< five ridges

// mask: where there are ridges. Gradients and blur on px, the rest on cells of `mask_cell` px.
inline constexpr int mask_cell = 4;
inline constexpr float gradient_blur = 1;   ///< σ before every gradient
inline constexpr float mask_blur = 7;       ///< σ of the gradient magnitude
inline constexpr float mask_floor = 0.8F;   ///< least mean gradient, grey levels a px
inline constexpr float mask_share = 0.20F;  ///< of the 95th percentile of the mean gradient
inline constexpr float mask_percentile = 0.95F;
inline constexpr int mask_disk = 3;             ///< cells; closing, then opening
inline constexpr float mask_component = 0.25F;  ///< smaller parts than this share of the largest are dropped
inline constexpr int mask_hole = 156;           ///< cells; smaller holes are filled
inline constexpr int mask_erosion = 1;          ///< cells

// normalise
inline constexpr float normalise_blur = 10;     ///< σ of the local mean and deviation, inside the mask
inline constexpr float normalise_floor = 4;     ///< grey levels added to the deviation
inline constexpr float normalise_limit = 2.2F;  ///< deviations

// orientation: two scales of the structure tensor, the wide one where the narrow one is incoherent
inline constexpr int orientation_cell = 2;
inline constexpr float narrow_first = 7;  ///< σ, first pass
inline constexpr float wide_first = 16;
inline constexpr float narrow_second = 6;  ///< σ, on the enhanced ridges
inline constexpr float wide_second = 14;
inline constexpr float wide_slope = 1.2F;     ///< k = max(0, 1 − slope · coherence)²
inline constexpr float orientation_blur = 3;  ///< σ of the doubled-angle field

// period: spectrum of a window across the ridges at the nodes of a 16-px grid
inline constexpr int period_cell = 16;
inline constexpr int period_across = 64;  ///< samples, 1 px apart
inline constexpr int period_along = 15;   ///< samples, 2 px apart
inline constexpr int period_steps = 26;   ///< log-spaced
inline constexpr float period_least = 4.5F;
inline constexpr float period_most = 18;
inline constexpr float period_typical = 9;     ///< centre of the prior
inline constexpr float period_spread = 0.45F;  ///< σ of ln T of the prior
inline constexpr float spectrum_blur = 1.5F;   ///< σ, nodes
inline constexpr float period_blur = 1;        ///< σ of ln T, nodes
inline constexpr float period_fill_blur = 6;   ///< σ, nodes, where there is no node near
inline constexpr float period_fill_weight = 0.01F;

// enhance: a bank of complex Gabor filters
inline constexpr int gabor_orientations = 36;
inline constexpr int gabor_periods = 12;  ///< log-spaced
inline constexpr float gabor_least = 5;
inline constexpr float gabor_most = 16;
inline constexpr int gabor_radius = 15;            ///< at most
inline constexpr float gabor_reach = 2.2F;         ///< radius in σ
inline constexpr float gabor_along_first = 0.50F;  ///< σ along the ridge, periods
inline constexpr float gabor_across_first = 0.40F;
inline constexpr float gabor_along_second = 0.55F;
inline constexpr float gabor_across_second = 0.42F;
inline constexpr float enhance_full = 0.8F;   ///< amplitude from which an enhanced ridge has height 1
inline constexpr float enhance_share = 0.5F;  ///< of the enhanced image in the second period estimate

// polarity: log-odds of three cues (polarity.hpp), logistic regression over 560 whole prints of seven FVC databases,
// their middles without background and 128-px pieces of them, each against its negative
inline constexpr float background_share = 0.03F;     ///< least share of the image that must be background
inline constexpr int background_strip = 4;           ///< mask cells: this far from the print is beside it
inline constexpr double background_agreement = 0.5;  ///< of a ridge's height: beside the print and farther away
inline constexpr int polarity_stride = 2;            ///< every second px of every second row is looked at
inline constexpr float polarity_amplitude = 0.5F;    ///< least amplitude of the wave, local deviations
inline constexpr float polarity_core = 0.8F;         ///< |cos φ| from which a px is the middle of a ridge or valley
inline constexpr int texture_step = 2;               ///< px along the ridge between the greys that are compared
inline constexpr double texture_floor = 1e-3;        ///< squared local deviations
inline constexpr float polarity_background = 7;
inline constexpr float polarity_texture = 2;
inline constexpr float polarity_thinness = 22;
inline constexpr float polarity_prejudice = 2;  ///< log-odds for dark ridges that a print must outweigh

// reliability
inline constexpr float amplitude_limit = 1.2F;
inline constexpr float amplitude_blur = 6;  ///< σ
inline constexpr float coverage_blur = 10;  ///< σ of the mask it is divided by

// ridge map
inline constexpr float map_edge = 4;             ///< least distance of a cell to the edge
inline constexpr float map_reliability = 0.25F;  ///< least reliability of a cell
inline constexpr int min_cells = 60;             ///< fewer valid cells: not a template (0.1 cm²)

// minutiae: phase residues
inline constexpr float minutia_edge = 9;         ///< least distance to the edge
inline constexpr float dipole_distance = 9;      ///< opposite residues nearer than this annihilate
inline constexpr float dipole_cosine = -0.3F;    ///< of the angle between their directions
inline constexpr float twin_distance = 5;        ///< of two minutiae nearer than this the better stays
inline constexpr float minutia_quality = 0.05F;  ///< least quality
inline constexpr float crowd_distance = 20;      ///< neighbours within it lower the quality
inline constexpr float crowd_weight = 0.25F;
inline constexpr float edge_fade = 20;  ///< quality fades from here to the edge
inline constexpr float kind_ahead = 5;  ///< the phase this far ahead tells ending from bifurcation
inline constexpr int max_minutiae = 110;

// quality
// value = 10 · (the mean score to be expected against other prints of the finger − 3). Least squares over the mean
// mated scores of the 560 prints of FVC2000 DB2, DB3, FVC2002 DB1, DB2, DB4, FVC2004 DB1 and DB3 (sets B).
inline constexpr float quality_bias = -66.31F;
inline constexpr float quality_log_area = 0.84F;  ///< of ln cells
inline constexpr float quality_reliability = 3.50F;
inline constexpr float quality_coherence = 70.45F;
inline constexpr float quality_least_score = 3;  ///< value 0
inline constexpr float quality_full_area = 400;  ///< cells; fewer lower the value in proportion
inline constexpr float flaw_area = 400;          ///< cells: 0.65 cm²
inline constexpr float flaw_reliability = 0.6F;
inline constexpr float flaw_dry = 0.42F;  ///< share of ridge pixels
inline constexpr float flaw_wet = 0.58F;
inline constexpr float flaw_contrast = 12;        ///< grey levels
inline constexpr float flaw_least_period = 6.5F;  ///< px; fingers of children and adults lie between
inline constexpr float flaw_most_period = 13;
inline constexpr float flaw_minutiae = 5;       ///< summed quality
inline constexpr float flaw_cut = 0.35F;        ///< of the outline
inline constexpr float min_clarity = 0.4F;      ///< below: not a fingerprint
inline constexpr float min_reliability = 0.3F;  ///< the same; of 560 real prints the worst has 0.46
inline constexpr std::size_t min_minutiae = 4;

}  // namespace limen::fingerprint::parameters
