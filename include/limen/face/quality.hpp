// How good a portrait is, and what is wrong with it, after ISO/IEC 29794-5: the components that need no model.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "limen/core/image.hpp"
#include "limen/core/quality.hpp"
#include "limen/face/detect.hpp"

namespace limen::face {

/// Bits of Template::quality_flaws. Values are stored in templates: never renumber.
enum class Flaw : std::uint32_t {
  too_small = 1U << 0,          ///< few pixels between the eyes
  too_close = 1U << 1,          ///< the head fills too much of the picture
  cropped = 1U << 2,            ///< the head runs out of the picture
  blurred = 1U << 3,            ///< little fine detail
  too_dark = 1U << 4,           ///< many pixels at the dark end
  too_bright = 1U << 5,         ///< many pixels at the bright end
  low_contrast = 1U << 6,       ///< little dynamic range
  uneven_light = 1U << 7,       ///< one cheek much brighter than the other
  turned = 1U << 8,             ///< yaw or pitch away from the camera
  tilted = 1U << 9,             ///< roll: eyes not level
  estimated = 1U << 10,         ///< landmarks guessed from a box: every other judgement is rough
  unnatural_colour = 1U << 11,  ///< not the colour of skin
  several_faces = 1U << 12,     ///< another face in the picture, nearly as large
};
/// Every bit that has a meaning.
inline constexpr std::uint32_t known_flaws = 0x1FFF;
inline constexpr std::array<Flaw, 13> flaws{
    Flaw::too_small,  Flaw::too_close,        Flaw::cropped,      Flaw::blurred, Flaw::too_dark,
    Flaw::too_bright, Flaw::low_contrast,     Flaw::uneven_light, Flaw::turned,  Flaw::tilted,
    Flaw::estimated,  Flaw::unnatural_colour, Flaw::several_faces};

constexpr bool has(std::uint32_t set, Flaw flaw) noexcept { return (set & static_cast<std::uint32_t>(flaw)) != 0; }
/// Stable spelling (`"too_dark"`) for machines, and words for people.
std::string_view to_string(Flaw flaw) noexcept;
std::string_view words(Flaw flaw) noexcept;

/// One component: what was measured, what is accepted, and how good it is.
struct Component {
  std::string_view name;  ///< as ISO/IEC 29794-5 names it: "inter_eye_distance"
  std::string_view unit;  ///< of what was measured: "px", "°", "bits", or "" for a share or a ratio
  double measured = 0;
  double low = 0, high = 0;  ///< accepted for comparison, both included; ±infinity: no bound on that side
  int value = 0;             ///< 0..100; for the standard's own purpose, the portrait of a document
  int weight = 0;            ///< in the combined figure; 0: says nothing about comparison beyond accepted or not
  Flaw flaw{};               ///< raised when what was measured is not accepted

  bool accepted() const noexcept { return measured >= low && measured <= high; }
};

/// In this order, with the standard's mapping to 0..100 where it does not need more than five landmarks:
/// sharpness (decades by which the detail of the face exceeds that of an even ramp; mapping ours),
/// under_exposure_prevention, over_exposure_prevention (share of pixels of luminance 0 to 25, 247 to 255),
/// dynamic_range (bits of entropy), luminance_mean, luminance_variance (of 0 to 1), illumination_uniformity (shared
/// part of the histograms of both cheeks), natural_colour (distance of the cheeks' mean from skin, in CIELAB),
/// inter_eye_distance (px, corrected for yaw), head_size (eyes to chin, share of the picture's height),
/// leftward_crop_of_the_face_image, rightward_crop_of_the_face_image (margins in inter-eye distances),
/// margin_above_of_the_face_image, margin_below_of_the_face_image (in distances from eyes to chin),
/// head_pose_yaw, head_pose_pitch, head_pose_roll (degrees, rough: from five points), single_face_present (0: alone; 1:
/// another face is as large).
using Components = std::array<Component, 18>;

/// All components of one face in its picture; `all` are the faces found there, itself among them or not.
/// Any thread; the same on every machine but for the last digits of what was measured.
Components assess(ImageView image, const Detection& face, std::span<const Detection> all = {});

/// The combined figure, 0..100: how useful the face is to be compared, not how fit for a document: the weighted
/// geometric mean of the values (each at least 5), less a tenth for every component that is not accepted (another face
/// in the picture does not count). And the flaws.
struct Assessment {
  std::uint8_t value = 0;
  std::uint32_t flaws = 0;
};
Assessment combine(std::span<const Component> components, bool landmarks_estimated) noexcept;

/// What is not accepted and by how much, for people: "turned: the face looks away from the camera (head_pose_yaw 41°,
/// accepted are -30 to 30)". Empty for an accepted component.
std::string reason(const Component& component);
/// The combined figure with all its reasons.
Quality quality(std::span<const Component> components, bool landmarks_estimated);

}  // namespace limen::face
