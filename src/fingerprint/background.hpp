// Minutiae of generated fingers, fixed and shipped: what a minutia of a probe finds in a finger of somebody else. Being
// fixed, no reference, visible or not, changes the score of another.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "fingerprint/search_form.hpp"

namespace limen::fingerprint {

struct Background {
  static constexpr std::size_t codes = 2048, descriptors = 1024;
};

/// The largest of the values that a minutia finds among form_minutiae of somebody else: its mean and its spread.
struct Chance {
  double mean = 0;
  double sd = 0;
};

/// Of −(distance of each code to a background code). `orientation` false: as if the background had no ridge maps.
std::array<Chance, form_minutiae> chances_of(const std::array<BinaryCode, form_minutiae>& codes,
                                             bool orientation) noexcept;
/// Of the inner product with a background descriptor.
Chance chance_of(const SearchDescriptor& descriptor, bool orientation) noexcept;

}  // namespace limen::fingerprint
