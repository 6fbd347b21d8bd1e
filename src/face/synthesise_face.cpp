#include "face/synthesise_face.hpp"

#include <algorithm>
#include <cmath>

#include "limen/core/random.hpp"

namespace limen::face::synthesis {
namespace {

// Skin from lightest to darkest, and the colours that hair and eyes have.
struct Shade {
  float r, g, b;
};
constexpr Shade skins[] = {{244, 208, 186}, {228, 184, 154}, {206, 156, 122},
                           {176, 122, 88},  {138, 92, 64},   {104, 68, 48}};
constexpr Shade hairs[] = {{22, 18, 17},   {40, 28, 22},    {72, 48, 32}, {110, 72, 42},
                           {160, 118, 70}, {204, 168, 112}, {128, 58, 30}};
constexpr Shade greys[] = {{120, 118, 116}, {176, 174, 170}, {222, 220, 216}};
constexpr Shade irises[] = {{52, 34, 22}, {78, 50, 28}, {112, 84, 44}, {96, 112, 74}, {92, 120, 142}, {120, 142, 156}};

Colour colour(const Shade& s) { return srgb(s.r, s.g, s.b); }

template <std::size_t N>
Colour along(const Shade (&shades)[N], float t) {
  const float at = std::clamp(t, 0.0F, 1.0F) * static_cast<float>(N - 1);
  const auto i = std::min(static_cast<std::size_t>(at), N - 2);
  return mix(colour(shades[i]), colour(shades[i + 1]), at - static_cast<float>(i));
}

/// Draws about a mean, never beyond the limits.
class Draw {
 public:
  Draw(std::uint64_t seed, double variety) : random_(seed, 0xFACE), variety_(static_cast<float>(variety)) {}
  float about(float mean, float sd, float low, float high) {
    return std::clamp(mean + sd * variety_ * random_.normal(), low, high);
  }
  float uniform(float low = 0, float high = 1) { return random_.uniform(low, high); }
  bool chance(float p) { return random_.uniform() < p; }
  template <std::size_t N>
  const Shade& one_of(const Shade (&shades)[N]) {
    return shades[std::min(N - 1, static_cast<std::size_t>(random_.uniform() * static_cast<float>(N)))];
  }

