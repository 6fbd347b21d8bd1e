#include "fingerprint/search_probe.hpp"

#include <algorithm>
#include <cmath>

#include "limen/core/bytes.hpp"

#include "fingerprint/background.hpp"

namespace limen::fingerprint {
namespace {

constexpr double counts_from = 2;                    // standard deviations above chance: less is noise
constexpr double code_unit = 4096;                   // of codes' votes, a standard deviation
constexpr double descriptor_unit = 1024 * 16 * 256;  // of descriptors' votes, after the kernel's shifts: 1024
constexpr double least_code_sd = 1, least_descriptor_sd = 1000;  // of a minutia that finds nothing at all

std::int32_t nearest_whole(double value) noexcept { return static_cast<std::int32_t>(std::lround(value)); }

Limits limits_of(const SearchForm& form, bool orientation) noexcept {
  Limits limits;
  const auto of_codes = chances_of(form.codes, orientation);
  for (std::size_t i = 0; i < form.count; ++i) {
    const double code_sd = std::max(of_codes[i].sd, least_code_sd), weight = std::round(code_unit / code_sd);
    limits.weights[i] = nearest_whole(weight);
    limits.offsets[i] = nearest_whole(weight * (-of_codes[i].mean - counts_from * code_sd));
    const auto descriptor = chance_of(form.descriptors[i], orientation);
    const double sd = std::max(descriptor.sd, least_descriptor_sd);
    limits.slopes[i] = nearest_whole(descriptor_unit / sd);
    limits.floors[i] = nearest_whole(descriptor.mean + counts_from * sd);
    limits.mean[i] = static_cast<float>(descriptor.mean);
    limits.per_sd[i] = static_cast<float>(1 / sd);
  }
  return limits;
}

}  // namespace

SearchProbe::SearchProbe(const Prepared& finger, std::array<bool, 2> kinds) : form(finger) {
  std::ranges::fill(descriptors, std::uint8_t{128});
  for (std::size_t i = 0; i < form.count; ++i) {
    if (i < simd::code_lanes) {
      codes[i] = form.codes[i].bits[0];
      codes[simd::code_lanes + i] = form.codes[i].bits[1];
    }
    for (std::size_t d = 0; d < search_descriptor_size; ++d)
      descriptors[d / 4 * 4 * form_minutiae + 4 * i + d % 4] = static_cast<std::uint8_t>(form.descriptors[i][d] + 128);
  }
  for (std::size_t kind = 0; kind < kinds.size(); ++kind)
    if (kinds[kind]) limits[kind] = limits_of(form, kind == 1);
  for (std::size_t i = 0; i < form_minutiae; ++i)
    for (std::size_t k = 0; k < form_minutiae; ++k) {
      const auto x = static_cast<float>(form.spots[i].x - form.spots[k].x);
      const auto y = static_cast<float>(form.spots[i].y - form.spots[k].y);
      reaches[i][k] = search_scale(std::sqrt(x * x + y * y));
    }
}

SearchProbe::~SearchProbe() {
  secure_wipe(&form, sizeof form);
  secure_wipe(codes.data(), sizeof codes);
  secure_wipe(descriptors.data(), sizeof descriptors);
  secure_wipe(limits.data(), sizeof limits);
  secure_wipe(reaches.data(), sizeof reaches);
}

}  // namespace limen::fingerprint
