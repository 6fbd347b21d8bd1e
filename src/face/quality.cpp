// After ISO/IEC 29794-5:2025, the components that can be had from five landmarks and the pixels. The standard takes
// some from a dense face mesh or a segmentation; those are approximated here.
#include "limen/face/quality.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>

#include "limen/face/template.hpp"

#include "geometry.hpp"
#include "light.hpp"
#include "pose.hpp"

namespace limen::face {
namespace {

constexpr double none = std::numeric_limits<double>::infinity();
constexpr double chin = 1.6;  // the chin is this much farther from the eyes than the mouth

int percent(double share) { return static_cast<int>(std::lround(100 * std::clamp(share, 0.0, 1.0))); }
double sigmoid(double x, double centre, double width) { return 1 / (1 + std::exp((centre - x) / width)); }

// The standard's mappings, clause 7. Sharpness is a forest of decision trees there, and a ramp of ours here.
int sharpness(double detail) { return percent((detail + 1.5) / 1.5); }
int under_exposure(double share) { return percent(1.2 * (0.832 - sigmoid(share, 0.92, 0.05))); }
int over_exposure(double share) { return percent(0.01 / (share + 0.01)); }
int dynamic_range(double entropy) { return percent(entropy / 8); }
int luminance_mean(double mean) { return percent(sigmoid(mean, 0.2, 0.05) * (1 - sigmoid(mean, 0.8, 0.05))); }
int luminance_variance(double variance) {
  return percent(std::sin(60 * variance / (60 * variance + 1) * std::numbers::pi));
}
int uniformity(double shared) { return percent(std::pow(shared, 0.3)); }
int natural_colour(double distance) { return percent(2 * (1 - sigmoid(distance, 0, 10))); }
int inter_eye_distance(double px) { return percent(sigmoid(px, 70, 20)); }
int head_size(double share) { return percent(2 * (1 - sigmoid(std::abs(share - 0.45), 0, 0.05))); }
int crop(double margin) { return percent(sigmoid(margin, 0.9, 0.1)); }
int margin_above(double margin) { return percent(sigmoid(margin, 1.4, 0.1)); }
int margin_below(double margin) { return percent(sigmoid(margin, 1.8, 0.1)); }
int pose(double degrees) {
  const double cosine = std::max(0.0, std::cos(degrees * std::numbers::pi / 180));
  return percent(cosine * cosine);
}

double area(const Detection& face) { return std::max(0.0, double{face.box.width} * face.box.height); }

// √(area of the largest other face / area of this one), at most 1.
double company(const Detection& face, std::span<const Detection> all) {
  double largest = 0;
  const Point eye = face.landmarks[right_eye];
  for (const auto& other : all) {
    const bool same = distance(other.landmarks[right_eye], eye) < 0.5 * distance(other.landmarks[left_eye], eye);
    if (!same) largest = std::max(largest, area(other));
  }
  return largest > 0 ? std::sqrt(std::min(1.0, largest / std::max(1.0, area(face)))) : 0;
}

std::string rounded(double value) {
  std::array<char, 32> text{};
  const int digits = std::abs(value) >= 10 ? 0 : 2;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits).ptr;
  return {text.data(), end};
}

}  // namespace

