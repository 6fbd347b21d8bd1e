// After ISO/IEC 29794-5:2025, the components that can be had from five landmarks and the pixels. The standard takes
// some from a dense face mesh or a segmentation: those are approximated and the ramps are our own.
#include "limen/face/quality.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "limen/face/align.hpp"
#include "limen/face/template.hpp"

namespace limen::face {
namespace {

struct FlawText {
  Flaw flaw;
  std::string_view name, words;
};
constexpr FlawText texts[] = {
    {Flaw::too_small, "too_small", "too small: few pixels between the eyes"},
    {Flaw::too_close, "too_close", "too close: the head fills too much of the picture"},
    {Flaw::cropped, "cropped", "cropped: the head runs out of the picture"},
    {Flaw::blurred, "blurred", "blurred: little fine detail"},
    {Flaw::too_dark, "too_dark", "too dark"},
    {Flaw::too_bright, "too_bright", "too bright"},
    {Flaw::low_contrast, "low_contrast", "low contrast"},
    {Flaw::uneven_light, "uneven_light", "uneven light: one side of the face is much brighter"},
    {Flaw::turned, "turned", "turned: the face looks away from the camera"},
    {Flaw::tilted, "tilted", "tilted: the eyes are not level"},
    {Flaw::estimated, "estimated", "landmarks estimated: the detector finds none"},
};

// 0 at `bad`, 100 at `good`, straight between (either may be the larger).
int ramp(double x, double bad, double good) {
  return static_cast<int>(std::lround(100 * std::clamp((x - bad) / (good - bad), 0.0, 1.0)));
}

Point middle(Point a, Point b) { return {(a.x + b.x) / 2, (a.y + b.y) / 2}; }
double distance(Point a, Point b) { return std::hypot(double{a.x} - b.x, double{a.y} - b.y); }

struct Pose {
  double yaw = 0, pitch = 0, roll = 0;  // degrees
};

// The tip of the nose stands before the plane of the eyes by about 0.45 inter-eye distances; turning the head moves it
// sideways between the eyes, nodding moves it between eyes and mouth (0.49 of the way when frontal).
Pose pose_of(const Landmarks& face) {
  constexpr double degrees = 180 / std::numbers::pi, depth = 0.45, rest = 0.49;
  const Point eyes = middle(face[right_eye], face[left_eye]);
  const Point mouth = middle(face[right_mouth_corner], face[left_mouth_corner]);
  const double ux = face[left_eye].x - face[right_eye].x, uy = face[left_eye].y - face[right_eye].y;
  const double width = std::max(1e-3, std::hypot(ux, uy));
  const double nx = face[nose].x - eyes.x, ny = face[nose].y - eyes.y;
  const double across = (nx * ux + ny * uy) / width, down = (ny * ux - nx * uy) / width;
  const double height = std::max(1e-3, ((mouth.y - eyes.y) * ux - (mouth.x - eyes.x) * uy) / width);
  return {std::atan(across / (depth * width)) * degrees,
          std::atan((down / height - rest) * height / (depth * width)) * degrees, std::atan2(uy, ux) * degrees};
}

struct Light {
  double mean = 0, variance = 0, dark = 0, bright = 0, entropy = 0, uniformity = 0, sharpness = 0;
};

// On the inner face of the aligned picture: from brow to chin, cheek to cheek.
Light light_of(const Image& grey) {
  constexpr int left = 22, right = 90, top = 36, bottom = 106;
  std::array<std::array<double, 256>, 2> histogram{};  // of the two halves
  Light light;
  double laplacian = 0, laplacian_square = 0;
  const double n = (right - left) * (bottom - top);
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) {
      const int v = grey.row(y)[x];
      histogram[x < (left + right) / 2 ? 0 : 1][static_cast<std::size_t>(v)] += 1;
      light.mean += v / 255.0 / n;
      light.variance += (v / 255.0) * (v / 255.0) / n;
      light.dark += (v <= 25) / n;
      light.bright += (v >= 247) / n;
      const int edge = 4 * v - grey.row(y)[x - 1] - grey.row(y)[x + 1] - grey.row(y - 1)[x] - grey.row(y + 1)[x];
      laplacian += edge / n;
      laplacian_square += edge * edge / n;
    }
  light.variance -= light.mean * light.mean;
  light.sharpness = laplacian_square - laplacian * laplacian;
  for (std::size_t v = 0; v < 256; ++v) {
    const double p = (histogram[0][v] + histogram[1][v]) / n;
    if (p > 0) light.entropy -= p * std::log2(p);
  }
  // Histogram intersection of the halves in bins of 16: the same light on both sides.
  for (std::size_t bin = 0; bin < 16; ++bin) {
    std::array<double, 2> share{};
    for (std::size_t half = 0; half < 2; ++half)
      for (std::size_t v = 16 * bin; v < 16 * bin + 16; ++v) share[half] += histogram[half][v] / (n / 2);
    light.uniformity += std::min(share[0], share[1]);
  }
  return light;
}

}  // namespace