 private:
  Random random_;
  float variety_;
};

Face::Hair draw_hair(Draw& draw, float melanin, float age, bool bearded) {
  Face::Hair hair{};
  const float kind = draw.uniform();
  hair.style = bearded || draw.chance(0.45F) ? (kind < 0.12F   ? HairStyle::bald
                                                : kind < 0.32F ? HairStyle::receding
                                                : kind < 0.75F ? HairStyle::short_hair
                                                               : HairStyle::side_part)
                                             : (kind < 0.2F   ? HairStyle::short_hair
                                                : kind < 0.4F ? HairStyle::side_part
                                                : kind < 0.6F ? HairStyle::fringe
                                                              : HairStyle::long_hair);
  const bool dark = draw.chance(0.35F + 0.65F * std::min(1.0F, 2 * melanin));
  const Colour young = dark ? mix(colour(hairs[0]), colour(hairs[2]), draw.uniform()) : colour(draw.one_of(hairs));
  const bool grey = draw.chance(0.7F * age * age);
  hair.colour = grey ? mix(young, colour(draw.one_of(greys)), draw.uniform(0.4F, 1)) : young;
  hair.line = draw.about(-1.08F, 0.13F, -1.4F, -0.8F);
  hair.volume = draw.about(0.14F, 0.07F, 0.04F, 0.36F);
  hair.parting = draw.uniform(-0.7F, 0.7F);
  hair.waves = draw.uniform();
  return hair;
}

}  // namespace

Colour srgb(float r, float g, float b) noexcept {
  const auto linear = [](float v) { return std::pow(v / 255, 2.2F); };
  return {linear(r), linear(g), linear(b)};
}

Face make_face(std::uint64_t seed, const FaceOptions& options) {
  Draw draw(seed, options.variety);
  Face f{};
  f.seed = seed;
  f.head = {.half_width = draw.about(1.12F, 0.1F, 0.88F, 1.4F),
            .skull = draw.about(1.68F, 0.11F, 1.4F, 2.0F),
            .chin = draw.about(1.84F, 0.16F, 1.5F, 2.3F),
            .jaw_power = draw.about(2.4F, 0.65F, 1.5F, 4.2F),
            .jaw_roundness = draw.about(1.8F, 0.35F, 1.2F, 2.8F),
            .depth = draw.about(1.3F, 0.09F, 1.1F, 1.55F),
            .cheekbones = draw.about(0.08F, 0.05F, -0.02F, 0.2F),
            .chin_size = draw.about(0.1F, 0.06F, 0, 0.24F),
            .chin_cleft = draw.chance(0.2F) ? draw.uniform(0.02F, 0.06F) : 0,
            .temples = draw.about(0.05F, 0.04F, 0, 0.15F)};
  f.eyes = {.half_distance = draw.about(0.5F, 0.06F, 0.36F, 0.66F),
            .y = draw.about(0, 0.06F, -0.15F, 0.15F),
            .half_width = draw.about(0.23F, 0.034F, 0.16F, 0.32F),
            .opening = draw.about(0.1F, 0.032F, 0.045F, 0.18F),
            .lower_opening = draw.about(0.062F, 0.018F, 0.025F, 0.11F),
            .slant = draw.about(0.03F, 0.12F, -0.28F, 0.32F),
            .depth = draw.about(0.15F, 0.06F, 0.03F, 0.3F),
            .crease = draw.about(0.07F, 0.045F, 0, 0.17F),
            .lashes = draw.uniform(0.016F, 0.04F),
            .bags = draw.uniform(),
            .iris = {}};
  f.brows = {.y = draw.about(-0.33F, 0.07F, -0.52F, -0.19F),
             .inner = draw.about(0.19F, 0.07F, 0.03F, 0.34F),
             .outer = draw.about(0.84F, 0.08F, 0.64F, 1.02F),
             .thickness = draw.about(0.058F, 0.026F, 0.016F, 0.125F),
             .arch = draw.about(0.06F, 0.05F, -0.05F, 0.2F),
             .slant = draw.about(0, 0.08F, -0.2F, 0.2F),
             .density = draw.uniform(0.6F, 1)};
  f.nose = {.tip = draw.about(0.57F, 0.08F, 0.38F, 0.78F),
            .base = 0,
            .half_width = draw.about(0.27F, 0.06F, 0.15F, 0.44F),
            .bridge_width = draw.about(0.13F, 0.04F, 0.06F, 0.25F),
            .bridge_height = draw.about(0.18F, 0.06F, 0.04F, 0.34F),
            .height = draw.about(0.43F, 0.1F, 0.22F, 0.7F),
            .hump = draw.about(0.01F, 0.04F, -0.08F, 0.11F),
            .bend = draw.about(0, 0.025F, -0.07F, 0.07F)};
  f.nose.base = f.nose.tip + draw.about(0.15F, 0.025F, 0.09F, 0.22F);
  f.mouth = {.y = f.nose.base + draw.about(0.37F, 0.065F, 0.24F, 0.54F),
             .half_width = draw.about(0.39F, 0.075F, 0.23F, 0.58F),
             .upper = draw.about(0.085F, 0.038F, 0.018F, 0.19F),
             .lower = draw.about(0.12F, 0.045F, 0.03F, 0.25F),
             .curve = draw.about(0, 0.035F, -0.09F, 0.08F),
             .bow = draw.uniform(0.05F, 0.45F),
             .lips = {}};
  f.head.chin = std::max(f.head.chin, f.mouth.y + f.mouth.lower + 0.36F);

  const float melanin = options.melanin ? static_cast<float>(*options.melanin) : std::pow(draw.uniform(), 1.2F);
  f.skin = {.colour = along(skins, melanin),
            .redness = draw.uniform(0, 1) * (1 - 0.7F * melanin),
            .freckles = draw.chance(0.25F) ? draw.uniform() * (1 - melanin) : 0,
            .age = draw.uniform(),
            .shine = draw.uniform(0.02F, 0.14F),
            .blotches = draw.uniform(0.03F, 0.1F)};
  f.skin.colour = f.skin.colour * Colour{draw.uniform(0.93F, 1.07F), 1, draw.uniform(0.86F, 1.12F)};
  f.mouth.lips =
      mix(f.skin.colour * Colour{0.92F, 0.62F, 0.6F}, srgb(190, 60, 70), draw.uniform(0, 0.45F) * (1 - 0.6F * melanin));
  f.eyes.iris =
      draw.chance(0.25F + melanin) ? along({irises[0], irises[1]}, draw.uniform()) : colour(draw.one_of(irises));

  const bool bearded = options.beard.value_or(draw.chance(0.25F));
  if (bearded) {
    f.beard = {.moustache = draw.chance(0.8F) ? draw.uniform(0.3F, 1) : 0,
               .chin = draw.uniform(0.2F, 1),
               .cheeks = draw.chance(0.6F) ? draw.uniform(0.2F, 1) : 0};
  } else if (draw.chance(0.25F)) {
    const float stubble = draw.uniform(0.05F, 0.22F);
    f.beard = {stubble, stubble, stubble};
  }
  f.hair = draw_hair(draw, melanin, f.skin.age, bearded);

  f.glasses.worn = options.glasses.value_or(draw.chance(0.2F));
  f.glasses.half_width = draw.uniform(0.33F, 0.43F);
  f.glasses.half_height = draw.uniform(0.2F, 0.34F);
  f.glasses.power = draw.uniform(2, 5);
  f.glasses.thickness = draw.uniform(0.012F, 0.045F);
  f.glasses.colour = draw.chance(0.6F) ? srgb(24, 22, 24) : draw.chance(0.5F) ? srgb(96, 52, 28) : srgb(140, 140, 150);

  for (auto& mole : f.moles)
    mole = {draw.uniform(-0.95F, 0.95F), draw.uniform(-0.9F, 1.7F), draw.uniform(0.012F, 0.034F),
            draw.chance(0.45F) ? draw.uniform(0.3F, 0.85F) : 0};
  f.asymmetry = {draw.about(0, 0.014F, -0.04F, 0.04F), draw.about(0, 0.018F, -0.05F, 0.05F)};
  return f;
}

}  // namespace limen::face::synthesis
