#include "fingerprint/search_form.hpp"

#include <algorithm>
#include <cmath>

#include "fingerprint/projection.hpp"

namespace limen::fingerprint {
namespace {

constexpr float length = 330;  // of a descriptor: few components reach 127
constexpr float orientation_share = 0.1F;
constexpr float direction_length = 100;

std::int32_t rounded(float value) noexcept {
  return static_cast<std::int32_t>(std::clamp(value + (value < 0 ? -0.5F : 0.5F), -127.0F, 127.0F));
}

/// Whitens the leading components and scales them to a common length; all 0 if they are.
template <std::size_t n, class Values, class Factors>
void put_whitened(const Values& values, const Factors& factors, float scale, std::int8_t* out) noexcept {
  std::array<float, n> white;
  float square = 0;
  for (std::size_t k = 0; k < n; ++k) {
    white[k] = static_cast<float>(values[k]) * factors[k];
    square += white[k] * white[k];
  }
  const float factor = square > 0 ? scale / std::sqrt(square) : 0;
  std::array<std::int32_t, n> numbers;  // narrowed afterwards, so that this loop fills registers
  for (std::size_t k = 0; k < n; ++k) numbers[k] = rounded(white[k] * factor);
  for (std::size_t k = 0; k < n; ++k) out[k] = static_cast<std::int8_t>(numbers[k]);
}

SearchDescriptor describe(const Prepared& finger, const Projection& projection, std::size_t i) noexcept {
  SearchDescriptor made{};
  if (finger.has_map)
    put_whitened<orientation_part>(projection.orientation, whitening.orientation, length * std::sqrt(orientation_share),
                                   made.data());
  put_whitened<neighbourhood_part>(projection.neighbourhood, whitening.neighbourhood,
                                   length * std::sqrt(1 - orientation_share), made.data() + orientation_part);
  made[search_descriptor_size - 2] = static_cast<std::int8_t>(rounded(direction_length * cosine(finger.turn[i])));
  made[search_descriptor_size - 1] = static_cast<std::int8_t>(rounded(direction_length * sine(finger.turn[i])));
  return made;
}

std::int16_t pixel(float value) noexcept { return static_cast<std::int16_t>(value + 0.5F); }

}  // namespace

SearchForm::SearchForm(const Prepared& finger) noexcept {
  if (finger.count < comparison::min_minutiae) return;
  count = std::min(static_cast<std::size_t>(finger.count), form_minutiae);
  Descriptors unpacked;
  unpack_orientations(finger, unpacked);
  for (std::size_t i = 0; i < count; ++i) {
    const Projection projection = project(finger, unpacked, i);
    codes[i] = code_of(finger, i, projection);
    descriptors[i] = describe(finger, projection, i);
    int sum = 0;
    for (const auto component : descriptors[i]) sum += component;
    sums[i] = static_cast<std::int16_t>(sum);
    spots[i] = {pixel(finger.x[i]), pixel(finger.y[i])};
    turns[i] = finger.turn[i];
  }
  for (std::size_t i = count; i < form_minutiae; ++i) {  // a likeness found twice is no greater
    codes[i] = codes[i - count];
    descriptors[i] = descriptors[i - count];
    sums[i] = sums[i - count];
  }
}

BinaryCode without_orientation(BinaryCode code) noexcept {
  code.bits[0] &= ~((std::uint64_t{1} << Projection::orientations) - 1);
  return code;
}

void drop_orientation(SearchDescriptor& descriptor) noexcept {
  std::fill_n(descriptor.begin(), orientation_part, std::int8_t{0});
}

}  // namespace limen::fingerprint
