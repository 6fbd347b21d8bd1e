// Binary codes of minutiae: the signs of their projected descriptors.
#include <cstdint>

#include "fingerprint/descriptor.hpp"
#include "fingerprint/projection.hpp"

namespace limen::fingerprint {
namespace {

constexpr std::size_t direction_bits = 16;
static_assert(Projection::orientations + Projection::neighbourhoods + direction_bits == 128);

/// No branch: each is as likely as not.
void put(BinaryCode& code, std::size_t bit, bool value) {
  code.bits[bit / 64] |= static_cast<std::uint64_t>(value) << (bit % 64);
}

}  // namespace

BinaryCode code_of(const Prepared& finger, std::size_t i, const Projection& projection) noexcept {
  BinaryCode code{};
  std::size_t bit = 0;
  for (const auto value : projection.orientation) put(code, bit++, finger.has_map && value > 0);
  for (const auto value : projection.neighbourhood) put(code, bit++, value > 0);
  // Sixteen half circles, each a sixteenth of a turn on: directions that differ by n sixteenths differ in 2n of these
  // bits, a soft gate on rotation inside the distance.
  for (std::size_t k = 0; k < direction_bits; ++k) put(code, bit + k, static_cast<Turn>(16 * k - finger.turn[i]) < 128);
  return code;
}

}  // namespace limen::fingerprint
