// What is wrong with a fingerprint sample, as a set of bits and in words.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace limen::fingerprint {

/// Bits of Template::quality_flaws. Values are stored in templates: never renumber.
enum class Flaw : std::uint16_t {
  too_small = 1U << 0,         ///< little skin in the image
  too_dry = 1U << 1,           ///< broken, pale ridges
  too_wet = 1U << 2,           ///< valleys filled, ridges run together
  low_contrast = 1U << 3,      ///< ridges hardly differ from valleys
  wrong_resolution = 1U << 4,  ///< the ridge period is no finger's at the stated resolution
  few_minutiae = 1U << 5,      ///< too few reliable minutiae
  unclear_ridges = 1U << 6,    ///< large parts without a clear ridge flow
  cut_off = 1U << 7,           ///< the print runs out of the image
  inverted = 1U << 8,          ///< ridges were lighter than valleys and were turned; harmless
};

inline constexpr std::array<Flaw, 9> flaws{Flaw::too_small,      Flaw::too_dry,          Flaw::too_wet,
                                           Flaw::low_contrast,   Flaw::wrong_resolution, Flaw::few_minutiae,
                                           Flaw::unclear_ridges, Flaw::cut_off,          Flaw::inverted};
/// Every bit that has a meaning.
inline constexpr std::uint16_t known_flaws = 0x01FF;

constexpr bool has(std::uint16_t set, Flaw flaw) noexcept { return (set & static_cast<std::uint16_t>(flaw)) != 0; }
constexpr std::uint16_t with(std::uint16_t set, Flaw flaw) noexcept {
  return static_cast<std::uint16_t>(set | static_cast<std::uint16_t>(flaw));
}

/// Stable spelling (`"too_dry"`) for machines, and words for people (`"too dry: ridges are broken"`).
std::string_view to_string(Flaw flaw) noexcept;
std::string_view words(Flaw flaw) noexcept;

}  // namespace limen::fingerprint
