// The probes of a search: of unit length, and as int8 codes with what these lose.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "limen/detail/search/column.hpp"
#include "limen/search/panels.hpp"

namespace limen::search {

struct ProbeCodes {
  /// `vectors`: count × dimension with these squares of their lengths, finite and not 0. Codes are `padded` long.
  ProbeCodes(std::span<const float> vectors, std::span<const double> squares, std::size_t dimension,
             std::size_t padded);

  std::size_t size() const noexcept { return encoded.size(); }
  const float* unit(std::size_t p) const noexcept { return units.data() + p * dimension; }
  /// Of the group that begins with probe p, a multiple of simd::probes_together.
  const std::int8_t* group(std::size_t p) const noexcept { return codes.data() + p * padded; }

  std::size_t dimension, padded;
  Column<float> units;
  Column<std::int8_t> codes;       ///< simd::probes_together in a group
  std::vector<std::int32_t> sums;  ///< of the codes
  std::vector<Encoded> encoded;    ///< each probe has its own scale
};

}  // namespace limen::search
