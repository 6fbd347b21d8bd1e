// Procedural fingerprints: nobody's fingers, so that tests, benchmarks and the demo never need a real person's.
//
// A finger is grown from a seed: singular points of a pattern → orientation and period of the ridges → ridge phase
// grown outward until it agrees with its neighbours, which leaves minutiae where it cannot. An impression is one touch
// of a sensor: placement, distortion, contact, skin, noise. Every function is pure: the same seed and options give the
// same result bit for bit on one machine, on any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "limen/core/image.hpp"
#include "limen/core/modality.hpp"
#include "limen/core/result.hpp"
#include "limen/fingerprint/template.hpp"

namespace limen::fingerprint::synthesis {

/// The five classes of Henry's system. A loop is named by the side of the image on which its ridges leave.
enum class Pattern : std::uint8_t { arch, tented_arch, left_loop, right_loop, whorl };

inline constexpr std::array<Pattern, 5> patterns{Pattern::arch, Pattern::tented_arch, Pattern::left_loop,
                                                 Pattern::right_loop, Pattern::whorl};

/// Stable spellings (`"left_loop"`).
std::string_view to_string(Pattern pattern) noexcept;
std::optional<Pattern> pattern_from(std::string_view name) noexcept;

struct FingerOptions {
  std::optional<Pattern> pattern{};  ///< none: drawn with the natural frequencies (Wilson, Candela & Watson 1994)
  double period = 9.0;               ///< mean ridge period, px at 500 ppi, 7 to 12
  double period_sd = 0.6;            ///< spread of the mean period between fingers, px, 0 to 1
};

/// One node of the ridge field: the wave near it is cos(phase + kx·dx + ky·dy); +1 is the middle of a ridge.
struct RidgeNode {
  float kx = 0;     ///< wave vector, radians/px
  float ky = 0;     ///< wave vector, radians/px
  float phase = 0;  ///< radians
};

/// The whole skin pattern of a finger: what every impression of it shares. Coordinates are px at 500 ppi.
struct Finger {
  static constexpr int width = 432;   ///< px
  static constexpr int height = 560;  ///< px
  static constexpr int node_px = 8;   ///< node (c, r) lies at (8c, 8r)
  static constexpr int columns = width / node_px + 1;
  static constexpr int rows = height / node_px + 1;

  std::uint64_t seed = 0;
  Pattern pattern{};
  std::vector<Point> cores;       ///< loop-type singular points; none in an arch
  std::vector<Point> deltas;      ///< as many as cores
  std::vector<RidgeNode> nodes;   ///< columns × rows
  std::vector<Minutia> minutiae;  ///< of the whole pattern, not quantised, quality 1
  Image ridges;                   ///< width × height, 0 = middle of a ridge, 255 = middle of a valley
};

/// What happens at one touch. Severity scales the spread of everything that makes comparing hard; single values can be
/// set too.
struct ImpressionOptions {
  int width = 388;             ///< px, 96 to 1000
  int height = 374;            ///< px, 96 to 1000
  double severity = 1;         ///< 0 to 2; 0: flat, whole, clean; 1: everyday border prints; 2: bad ones
  double rotation_sd = 10;     ///< degrees, 0 to 30, times severity
  double rotation_max = 30;    ///< degrees, 0 to 180: rotations are cut there
  double translation_sd = 14;  ///< px in each direction, 0 to 80, times severity
  double distortion = 3;       ///< r.m.s. displacement by stretched skin, px, 0 to 12, times severity
  double torsion_sd = 5;       ///< degrees between the middle and the rim of the contact, 0 to 20, times severity
  double contact = 1;          ///< size of the contact region, 0.4 to 1.3 of the usual 12.6 × 18 mm
  /// −1 dry (thin, broken ridges) to +1 wet (thick, merging ones); none: drawn, sd 0.3 × severity.
  std::optional<double> wetness{};
  double noise = 1;     ///< sensor noise and scratches, 0 to 3, times severity
  double contrast = 1;  ///< 0.2 to 1
};

struct TemplateOptions {
  FingerOptions finger{};
  ImpressionOptions impression{};
};

/// Errors: invalid_argument (an option outside its range; the message names it). Some 5 ms.
Result<Finger> make_finger(std::uint64_t seed, const FingerOptions& options = {});

/// 8-bit grey, 500 ppi, dark ridges on a light background. Errors: invalid_argument (an option, or a
/// finger that make_finger did not make). Some 3 ms.
Result<Image> make_impression(const Finger& finger, std::uint64_t seed, const ImpressionOptions& options = {});

/// What an extractor would find in make_impression(make_finger(finger_seed), impression_seed), made without an image
/// (ridge phase as a smooth part and a spiral at each minutia: Larkin & Fletcher 2007): same pattern, same touch, its
/// own measuring errors. Errors: invalid_argument. Below 1 ms.
Result<Template> make_template(std::uint64_t finger_seed, std::uint64_t impression_seed,
                               const TemplateOptions& options = {});

}  // namespace limen::fingerprint::synthesis
