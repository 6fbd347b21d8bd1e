#include "face/synthesise_skin.hpp"

#include <algorithm>
#include <cmath>

namespace limen::face::synthesis {
namespace {

constexpr float middle = 3;  // noise is defined on [0, 6]²
constexpr float edge = 0.016F;

Noise noise_of(const Face& face, std::uint64_t stream, float spacing) {
  Random random(face.seed, stream);
  return {random, 6, 6, spacing};
}

/// 1 inside (v below 0), 0 outside, soft over `width`.
float inside(float v, float width = edge) { return smoothstep(width, -width, v); }
void darken(Paint& paint, float amount) { paint.colour = paint.colour * (1 - amount); }
void cover(Paint& paint, Colour colour, float amount, float shine) {
  paint.colour = mix(paint.colour, colour, amount);
  paint.shine += (shine - paint.shine) * amount;
}

}  // namespace

Skin::Skin(const Surface& surface)
    : surface_(surface),
      broad_(noise_of(surface.face(), 11, 0.3F)),
      fine_(noise_of(surface.face(), 12, 0.075F)),
      grain_(noise_of(surface.face(), 13, 0.03F)) {}

float Skin::strand(float x, float y) const {
  const float bent = x + 0.12F * surface_.face().hair.waves * broad_.at(y + middle, x + middle);
  const float u = 6 * bent - 6 * std::floor(bent), v = 0.5F * y + middle;  // long along y, thin across
  return fine_.at(u, v);
}

Colour Skin::base(float x, float y) const {
  const auto& skin = surface_.face().skin;
  const float bx = x + middle, by = y + middle;
  Colour c = skin.colour * (1 + skin.blotches * broad_.at(bx, by) + 0.4F * skin.blotches * fine_.at(bx, by) +
                            0.03F * grain_.at(bx, by));
  const float red =
      skin.redness * (0.35F * (bump(x - 0.62F, y - 0.6F, 0.34F, 0.3F) + bump(x + 0.62F, y - 0.6F, 0.34F, 0.3F)) +
                      0.3F * bump(x, y - surface_.face().nose.tip, 0.2F, 0.2F));
  return c * Colour{1 + 0.1F * red, 1 - 0.5F * red, 1 - 0.45F * red};
}

Paint Skin::plain(float x, float y) const { return {base(x, y) * 0.92F, 0.5F * surface_.face().skin.shine}; }

Paint Skin::hair(float x, float y) const {
  const auto& hair = surface_.face().hair;
  return {hair.colour * std::max(0.15F, 0.85F + 0.3F * strand(x, y)), 0.05F};
}

void Skin::draw_eye(int side, float x, float y, Paint& paint) const {
  const auto& f = surface_.face();
  const auto& look = surface_.expression();
  const auto s = static_cast<float>(side);
  const float rx = s * x - f.eyes.half_distance, ry = y - surface_.eye_y(side);
  if (std::abs(rx) > 0.5F || std::abs(ry) > 0.42F) return;
  const float ex = rx, ey = ry + f.eyes.slant * rx;  // the outer corner higher for a positive slant
  // shadows of socket, bags
  darken(paint, 0.34F * bump(rx + 0.04F, ry + 0.05F, 0.3F, 0.17F));
  darken(paint, (0.08F + 0.2F * f.eyes.bags) * bump(rx + 0.02F, ry - 0.17F, 0.2F, 0.07F));
  const float t = ex / f.eyes.half_width, arch = std::max(0.0F, 1 - t * t);
  const float upper = -f.eyes.opening * look.lids * std::pow(arch, 0.75F) + 0.008F * t;
  const float lower = f.eyes.lower_opening * (0.55F + 0.45F * look.lids) * std::pow(arch, 0.9F);
  // crease of the lid
  if (f.eyes.crease > 0.015F && std::abs(t) < 1.1F)
    darken(paint, 0.38F * bump(0, ey - upper * 1.05F + f.eyes.crease + 0.012F, 1, 0.018F) *
                      smoothstep(1.1F, 0.7F, std::abs(t)));
  const float opened = std::min(inside(upper - ey), inside(ey - lower)) * (std::abs(t) < 1 ? 1.0F : 0.0F);
  if (opened > 0) {
    Colour ball = mix(srgb(206, 198, 192), f.skin.colour, 0.45F) * (1 - 0.35F * t * t) *
                  (0.62F + 0.38F * smoothstep(upper, upper + 0.09F, ey));
    const float ix = s * rx - look.gaze_x, iy = ry + 0.012F - look.gaze_y, r = std::sqrt(ix * ix + iy * iy);
    const float ray = 0.85F + 0.3F * fine_.at(middle + 10 * ix, middle + 10 * iy) * smoothstep(0.02F, 0.06F, r);
    const Colour iris = f.eyes.iris * ray * (1 - 0.75F * smoothstep(0.072F, 0.096F, r));
    ball = mix(ball, iris, inside(r - 0.094F, 0.012F));
    ball = mix(ball, srgb(8, 7, 8), inside(r - 0.04F, 0.012F));
    ball = mix(ball, {1, 1, 1}, 0.9F * inside(std::hypot(ix - 0.03F, iy + 0.035F) - 0.014F, 0.01F));
    cover(paint, ball, opened, 0.1F);
  }
  // lashes: a line that is thicker outside
  if (std::abs(t) < 1.08F) {
    const float thick = f.eyes.lashes * (0.8F + 0.5F * t);
    const Colour lash = mix(f.hair.colour, srgb(20, 14, 12), 0.75F);
    cover(paint, lash,
          0.92F * inside(std::abs(ey - upper + 0.3F * thick) - thick, 0.014F) * smoothstep(1.08F, 0.95F, std::abs(t)),
          0);
    darken(paint, 0.3F * inside(std::abs(ey - lower) - 0.006F, 0.014F) * smoothstep(1.0F, 0.8F, std::abs(t)));
  }
}

void Skin::draw_brow(int side, float x, float y, Paint& paint) const {
  const auto& b = surface_.face().brows;
  const float ax = static_cast<float>(side) * x;
  const float t = (ax - b.inner) / (b.outer - b.inner);
  if (t < -0.15F || t > 1.1F) return;
  const float line = b.y - surface_.expression().brows - b.arch * (1 - 2.2F * (t - 0.6F) * (t - 0.6F)) + 0.4F * b.arch -
                     b.slant * (t - 0.4F) + 0.08F * t * t;
  const float thick = b.thickness * (1.05F - 0.62F * t) * smoothstep(-0.15F, 0.12F, t);
  const float hairs = 0.8F + 0.3F * fine_.at(4 * ax + 1.5F - 4 * y * 0.3F, y + middle);
  const float amount = b.density * std::clamp(hairs, 0.3F, 1.0F) * inside(std::abs(y - line) - thick, 0.022F) *
                       smoothstep(1.1F, 0.85F, t);
  cover(paint, surface_.face().hair.colour * 0.75F, amount, 0);
}

void Skin::draw_nose(float x, float y, Paint& paint) const {
  const auto& n = surface_.face().nose;
  if (y < n.tip - 0.3F || y > n.base + 0.25F) return;
  const float ax = std::abs(x - n.bend);
  darken(paint, 0.75F * bump(ax - 0.5F * n.half_width, y - n.base + 0.015F, 0.26F * n.half_width, 0.032F));
  darken(paint, 0.28F * bump(ax, y - n.base - 0.02F, 0.9F * n.half_width, 0.035F));
  darken(paint, 0.25F * bump(ax - 1.12F * n.half_width, y - n.base + 0.1F, 0.03F, 0.09F));
}

void Skin::draw_mouth(float x, float y, Paint& paint) const {
  const auto& f = surface_.face();
  const auto& look = surface_.expression();
  const float mx = x - surface_.mouth_x(), half = surface_.mouth_half_width();
  const float t = mx / half;
  if (std::abs(t) > 1.25F || std::abs(y - f.mouth.y) > 0.6F) return;
  const float line = surface_.mouth_line(x), arch = std::max(0.0F, 1 - t * t);
  const float tight = 1 - 0.25F * std::max(0.0F, look.smile);
  const float top = line - tight * f.mouth.upper * std::pow(arch, 0.8F) * (1 - f.mouth.bow * bump(mx, 0, 0.07F, 1));
  const float gap = look.open * std::sqrt(arch);
  const float bottom = line + gap + tight * f.mouth.lower * std::pow(arch, 0.65F);
  const float within = std::abs(t) < 1 ? 1.0F : 0.0F;
  const float lips = within * std::min(inside(top - y, 0.02F), inside(y - bottom, 0.024F));
  const Colour lip = f.mouth.lips * (1 + 0.1F * fine_.at(3 * x + middle, y + middle)) * (y < line ? 0.85F : 1.05F);
  cover(paint, lip, 0.9F * lips, 0.1F);
  if (gap > 0.004F) {
    const float hole = within * std::min(inside(line - y, 0.012F), inside(y - line - gap, 0.012F));
    const Colour teeth = srgb(226, 218, 204) * (1 - 0.5F * t * t) * (0.85F + 0.15F * std::cos(42 * mx));
    cover(paint,
          y < line + 0.62F * gap ? mix(srgb(40, 14, 14), teeth, std::clamp(look.smile * 1.6F, 0.0F, 1.0F))
                                 : srgb(48, 16, 16),
          hole, 0.02F);
  } else {
    darken(paint, 0.72F * within * inside(std::abs(y - line) - 0.008F, 0.016F));
  }
  darken(paint, 0.5F * bump(std::abs(mx) - half, y - surface_.mouth_line(x), 0.05F, 0.035F));
  darken(paint, 0.15F * bump(mx, y - bottom - 0.05F, 0.6F * half, 0.04F));
}

void Skin::draw_beard(float x, float y, Paint& paint) const {
  const auto& f = surface_.face();
  if (y < 0.2F || (f.beard.moustache <= 0 && f.beard.chin <= 0 && f.beard.cheeks <= 0)) return;
  const float mx = x - surface_.mouth_x(), half = surface_.mouth_half_width(), line = surface_.mouth_line(x);
  const float rough = 0.05F * broad_.at(x + middle, y + middle);
  const float moustache = f.beard.moustache * smoothstep(f.nose.base + 0.0F, f.nose.base + 0.1F, y + rough) *
                          smoothstep(line + 0.02F, line - 0.05F, y) *
                          smoothstep(half + 0.16F, half + 0.02F, std::abs(mx) + rough);
  const float chin =
      f.beard.chin * smoothstep(line + 0.06F, line + 0.2F, y + rough) * smoothstep(0.62F, 0.4F, std::abs(mx) + rough);
  const float wide = surface_.half_width_at(y);
  const float border = 0.62F + 0.5F * (1 - std::abs(x) / std::max(0.2F, wide));  // higher near the ears
  const float cheeks = f.beard.cheeks * smoothstep(border, border + 0.3F, y + rough) *
                       smoothstep(half * 0.9F, half + 0.25F, std::abs(mx) + 0.6F * std::max(0.0F, y - line));
  const float lips =
      std::abs(mx) < half
          ? inside(std::abs(y - line) - 0.9F * (y < line ? f.mouth.upper : f.mouth.lower + surface_.expression().open),
                   0.03F)
          : 0;
  const float hairs = std::clamp(0.85F + 0.28F * fine_.at(2 * x + middle, y + middle), 0.4F, 1.0F);
  const float amount = std::max({moustache, chin, cheeks}) * hairs * (1 - 0.9F * lips);
  cover(paint, mix(f.hair.colour, srgb(30, 24, 22), 0.3F), 0.9F * amount, 0.01F);
}

Paint Skin::at(float x, float y) const {
  const auto& f = surface_.face();
  Paint paint{base(x, y), f.skin.shine};
  const float hair = surface_.hair_at(x, y);
  if (hair < 0.999F) {
    if (f.skin.freckles > 0) {
      const float spot = grain_.at(y + middle, x + middle) + 0.5F * fine_.at(x + middle, y + middle);
      darken(paint, 0.35F * f.skin.freckles * smoothstep(1.1F, 1.9F, spot) * bump(x, y - 0.5F, 0.9F, 0.5F));
    }
    for (const auto& mole : f.moles)
      if (mole.strength > 0)
        cover(paint, f.skin.colour * 0.25F,
              mole.strength * inside(std::hypot(x - mole.x, y - mole.y) - mole.radius, 0.012F), 0.02F);
    if (f.skin.age > 0.35F && y < f.brows.y - 0.1F) {  // lines of the forehead
      const float lines = std::sin(26 * (y + 0.05F * x * x + 0.02F * broad_.at(x + middle, y + middle)));
      darken(paint,
             0.16F * (f.skin.age - 0.35F) * smoothstep(0.6F, 1, lines) * bump(x, y - f.brows.y + 0.4F, 0.7F, 0.3F));
    }
    draw_nose(x, y, paint);
    draw_mouth(x, y, paint);
    draw_beard(x, y, paint);
    for (const int side : {-1, 1}) {
      draw_eye(side, x, y, paint);
      draw_brow(side, x, y, paint);
    }
  }
  if (hair > 0) {
    const Paint strands = this->hair(x, y);
    cover(paint, strands.colour, hair, strands.shine);
  }
  return paint;
}

}  // namespace limen::face::synthesis
