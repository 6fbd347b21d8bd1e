// A probe as the cheap stages of a search read it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "fingerprint/search_form.hpp"

namespace limen::fingerprint {

/// From when on a likeness counts, for each minutia, and how much: beside the likeness that it finds by chance
/// (background.hpp), in standard deviations.
struct Limits {
  std::array<std::int32_t, form_minutiae> offsets{}, weights{};  ///< of codes, as simd::CodeScan has them
  std::array<std::int32_t, form_minutiae> floors{}, slopes{};    ///< of descriptors, as simd::DescriptorScan has them
  std::array<float, form_minutiae> mean{}, per_sd{};             ///< of descriptors: chance, and 1/its spread
};

/// How far from where a motion takes a minutia another may lie, px: by its distance from the point that the motion is
/// known at. As the factor that makes a square of px a share of what is allowed, squared.
inline float search_scale(float distance) noexcept {
  const float allowed = 10 + 0.16F * distance;
  return 1 / (allowed * allowed);
}
/// The same from each minutia to each other.
using Reaches = std::array<std::array<float, form_minutiae>, form_minutiae>;

/// All its numbers follow from the probe alone. Wiped when destroyed.
struct SearchProbe {
  SearchForm form;
  std::array<std::uint64_t, 2 * simd::code_lanes> codes{};                         ///< as CodeScan reads them
  std::array<std::uint8_t, form_minutiae * search_descriptor_size> descriptors{};  ///< as DescriptorScan reads them
  std::array<Limits, 2> limits;  ///< against references without and with ridge maps
  Reaches reaches;

  /// `kinds`: against which references it will be asked, as in `limits`.
  explicit SearchProbe(const Prepared& finger, std::array<bool, 2> kinds = {true, true});
  SearchProbe(const SearchProbe&) = delete;
  SearchProbe& operator=(const SearchProbe&) = delete;
  ~SearchProbe();
};

}  // namespace limen::fingerprint
