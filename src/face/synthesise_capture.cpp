// make_capture: from two numbers to a photograph.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>

#include "limen/core/noise.hpp"
#include "limen/core/random.hpp"

#include "face/synthesise_photograph.hpp"
#include "face/synthesise_scene.hpp"
#include "face/synthesise_skin.hpp"

namespace limen::face::synthesis {
namespace {

struct Range {
  const char* name;
  double value, low, high;
};

Result<void> check(const FaceOptions& face, const CaptureOptions& c) {
  const std::array ranges{Range{"variety", face.variety, 0, 1.5},
                          Range{"melanin", face.melanin.value_or(0), 0, 1},
                          Range{"width", static_cast<double>(c.width), 64, 2000},
                          Range{"height", static_cast<double>(c.height), 64, 2000},
                          Range{"eye_distance", c.eye_distance, 12, 600},
                          Range{"severity", c.severity, 0, 2},
                          Range{"roll_sd", c.roll_sd, 0, 30},
                          Range{"yaw_sd", c.yaw_sd, 0, 15},
                          Range{"pitch_sd", c.pitch_sd, 0, 10},
                          Range{"light", c.light, 0, 2},
                          Range{"expression", c.expression, 0, 2},
                          Range{"blur", c.blur, 0, 4},
                          Range{"noise", c.noise, 0, 4}};
  for (const auto& [name, value, low, high] : ranges)
    if (!(value >= low && value <= high))  // so that what is not a number is refused too
      return {ErrorCode::invalid_argument, std::string(name) + " is " + std::to_string(value) + ", allowed are " +
                                               std::to_string(low) + " to " + std::to_string(high)};
  return {};
}

Pose draw_pose(Random& random, const CaptureOptions& c) {
  const auto draw = [&](double sd, double limit) {
    return std::clamp(c.severity * sd * double{random.normal()}, -limit, limit);
  };
  const double yaw = draw(c.yaw_sd, 30), pitch = draw(c.pitch_sd, 20);
  return {yaw, pitch, draw(c.roll_sd, 60)};
}

Expression draw_expression(Random& random, float strength) {
  Expression e;
  e.smile = std::clamp(strength * (0.25F + 0.35F * random.normal()), -0.25F, 1.0F);
  e.open = random.uniform() < 0.3F ? std::clamp(strength * random.uniform(0.0F, 0.14F), 0.0F, 0.3F) : 0;
  e.lids = std::clamp(1 + 0.14F * strength * random.normal(), 0.45F, 1.25F);
  e.brows = 0.025F * strength * random.normal();
  e.gaze_x = 0.02F * strength * random.normal();
  e.gaze_y = 0.008F * strength * random.normal();
  return e;
}

struct Lighting {
  Vector key, fill;
  Colour key_colour, ambient;
};

Lighting draw_lighting(Random& random, float unevenness) {
  const float azimuth = 0.5F * unevenness * random.normal(), height = 0.45F + 0.2F * unevenness * random.normal();
  const float warm = 0.08F * unevenness * random.normal();
  const float share = std::clamp(0.5F + 0.12F * unevenness * random.normal(), 0.25F, 0.85F);
  return {normalised({std::sin(azimuth), -height, std::cos(azimuth)}), normalised({-std::sin(azimuth), 0.1F, 1}),
          Colour{1 + warm, 1, 1 - warm} * (0.85F * share),
          Colour{1 - 0.5F * warm, 1, 1 + 0.5F * warm} * (0.95F * (1 - share))};
}

Colour lit(const Paint& paint, const Fragment& fragment, const Lighting& light) {
  const Vector n = normalised(fragment.normal);
  const float wrapped = std::max(0.0F, (dot(n, light.key) + 0.2F) / 1.2F),
              fill = 0.2F * std::max(0.0F, dot(n, light.fill));
  const float sky = 0.75F - 0.25F * n.y;
  const Colour diffuse =
      light.key_colour * (wrapped * (0.4F + 0.6F * fragment.open)) + light.ambient * ((sky + fill) * fragment.open);
  const Vector half = normalised(light.key + Vector{0, 0, 1});
  const float gloss = std::pow(std::max(0.0F, dot(n, half)), 18.0F);
  return paint.colour * diffuse + light.key_colour * (paint.shine * gloss);
}

Colour backdrop_colour(Random& random) {
  const float level = random.uniform(0.12F, 0.75F), tint = 0.12F * random.normal();
  return Colour{level * (1 - tint), level, level * (1 + tint)};
}

Photograph take(const Surface& surface, const Camera& camera, const CaptureOptions& c, const Lighting& light,
                Random& random) {
  const Skin skin(surface);
  const Colour backdrop = backdrop_colour(random);
  const Colour cloth = Colour{random.uniform(0.02F, 0.6F), random.uniform(0.02F, 0.6F), random.uniform(0.02F, 0.6F)};
  const float slope = random.uniform(-0.3F, 0.3F), stripes = random.uniform() < 0.3F ? random.uniform(0.1F, 0.5F) : 0;
  const Noise uneven(random, 8, 8, 2);
  const auto fragments = rasterise(scene(surface, camera), camera, c.width, c.height);
  Photograph photograph(c.width, c.height);
  auto fragment = fragments.begin();
  for (int y = 0; y < c.height; ++y)
    for (int x = 0; x < c.width; ++x, ++fragment) {
      auto& pixel = photograph.at(x, y);
      switch (fragment->material) {
        case Material::nothing: {
          const float u = static_cast<float>(x) / static_cast<float>(c.width),
                      v = static_cast<float>(y) / static_cast<float>(c.height);
          pixel = backdrop * (1 + slope * (v - 0.5F) + 0.05F * uneven.at(8 * u, 8 * v));
          break;
        }
        case Material::head: pixel = lit(skin.at(fragment->u, fragment->v), *fragment, light); break;
        case Material::skin: pixel = lit(skin.plain(fragment->u, fragment->v), *fragment, light); break;
        case Material::hair: pixel = lit(skin.hair(fragment->u, fragment->v), *fragment, light); break;
        case Material::cloth:
          pixel = lit({cloth * (1 - stripes * (std::sin(16 * fragment->u) > 0.4F ? 1.0F : 0.0F)), 0}, *fragment, light);
          break;
      }
    }
  return photograph;
}

/// A line with round ends and soft edges.
void stroke(Photograph& photograph, Vector a, Vector b, float half_width, Colour colour) {
  const float reach = half_width + 1;
  const auto bound = [](float v, int limit) {
    return static_cast<int>(std::clamp(v, 0.0F, static_cast<float>(limit)));
  };
  const float dx = b.x - a.x, dy = b.y - a.y, square = std::max(1e-6F, dx * dx + dy * dy);
  for (int y = bound(std::min(a.y, b.y) - reach, photograph.height);
       y < bound(std::max(a.y, b.y) + reach + 1, photograph.height); ++y)
    for (int x = bound(std::min(a.x, b.x) - reach, photograph.width);
         x < bound(std::max(a.x, b.x) + reach + 1, photograph.width); ++x) {
      const float px = static_cast<float>(x) - a.x, py = static_cast<float>(y) - a.y;
      const float t = std::clamp((px * dx + py * dy) / square, 0.0F, 1.0F);
      const float cover = std::clamp(half_width + 0.5F - std::hypot(px - t * dx, py - t * dy), 0.0F, 1.0F);
      if (cover > 0) photograph.at(x, y) = mix(photograph.at(x, y), colour, cover);
    }
}

void put_on_glasses(Photograph& photograph, const Surface& surface, const Camera& camera, float brightness) {
  const auto& g = surface.face().glasses;
  if (!g.worn) return;
  const auto& eyes = surface.face().eyes;
  const float centre = std::max(eyes.half_distance, g.half_width + 0.09F), y = eyes.y + 0.04F;
  const float plane = surface.at(0, y).z + 0.06F;
  const Colour colour = g.colour * brightness;
  const auto place = [&](float px, float py) { return camera.project(camera.turn({px, py, plane - 0.1F * px * px})); };
  const float half_width = 0.5F * g.thickness * camera.scale();
  const float from = centre - g.half_width;
  stroke(photograph, place(-from, y - 0.06F), place(from, y - 0.06F), half_width, colour);
  for (const float side : {-1.0F, 1.0F}) {
    constexpr int steps = 48;
    const auto rim = [&](int i) {
      const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / steps, c = std::cos(angle),
                  s = std::sin(angle);
      const float power = 2 / g.power;
      return place(side * centre + std::copysign(g.half_width * std::pow(std::abs(c), power), c),
                   y + std::copysign(g.half_height * std::pow(std::abs(s), power), s));
    };
    for (int i = 0; i < steps; ++i) stroke(photograph, rim(i), rim(i + 1), half_width, colour);
    const Vector ear{side * (surface.half_width_at(0) + 0.03F), y - 0.02F, 0.15F};
    stroke(photograph, place(side * (centre + g.half_width), y - 0.08F), camera.project(camera.turn(ear)), half_width,
           colour);
  }
}

Landmarks landmarks_of(const Surface& surface, const Camera& camera) {
  const auto& face = surface.face();
  const auto place = [&](float x, float y) {
    const Vector p = camera.project(camera.turn(surface.at(x, y)));
    return Point{p.x, p.y};
  };
  const float eye = face.eyes.half_distance, mouth = surface.mouth_half_width(), mx = surface.mouth_x();
  return {place(-eye, surface.eye_y(-1)), place(eye, surface.eye_y(1)), place(face.nose.bend, face.nose.tip),
          place(mx - mouth, surface.mouth_line(mx - mouth)), place(mx + mouth, surface.mouth_line(mx + mouth))};
}

}  // namespace

Result<Capture> make_capture(std::uint64_t face_seed, std::uint64_t capture_seed, const FaceOptions& face,
                             const CaptureOptions& c) {
  if (auto allowed = check(face, c); !allowed) return allowed.error();
  Random random(capture_seed ^ (face_seed * 0x9E3779B97F4A7C15U), 0xCA97);
  const auto severity = static_cast<float>(c.severity);
  const auto scale = static_cast<float>(c.eye_distance);
  const Pose pose = draw_pose(random, c);
  const float shift = 0.1F * severity * scale;
  const float x = 0.5F * static_cast<float>(c.width) + shift * random.normal();
  const float y = 0.46F * static_cast<float>(c.height) + shift * random.normal();
  const Camera camera(pose, x, y, scale * (1 + 0.04F * severity * random.normal()));
  const Surface surface(make_face(face_seed, face),
                        draw_expression(random, severity * static_cast<float>(c.expression)));
  const auto light = draw_lighting(random, severity * static_cast<float>(c.light));
  auto photograph = take(surface, camera, c, light, random);
  // A camera lets more light in where a face is dark, a part of the way.
  const auto& skin = surface.face().skin.colour;
  const float automatic = std::pow(0.33F / (0.3F * skin.r + 0.6F * skin.g + 0.1F * skin.b), 0.35F);
  const float exposure = automatic * std::exp(0.18F * severity * random.normal());
  put_on_glasses(photograph, surface, camera, 0.8F);
  const float unsharp = severity * static_cast<float>(c.blur) * random.uniform(0.4F, 1.4F) * 0.8F * scale / 64;
  blur(photograph, std::hypot(0.55F, unsharp));
  const float noise = 0.02F * severity * static_cast<float>(c.noise) * random.uniform(0.3F, 1.5F);
  return Capture{develop(photograph, 1.35F * exposure, noise, random), landmarks_of(surface, camera), pose.yaw,
                 pose.pitch, pose.roll};
}

}  // namespace limen::face::synthesis
