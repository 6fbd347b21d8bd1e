// How good a portrait is, and what is wrong with it, after ISO/IEC 29794-5: the components that need no model.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "limen/core/image.hpp"
#include "limen/face/detect.hpp"

namespace limen::face {

/// Bits of Template::quality_flaws. Values are stored in templates: never renumber.
enum class Flaw : std::uint32_t {
  too_small = 1U << 0,     ///< few pixels between the eyes
  too_close = 1U << 1,     ///< the head fills too much of the picture
  cropped = 1U << 2,       ///< the head runs out of the picture
  blurred = 1U << 3,       ///< little fine detail
  too_dark = 1U << 4,      ///< many pixels at the dark end
  too_bright = 1U << 5,    ///< many pixels at the bright end
  low_contrast = 1U << 6,  ///< little dynamic range
  uneven_light = 1U << 7,  ///< one half of the face much brighter than the other
  turned = 1U << 8,        ///< yaw or pitch away from the camera
  tilted = 1U << 9,        ///< roll: eyes not level
  estimated = 1U << 10,    ///< landmarks guessed from a box: every other judgement is rough
};
/// Every bit that has a meaning.
inline constexpr std::uint32_t known_flaws = 0x07FF;
inline constexpr std::array<Flaw, 11> flaws{Flaw::too_small, Flaw::too_close,  Flaw::cropped,      Flaw::blurred,
                                            Flaw::too_dark,  Flaw::too_bright, Flaw::low_contrast, Flaw::uneven_light,
                                            Flaw::turned,    Flaw::tilted,     Flaw::estimated};

constexpr bool has(std::uint32_t set, Flaw flaw) noexcept { return (set & static_cast<std::uint32_t>(flaw)) != 0; }
/// Stable spelling (`"too_dark"`) for machines, and words for people.
std::string_view to_string(Flaw flaw) noexcept;
std::string_view words(Flaw flaw) noexcept;

/// One component: what was measured, and how good that is, 0 to 100.
struct Component {
  std::string_view name;  ///< after ISO/IEC 29794-5: "inter_eye_distance"
  double measured = 0;    ///< in the unit of the component (see assess())
  int value = 0;          ///< 0..100
  Flaw flaw{};            ///< raised when value is below 50
};

/// inter_eye_distance (px, corrected for yaw), head_size (share of the picture's height), crop_left, crop_right,
/// crop_above, crop_below (margin in inter-eye distances), sharpness (variance of the Laplacian of the aligned face),
/// under_exposure, over_exposure (share of pixels), luminance_mean, luminance_variance (0 to 1), dynamic_range (bits of
/// entropy), illumination_uniformity (0 to 1), yaw, pitch, roll (degrees, rough: from five points).
using Components = std::array<Component, 16>;

/// All components of one face in its picture.
Components assess(ImageView image, const Detection& face);

/// The combined figure (their mean, pulled down to the worst), and the flaws.
struct Assessment {
  std::uint8_t value = 0;
  std::uint32_t flaws = 0;
};
Assessment combine(std::span<const Component> components, bool landmarks_estimated) noexcept;

}  // namespace limen::face
