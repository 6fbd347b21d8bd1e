// Binary codes of minutiae: the signs of their projected descriptors.
#include <array>
#include <cstdint>

#include "limen/simd/target.hpp"

#include "fingerprint/descriptor.hpp"

namespace limen::fingerprint {
namespace {

#include "fingerprint/code_projection.inc"

constexpr std::size_t orientation_bits = std::size(orientation_thresholds);
constexpr std::size_t neighbourhood_bits = std::size(neighbourhood_thresholds);
constexpr std::size_t direction_bits = 16;
static_assert(orientation_bits + neighbourhood_bits + direction_bits == 128);

void set(Block::Code& code, std::size_t bit) { code.bits[bit / 64] |= std::uint64_t{1} << (bit % 64); }

}  // namespace

void encode(Prepared& finger) {
  const auto count = static_cast<std::size_t>(finger.count);
  const auto& kernels = simd::active();
  finger.codes.assign(count, Block::Code{});
  Descriptors descriptors;
  unpack_orientations(finger, descriptors);
  unpack_neighbourhoods(finger, descriptors);
  for (std::size_t i = 0; i < count; ++i) {
    Block::Code& code = finger.codes[i];
    std::array<std::int32_t, orientation_bits> orientation;
    kernels.dot_i8_rows(descriptors.orientations[i].data(), orientation_projection[0].data(), orientation_size,
                        orientation_size, orientation_bits, orientation.data());
    for (std::size_t k = 0; k < orientation_bits; ++k)
      if (orientation[k] > orientation_thresholds[k]) set(code, k);
    std::array<std::int32_t, neighbourhood_bits> neighbourhood;
    kernels.dot_i8_rows(descriptors.neighbourhoods[i].data(), neighbourhood_projection[0].data(), neighbourhood_size,
                        neighbourhood_size, neighbourhood_bits, neighbourhood.data());
    for (std::size_t k = 0; k < neighbourhood_bits; ++k)
      if (neighbourhood[k] > neighbourhood_thresholds[k]) set(code, orientation_bits + k);
    // Sixteen half circles, each a sixteenth of a turn on: directions that differ by n sixteenths differ in 2n of these
    // bits, a soft gate on rotation inside the distance.
    for (std::size_t k = 0; k < direction_bits; ++k)
      if (static_cast<Turn>(16 * k - finger.turn[i]) < 128) set(code, orientation_bits + neighbourhood_bits + k);
  }
}

}  // namespace limen::fingerprint
