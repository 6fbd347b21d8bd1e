// Who a procedural face is: every number that its captures share.
#pragma once

#include <array>
#include <cstdint>

#include "limen/face/synthesise.hpp"

namespace limen::face::synthesis {

/// Linear light, 0 to 1.
struct Colour {
  float r = 0, g = 0, b = 0;
  friend constexpr Colour operator*(Colour c, float f) noexcept { return {c.r * f, c.g * f, c.b * f}; }
  friend constexpr Colour operator*(Colour x, Colour y) noexcept { return {x.r * y.r, x.g * y.g, x.b * y.b}; }
  friend constexpr Colour operator+(Colour x, Colour y) noexcept { return {x.r + y.r, x.g + y.g, x.b + y.b}; }
};
constexpr Colour mix(Colour a, Colour b, float t) noexcept { return a * (1 - t) + b * t; }
/// Of 8-bit sRGB values.
Colour srgb(float r, float g, float b) noexcept;

enum class HairStyle : std::uint8_t { bald, receding, short_hair, side_part, fringe, long_hair };

/// Lengths in mean inter-eye distances (about 63 mm); x to the right of the image, y down, origin between the eyes of
/// the average face; angles in radians.
struct Face {
  std::uint64_t seed = 0;

  struct Head {
    float half_width, skull, chin, jaw_power, jaw_roundness, depth, cheekbones, chin_size, chin_cleft, temples;
  } head;
  struct Eyes {
    float half_distance, y, half_width, opening, lower_opening, slant, depth, crease, lashes, bags;
    Colour iris;
  } eyes;
  struct Brows {
    float y, inner, outer, thickness, arch, slant, density;
  } brows;
  struct Nose {
    float tip, base, half_width, bridge_width, bridge_height, height, hump, bend;
  } nose;
  struct Mouth {
    float y, half_width, upper, lower, curve, bow;
    Colour lips;
  } mouth;
  struct Skin {
    Colour colour;
    float redness, freckles, age, shine, blotches;
  } skin;
  struct Hair {
    HairStyle style;
    Colour colour;
    float line, volume, parting, waves;
  } hair;
  struct Beard {
    float moustache, chin, cheeks;  // densities, 0 to 1
  } beard;
  struct Glasses {
    bool worn;
    float half_width, half_height, power, thickness;
    Colour colour;
  } glasses;
  struct Mole {
    float x, y, radius, strength;
  };
  std::array<Mole, 7> moles;
  std::array<float, 2> asymmetry;  // eyes' height, mouth's shift
};

/// Precondition: checked options.
Face make_face(std::uint64_t seed, const FaceOptions& options);

}  // namespace limen::face::synthesis