Components assess(ImageView image, const Detection& face, std::span<const Detection> all) {
  const auto& points = face.landmarks;
  const Point eyes = middle(points[right_eye], points[left_eye]);
  const Point mouth = middle(points[right_mouth_corner], points[left_mouth_corner]);
  const Pose head = pose_of(points);
  const double turned = std::max(0.5, std::cos(head.yaw / 180 * std::numbers::pi));
  const double eye_distance = distance(points[right_eye], points[left_eye]) / turned;
  const double unit = std::max(1.0, eye_distance);
  const double eyes_to_chin = std::max(1.0, chin * distance(eyes, mouth));
  const double height = std::max(1, image.height);
  const double others = company(face, all);
  const Light light = light_of(image, points).value_or(Light{.dark = 1, .colour = 100, .detail = -3});

  const double size = eyes_to_chin / height;
  const double left = points[right_eye].x / unit, right = (image.width - double{points[left_eye].x}) / unit;
  const double above = eyes.y / eyes_to_chin, below = (height - double{eyes.y}) / eyes_to_chin;
  const auto darkness = light.mean < 0.5 ? Flaw::too_dark : Flaw::too_bright;
  return {{
      {"sharpness", "", light.detail, -1.35, none, sharpness(light.detail), 2, Flaw::blurred},
      {"under_exposure_prevention", "", light.dark, 0, 0.4, under_exposure(light.dark), 1, Flaw::too_dark},
      {"over_exposure_prevention", "", light.bright, 0, 0.2, over_exposure(light.bright), 1, Flaw::too_bright},
      {"dynamic_range", "bits", light.entropy, 5, none, dynamic_range(light.entropy), 1, Flaw::low_contrast},
      {"luminance_mean", "", light.mean, 0.15, 0.85, luminance_mean(light.mean), 1, darkness},
      {"luminance_variance", "", light.variance, 0.003, none, luminance_variance(light.variance), 1,
       Flaw::low_contrast},
      {"illumination_uniformity", "", light.uniformity, 0.1, none, uniformity(light.uniformity), 1, Flaw::uneven_light},
      {"natural_colour", "", light.colour, 0, 20, natural_colour(light.colour), 1, Flaw::unnatural_colour},
      {"inter_eye_distance", "px", eye_distance, 24, none, inter_eye_distance(eye_distance), 0, Flaw::too_small},
      {"head_size", "", size, 0, 0.65, head_size(size), 0, Flaw::too_close},
      {"leftward_crop_of_the_face_image", "", left, 0.5, none, crop(left), 0, Flaw::cropped},
      {"rightward_crop_of_the_face_image", "", right, 0.5, none, crop(right), 0, Flaw::cropped},
      {"margin_above_of_the_face_image", "", above, 0.5, none, margin_above(above), 0, Flaw::cropped},
      {"margin_below_of_the_face_image", "", below, 0.9, none, margin_below(below), 0, Flaw::cropped},
      {"head_pose_yaw", "°", head.yaw, -30, 30, pose(head.yaw), 1, Flaw::turned},
      {"head_pose_pitch", "°", head.pitch, -25, 25, pose(head.pitch), 1, Flaw::turned},
      {"head_pose_roll", "°", head.roll, -25, 25, pose(head.roll), 1, Flaw::tilted},
      {"single_face_present", "", others, 0, 0.5, percent(1 - others), 0, Flaw::several_faces},
  }};
}

Assessment combine(std::span<const Component> components, bool landmarks_estimated) noexcept {
  Assessment out;
  double sum = 0, weights = 0, kept = 1;
  for (const auto& component : components) {
    sum += component.weight * std::log(std::max(component.value, 5) / 100.0);
    weights += component.weight;
    if (component.accepted()) continue;
    out.flaws |= static_cast<std::uint32_t>(component.flaw);
    if (component.flaw != Flaw::several_faces) kept *= 0.9;
  }
  if (weights > 0) out.value = static_cast<std::uint8_t>(percent(kept * std::exp(sum / weights)));
  if (landmarks_estimated) out.flaws |= static_cast<std::uint32_t>(Flaw::estimated);
  return out;
}

std::string reason(const Component& component) {
  if (component.accepted()) return {};
  std::string unit(component.unit);
  if (!unit.empty() && unit != "°") unit.insert(unit.begin(), ' ');
  std::string text(words(component.flaw));
  text.append(" (").append(component.name).append(" ").append(rounded(component.measured)).append(unit);
  text.append(", accepted are ");
  if (component.low == -none)
    text.append("at most ").append(rounded(component.high));
  else if (component.high == none)
    text.append("at least ").append(rounded(component.low));
  else
    text.append(rounded(component.low)).append(" to ").append(rounded(component.high));
  return text.append(unit).append(")");
}

Quality quality(std::span<const Component> components, bool landmarks_estimated) {
  Quality out{combine(components, landmarks_estimated).value, {}};
  for (const auto& component : components)
    if (!component.accepted()) out.reasons.push_back(reason(component));
  if (landmarks_estimated) out.reasons.emplace_back(words(Flaw::estimated));
  return out;
}

Quality quality(const Template& face) {
  Quality out{face.quality_value, {}};
  for (const auto flaw : flaws)
    if (has(face.quality_flaws, flaw)) out.reasons.emplace_back(words(flaw));
  return out;
}

}  // namespace limen::face
