// Binary codes of minutiae: the signs of their projected descriptors.
#include <cstdint>

#include "fingerprint/descriptor.hpp"
#include "fingerprint/projection.hpp"

namespace limen::fingerprint {
namespace {

constexpr std::size_t direction_bits = 16;
static_assert(Projection::orientations + Projection::neighbourhoods + direction_bits == 128);

void set(BinaryCode& code, std::size_t bit) { code.bits[bit / 64] |= std::uint64_t{1} << (bit % 64); }

}  // namespace

BinaryCode code_of(const Prepared& finger, std::size_t i, const Projection& projection) noexcept {
  BinaryCode code{};
  std::size_t bit = 0;
  for (const auto value : projection.orientation) {
    if (finger.has_map && value > 0) set(code, bit);
    ++bit;
  }
  for (const auto value : projection.neighbourhood) {
    if (value > 0) set(code, bit);
    ++bit;
  }
  // Sixteen half circles, each a sixteenth of a turn on: directions that differ by n sixteenths differ in 2n of these
  // bits, a soft gate on rotation inside the distance.
  for (std::size_t k = 0; k < direction_bits; ++k)
    if (static_cast<Turn>(16 * k - finger.turn[i]) < 128) set(code, bit + k);
  return code;
}

}  // namespace limen::fingerprint
