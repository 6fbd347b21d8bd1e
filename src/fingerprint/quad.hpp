// Four numbers side by side, which every machine's registers hold: loops over minutiae and points that the compiler
// does not find by itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace limen::fingerprint {

inline constexpr std::size_t quad_lanes = 4;
typedef float Quad __attribute__((vector_size(4 * quad_lanes)));
typedef std::int32_t Whole __attribute__((vector_size(4 * quad_lanes)));

typedef std::uint32_t Bits __attribute__((vector_size(4 * quad_lanes)));

inline Quad load_quad(const float* from) noexcept {
  Quad values;
  std::memcpy(&values, from, sizeof values);
  return values;
}
inline Whole load_whole(const std::int32_t* from) noexcept {
  Whole values;
  std::memcpy(&values, from, sizeof values);
  return values;
}
inline void store_quad(float* to, Quad values) noexcept { std::memcpy(to, &values, sizeof values); }

}  // namespace limen::fingerprint
