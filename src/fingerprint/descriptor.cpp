#include "fingerprint/descriptor.hpp"

#include <cstring>

#include "fingerprint/angle.hpp"

namespace limen::fingerprint {
namespace {

/// The two points that a packed byte holds.
struct TwoPoints {
  std::array<std::int8_t, 4> numbers{};  // cosine, sine, cosine, sine
  std::uint8_t valid = 0;                // two bits
};

constexpr std::int8_t rounded(float value) { return static_cast<std::int8_t>(value < 0 ? value - 0.5F : value + 0.5F); }

constexpr auto two_points = [] {
  std::array<TwoPoints, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte)
    for (std::size_t k = 0; k < 2; ++k) {
      const std::size_t code = (byte >> (4 * k)) & 15;
      if (code == 0) continue;
      const auto angle = static_cast<Turn>((256 * (code - 1) + orientation_levels / 2) / orientation_levels);
      table[byte].numbers[2 * k] = rounded(orientation_scale * cosine(angle));
      table[byte].numbers[2 * k + 1] = rounded(orientation_scale * sine(angle));
      table[byte].valid = static_cast<std::uint8_t>(table[byte].valid | 1U << k);
    }
  return table;
}();

}  // namespace

void unpack_orientations(const Prepared& finger, Descriptors& out) noexcept {
  constexpr std::size_t half = 32;  // packed bytes whose points fill one word of a mask
  const std::uint8_t* packed = finger.orientations.data();
  for (std::size_t i = 0; i < static_cast<std::size_t>(finger.count); ++i, packed += packed_orientation_size) {
    std::uint64_t words[2] = {0, 0};
    for (std::size_t k = 0; k < packed_orientation_size; ++k) {
      const TwoPoints& points = two_points[packed[k]];
      std::memcpy(out.orientations[i].data() + 4 * k, points.numbers.data(), 4);
      words[k / half] |= std::uint64_t{points.valid} << (2 * (k % half));
    }
    out.masks[i] = {{words[0], words[1]}};
  }
}

void unpack_neighbourhoods(const Prepared& finger, Descriptors& out) noexcept {
  const std::uint8_t* packed = finger.neighbourhoods.data();
  for (std::size_t i = 0; i < static_cast<std::size_t>(finger.count); ++i, packed += packed_neighbourhood_size) {
    std::int8_t* numbers = out.neighbourhoods[i].data();
    for (std::size_t k = 0; k < packed_neighbourhood_size; ++k) {
      numbers[k] = static_cast<std::int8_t>(neighbourhood_step * ((packed[k] & 15) - 8));
      numbers[packed_neighbourhood_size + k] = static_cast<std::int8_t>(neighbourhood_step * ((packed[k] >> 4) - 8));
    }
  }
}

}  // namespace limen::fingerprint
