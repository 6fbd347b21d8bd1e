#include "face/synthesise_surface.hpp"

#include <algorithm>
#include <cmath>

namespace limen::face::synthesis {
namespace {

constexpr float cheek_y = 0.1F;  // where a head is widest

Noise strands_of(const Face& face) {
  Random random(face.seed, 0x4A19);
  return {random, 6, 6, 0.16F};
}

}  // namespace

Vector normalised(Vector v) noexcept {
  const float square = dot(v, v);
  return square > 0 ? v * (1 / std::sqrt(square)) : Vector{0, 0, 1};
}

float smoothstep(float low, float high, float v) noexcept {
  const float t = std::clamp((v - low) / (high - low), 0.0F, 1.0F);
  return t * t * (3 - 2 * t);
}

float bump(float dx, float dy, float rx, float ry) noexcept {
  const float u = dx / rx, v = dy / ry, d = u * u + v * v;
  return d > 7 ? 0 : std::exp(-d);
}

Surface::Surface(const Face& face, const Expression& expression)
    : face_(face),
      expression_(expression),
      strands_(strands_of(face)),
      chin_(face.head.chin + 0.7F * expression.open),
      mouth_half_width_(face.mouth.half_width * (1 + 0.2F * expression.smile)),
      mouth_lift_(0.1F * expression.smile) {}

float Surface::half_width_at(float y) const noexcept {
  const auto& head = face_.head;
  if (y < cheek_y) {
    const float t = std::clamp((cheek_y - y) / (cheek_y + head.skull), 0.0F, 1.0F);
    return head.half_width * std::pow(1 - std::pow(t, 2.4F), 1 / 2.4F);
  }
  const float t = std::clamp((y - cheek_y) / (chin_ - cheek_y), 0.0F, 1.0F);
  return head.half_width * std::pow(1 - std::pow(t, head.jaw_power), 1 / head.jaw_roundness);
}

float Surface::mouth_line(float x) const noexcept {
  const float t = std::clamp((x - mouth_x()) / mouth_half_width_, -1.2F, 1.2F);
  return face_.mouth.y + (face_.mouth.curve - mouth_lift_) * t * t;
}

float Surface::hair_at(float x, float y) const noexcept {
  const auto& hair = face_.hair;
  const float a = std::abs(x) / std::max(0.2F, half_width_at(y));
  const float wave = 0.06F * strands_.at(x + 3, y + 3);
  float line = hair.line, sideburn = 0.25F;
  switch (hair.style) {
    case HairStyle::bald:
      return 0.9F * smoothstep(0.93F, 0.99F, a) * smoothstep(-0.9F, -0.5F, y) * smoothstep(0.3F, 0.1F, y);
    case HairStyle::receding: line -= 0.25F + 0.16F * bump(a - 0.6F, 0, 0.25F, 1); break;
    case HairStyle::short_hair: break;
    case HairStyle::side_part: line += 0.34F * std::abs(std::clamp(x - hair.parting, -1.3F, 1.3F)) - 0.08F; break;
    case HairStyle::fringe: line += 0.42F; break;
    case HairStyle::long_hair: line += 0.3F * std::abs(x - 0.4F * hair.parting) - 0.1F, sideburn = 1.5F; break;
  }
  line += wave;
  const float down = line + (sideburn - line) * smoothstep(0.8F, 1.0F, a + 0.4F * wave);
  return smoothstep(0.07F, -0.07F, y - down);
}

// What stands out of the plain front.
float Surface::relief(float x, float y) const noexcept {
  const auto& f = face_;
  float z = 0;
  for (const int side : {-1, 1}) {
    const auto s = static_cast<float>(side);
    const float ex = s * x - f.eyes.half_distance, ey = y - eye_y(side);
    z += 0.07F * bump(s * x - 0.42F, y - f.brows.y, 0.34F, 0.13F);
    z -= f.eyes.depth * bump(ex, ey + 0.02F, 0.3F, 0.17F);
    z += 0.07F * bump(ex, ey, 0.17F, 0.12F);
    z -= 0.025F * f.eyes.bags * (0.3F + f.skin.age) * bump(ex + 0.03F, ey - 0.2F, 0.2F, 0.045F);
    z += (f.head.cheekbones + 0.06F * std::max(0.0F, expression_.smile)) * bump(s * x - 0.72F, y - 0.42F, 0.32F, 0.27F);
    z -= f.head.temples * bump(s * x - 0.92F, y + 0.5F, 0.22F, 0.4F);
    // wing of the nose, and the fold from it to the corner of the mouth
    z += 0.11F * bump(s * x - 0.72F * f.nose.half_width, y - f.nose.base + 0.09F, 0.36F * f.nose.half_width, 0.085F);
    const float t = std::clamp((y - f.nose.base + 0.08F) / std::max(0.1F, f.mouth.y - f.nose.base + 0.12F), 0.0F, 1.0F);
    const float fold = f.nose.half_width + 0.05F + (mouth_half_width_ - f.nose.half_width + 0.06F) * t;
    z -= (0.02F * f.skin.age + 0.035F * std::max(0.0F, expression_.smile)) * bump(s * x - fold, 0, 0.05F, 1) *
         smoothstep(f.nose.base - 0.15F, f.nose.base, y) * smoothstep(f.mouth.y + 0.15F, f.mouth.y, y);
  }
  // the nose: a ridge that widens to the tip and ends at the base
  const float root = f.brows.y + 0.12F;
  if (y > root - 0.3F && y < f.nose.base + 0.2F) {
    const float t = std::clamp((y - root) / (f.nose.tip - root), 0.0F, 1.0F);
    const float height = f.nose.bridge_height * smoothstep(-0.25F, 0.2F, (y - root) / (f.nose.tip - root)) +
                         (f.nose.height - f.nose.bridge_height) * t * t + f.nose.hump * bump(t - 0.5F, 0, 0.22F, 1);
    const float width = f.nose.bridge_width + (0.56F * f.nose.half_width - f.nose.bridge_width) * t * t;
    z += height * bump(x - f.nose.bend * t, 0, width, 1) * smoothstep(f.nose.base + 0.05F, f.nose.tip + 0.03F, y);
  }
  // lips, the hollows above and below them, the chin
  const float mx = x - mouth_x(), line = mouth_line(x), span = 0.75F * mouth_half_width_;
  z += 0.2F * bump(mx, y - f.mouth.y, 1.2F * span, 0.42F) * 0.6F;
  z += 0.6F * f.mouth.upper * bump(mx, y - line + 0.5F * f.mouth.upper, span, 0.7F * f.mouth.upper + 0.02F);
  z += 0.65F * f.mouth.lower *
       bump(mx, y - line - expression_.open - 0.5F * f.mouth.lower, 0.85F * span, 0.7F * f.mouth.lower + 0.02F);
  z -= 0.03F * bump(mx, y - line - 0.5F * expression_.open, 1.05F * span, 0.03F + 0.6F * expression_.open);
  z -= 0.02F * bump(x, y - 0.5F * (f.nose.base + line - f.mouth.upper), 0.05F, 0.12F);
  z -= 0.05F * bump(mx, y - line - expression_.open - f.mouth.lower - 0.1F, 0.3F, 0.07F);
  z += f.head.chin_size * bump(x, y - chin_ + 0.26F, 0.3F, 0.2F);
  z -= f.head.chin_cleft * bump(x, y - chin_ + 0.22F, 0.035F, 0.13F);
  return z;
}

Vector Surface::at_turn(float turn, float y, float& name_x) const noexcept {
  const float width = half_width_at(y), s = std::sin(turn);
  const float up = std::clamp(-y / face_.head.skull, 0.0F, 1.0F), down = std::clamp(y / chin_, 0.0F, 1.0F);
  const float deep = face_.head.depth * (y < 0 ? std::pow(1 - std::pow(up, 2.6F), 1 / 2.6F)
                                               : std::pow(1 - std::pow(down, 7.0F), 1 / 2.5F));
  const float flat = std::pow(std::max(0.0F, 1 - std::pow(std::abs(s), 2.1F)), 1 / 2.1F);
  name_x = width * s;
  Vector p{name_x, y, std::cos(turn) < 0 ? -deep * flat : deep * flat};
  const float front = smoothstep(0, 0.45F, std::cos(turn));
  if (front > 0) p.z += front * relief(name_x, y);
  if (const float hair = hair_at(name_x, y); hair > 0) {
    const Vector out = normalised({p.x / width, (y + 0.2F) / face_.head.skull, p.z / face_.head.depth});
    const float rough = 1 + 0.25F * face_.hair.waves * strands_.at(p.x + 3, y + 3);
    p = p + out * (hair * face_.hair.volume * rough);
  }
  return p;
}

Vector Surface::at(float x, float y) const noexcept {
  const float s = std::clamp(x / std::max(0.1F, half_width_at(y)), -1.0F, 1.0F);
  float name = 0;
  return at_turn(std::asin(s), y, name);
}

}  // namespace limen::face::synthesis
