// make_impression: the picture one touch leaves on a sensor.
#include <algorithm>
#include <cmath>
#include <vector>

#include "limen/core/noise.hpp"

#include "fingerprint/synthesise_options.hpp"
#include "fingerprint/synthesise_touch.hpp"

namespace limen::fingerprint::synthesis {

namespace {

/// A plane of floats as large as the impression.
struct Plane {
  Plane(int w, int h) : width(w), height(h), values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}
  float* row(int y) { return values.data() + std::ptrdiff_t{y} * width; }
  int width, height;
  std::vector<float> values;
};

/// Height of the skin at q: +1 a ridge, −1 a valley. Bilinear.
float height_at(const Finger& finger, Point q) {
  const int x = static_cast<int>(q.x);
  const int y = static_cast<int>(q.y);
  const float fx = q.x - static_cast<float>(x);
  const float fy = q.y - static_cast<float>(y);
  const auto* p = finger.ridges.row(y) + x;
  const float top = static_cast<float>(p[0]) + fx * static_cast<float>(p[1] - p[0]);
  const auto* n = p + finger.ridges.stride();
  const float low = static_cast<float>(n[0]) + fx * static_cast<float>(n[1] - n[0]);
  return 1 - (top + fy * (low - top)) * (2.0F / 255);
}

/// 3 × 3 binomial mean, in place: the point spread of the sensor.
void blur(Plane& plane) {
  std::vector<float> above(plane.row(0), plane.row(0) + plane.width);
  std::vector<float> sum(above.size());
  const auto last = static_cast<std::size_t>(plane.width - 1);
  for (int y = 0; y < plane.height; ++y) {
    float* here = plane.row(y);
    const float* below = plane.row(std::min(y + 1, plane.height - 1));
    for (std::size_t x = 0; x <= last; ++x) sum[x] = above[x] + 2 * here[x] + below[x];
    std::copy(here, here + plane.width, above.begin());
    here[0] = (3 * sum[0] + sum[1]) / 16;
    here[last] = (3 * sum[last] + sum[last - 1]) / 16;
    for (std::size_t x = 1; x < last; ++x) here[x] = (sum[x - 1] + 2 * sum[x] + sum[x + 1]) / 16;
  }
}

/// How much of each pixel is ridge in contact, 0 to 1: the ridge profile cut at a height that wetness, the rim of the
/// contact and the grain of the skin move.
Plane ink_of(const Finger& finger, const Touch& touch, const ImpressionOptions& options, Random& random) {
  const float severity = static_cast<float>(options.severity);
  Plane grain(options.width, options.height);
  for (float& value : grain.values) value = 1.9F * random.normal();
  blur(grain);
  Plane ink(options.width, options.height);
  for (int y = 0; y < options.height; ++y) {
    float* out = ink.row(y);
    const float* rough = grain.row(y);
    for (int c = 0; c * Touch::node_px < options.width; ++c) {
      const auto left = touch.at({static_cast<float>(c * Touch::node_px), static_cast<float>(y)});
      const auto right = touch.at({static_cast<float>((c + 1) * Touch::node_px), static_cast<float>(y)});
      if (left.contact <= 0 && right.contact <= 0) continue;
      const int begin = c * Touch::node_px;
      const int end = std::min(begin + Touch::node_px, options.width);
      for (int x = begin; x < end; ++x) {
        const float t = static_cast<float>(x - begin) / Touch::node_px;
        const float contact = left.contact + t * (right.contact - left.contact) + 0.05F * rough[x];
        if (contact <= 0) continue;
        const Point q{left.skin.x + t * (right.skin.x - left.skin.x), left.skin.y + t * (right.skin.y - left.skin.y)};
        if (!(q.x >= 0 && q.y >= 0 && q.x < Finger::width - 1 && q.y < Finger::height - 1)) continue;
        const float wetness = left.wetness + t * (right.wetness - left.wetness);
        const float rim = std::max(0.0F, 1 - 4 * contact);
        const float dry = std::max(0.0F, -wetness) + 0.6F * rim * rim;
        const float cut = -0.75F * wetness + 0.75F * rim * rim + rough[x] * (0.42F * severity + 0.6F * dry);
        out[x] = std::clamp(0.5F + (height_at(finger, q) - cut) * 1.6F, 0.0F, 1.0F);
      }
    }
  }
  return ink;
}

/// Scratches of the plate and hairs: thin lines without contact.
void scratch(Plane& ink, float amount, Random& random) {
  const int count = static_cast<int>(amount * random.uniform(0, 3.5F));
  for (int i = 0; i < count; ++i) {
    float x = random.uniform(0.2F, 0.8F) * static_cast<float>(ink.width);
    float y = random.uniform(0.15F, 0.85F) * static_cast<float>(ink.height);
    const float angle = random.uniform(0, 6.2831853F);
    const float length = random.uniform(20, 110);
    const float wide = random.uniform(0.4F, 1.1F);
    for (float t = 0; t < length; t += 0.5F, x += 0.5F * std::cos(angle), y += 0.5F * std::sin(angle)) {
      const int cx = static_cast<int>(x);
      const int cy = static_cast<int>(y);
      if (cx < 2 || cy < 2 || cx >= ink.width - 2 || cy >= ink.height - 2) break;
      for (int py = cy - 2; py <= cy + 2; ++py)
        for (int px = cx - 2; px <= cx + 2; ++px) {
          const float ex = static_cast<float>(px) - x;
          const float ey = static_cast<float>(py) - y;
          float& value = ink.row(py)[px];
          value = std::min(value, std::clamp(std::sqrt(ex * ex + ey * ey) - wide, 0.0F, 1.0F));
        }
    }
  }
}

}  // namespace

Result<Image> make_impression(const Finger& finger, std::uint64_t seed, const ImpressionOptions& options) {
  if (auto checked = check(options); !checked) return checked.error();
  if (finger.ridges.width() != Finger::width || finger.ridges.height() != Finger::height)
    return {ErrorCode::invalid_argument, "the finger has no ridges; make_finger makes one that has"};
  const Touch touch = draw_touch(finger.seed, seed, options);
  Random random = random_of(finger.seed, seed, 2);
  const float noise = static_cast<float>(options.noise * options.severity);

  Plane ink = ink_of(finger, touch, options, random);
  scratch(ink, noise, random);
  blur(ink);

  const float light = random.uniform(222, 248);
  const float depth = random.uniform(150, 190) * static_cast<float>(options.contrast);
  const Noise cast(random, static_cast<float>(touch.columns * Touch::node_px),
                   static_cast<float>(touch.rows * Touch::node_px), 120);
  Image image(options.width, options.height, PixelFormat::grey8, 500_ppi);
  for (int y = 0; y < options.height; ++y) {
    auto* out = image.row(y);
    const float* value = ink.row(y);
    float shade = 0;
    for (int x = 0; x < options.width; ++x) {
      if (x % 8 == 0) shade = light + 5 * cast.at(static_cast<float>(x), static_cast<float>(y));
      const float grey = shade - depth * value[x] + 7 * noise * random.normal();
      out[x] = static_cast<std::uint8_t>(std::clamp(grey + 0.5F, 0.0F, 255.0F));
    }
  }
  return image;
}

}  // namespace limen::fingerprint::synthesis