std::string_view to_string(Flaw flaw) noexcept {
  for (const auto& text : texts)
    if (text.flaw == flaw) return text.name;
  return "invalid";
}

std::string_view words(Flaw flaw) noexcept {
  for (const auto& text : texts)
    if (text.flaw == flaw) return text.words;
  return "invalid";
}

Components assess(ImageView image, const Detection& face) {
  const auto& points = face.landmarks;
  const Point eyes = middle(points[right_eye], points[left_eye]);
  const Point mouth = middle(points[right_mouth_corner], points[left_mouth_corner]);
  const Pose pose = pose_of(points);
  const double turned = std::max(0.5, std::cos(pose.yaw / 180 * std::numbers::pi));
  const double eye_distance = distance(points[right_eye], points[left_eye]) / turned;
  const double unit = std::max(1.0, eye_distance);
  const double head = 1.75 * distance(eyes, mouth) / std::max(1, image.height);  // eyes to chin
  const double margins[] = {eyes.x / unit, (image.width - 1 - double{eyes.x}) / unit, eyes.y / unit,
                            (image.height - 1 - double{eyes.y}) / unit};
  const auto aligned = align(image, points);
  const Light light = aligned ? light_of(to_grey(*aligned)) : Light{};
  const auto level = [](double degrees, double limit) { return ramp(std::abs(degrees), limit, 5); };
  return {{
      {"inter_eye_distance", eye_distance, ramp(eye_distance, 10, 60), Flaw::too_small},
      {"head_size", head, ramp(head, 0.8, 0.5), Flaw::too_close},
      {"crop_left", margins[0], ramp(margins[0], 0.5, 1.3), Flaw::cropped},
      {"crop_right", margins[1], ramp(margins[1], 0.5, 1.3), Flaw::cropped},
      {"crop_above", margins[2], ramp(margins[2], 0.6, 1.4), Flaw::cropped},
      {"crop_below", margins[3], ramp(margins[3], 1.0, 1.8), Flaw::cropped},
      {"sharpness", light.sharpness, ramp(std::log10(std::max(1.0, light.sharpness)), 1.0, 2.6), Flaw::blurred},
      {"under_exposure", light.dark, ramp(light.dark, 0.5, 0.05), Flaw::too_dark},
      {"over_exposure", light.bright, ramp(light.bright, 0.3, 0.02), Flaw::too_bright},
      {"luminance_mean", light.mean, std::min(ramp(light.mean, 0.08, 0.3), ramp(light.mean, 0.95, 0.75)),
       light.mean < 0.5 ? Flaw::too_dark : Flaw::too_bright},
      {"luminance_variance", light.variance, ramp(light.variance, 0.0, 0.012), Flaw::low_contrast},
      {"dynamic_range", light.entropy, ramp(light.entropy, 3.5, 7.0), Flaw::low_contrast},
      {"illumination_uniformity", light.uniformity, ramp(light.uniformity, 0.1, 0.7), Flaw::uneven_light},
      {"yaw", pose.yaw, level(pose.yaw, 50), Flaw::turned},
      {"pitch", pose.pitch, level(pose.pitch, 50), Flaw::turned},
      {"roll", pose.roll, level(pose.roll, 45), Flaw::tilted},
  }};
}

Assessment combine(std::span<const Component> components, bool landmarks_estimated) noexcept {
  Assessment out;
  int sum = 0, worst = 100;
  for (const auto& component : components) {
    sum += component.value;
    worst = std::min(worst, component.value);
    if (component.value < 50) out.flaws |= static_cast<std::uint32_t>(component.flaw);
  }
  const int mean = components.empty() ? 0 : sum / static_cast<int>(components.size());
  out.value = static_cast<std::uint8_t>((mean + worst + 1) / 2);
  if (landmarks_estimated) out.flaws |= static_cast<std::uint32_t>(Flaw::estimated);
  return out;
}

Quality quality(const Template& face) {
  Quality out{face.quality_value, {}};
  for (const auto flaw : flaws)
    if (has(face.quality_flaws, flaw)) out.reasons.emplace_back(words(flaw));
  return out;
}

}  // namespace limen::face
