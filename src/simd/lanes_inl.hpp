// Sixteen floats that behave the same on every target. The compiler's vector type has the target's width; how the
// lanes are added does not depend on it, so every target gives the same bits.
#pragma once

namespace limen::simd {
namespace {

#if defined(__AVX512F__)
#define LIMEN_VECTOR_BYTES 64
#elif defined(__AVX__)
#define LIMEN_VECTOR_BYTES 32
#else
#define LIMEN_VECTOR_BYTES 16
#endif

constexpr std::size_t lanes = 16;
constexpr std::size_t lanes_a_part = LIMEN_VECTOR_BYTES / sizeof(float);
constexpr std::size_t parts = lanes / lanes_a_part;

typedef float Part __attribute__((vector_size(LIMEN_VECTOR_BYTES)));
typedef float LoosePart __attribute__((vector_size(LIMEN_VECTOR_BYTES), aligned(4), may_alias));
typedef float Quad __attribute__((vector_size(16)));

struct Lanes {
  Part part[parts];
};

#define LIMEN_EACH_PART(p) _Pragma("GCC unroll 4") for (std::size_t p = 0; p < parts; ++p)

LIMEN_INLINE Lanes zero_lanes() { return {}; }

LIMEN_INLINE Lanes all_lanes(float value) {
  Lanes r;
  LIMEN_EACH_PART(p) r.part[p] = value - Part{};
  return r;
}

LIMEN_INLINE Lanes load_lanes(const float* from) {
  Lanes r;
  LIMEN_EACH_PART(p) r.part[p] = *reinterpret_cast<const LoosePart*>(from + p * lanes_a_part);
  return r;
}

/// The first n < 16 values, then zeros.
LIMEN_INLINE Lanes load_some_lanes(const float* from, std::size_t n) {
  float padded[lanes] = {};
  for (std::size_t i = 0; i < n; ++i) padded[i] = from[i];
  return load_lanes(padded);
}

LIMEN_INLINE void store_lanes(float* to, const Lanes& values) {
  LIMEN_EACH_PART(p) * reinterpret_cast<LoosePart*>(to + p * lanes_a_part) = values.part[p];
}

/// sum + a·b, rounded twice.
LIMEN_INLINE Lanes add_product(const Lanes& sum, const Lanes& a, const Lanes& b) {
  Lanes r;
  LIMEN_EACH_PART(p) r.part[p] = sum.part[p] + a.part[p] * b.part[p];
  return r;
}

LIMEN_INLINE Lanes add_lanes(const Lanes& a, const Lanes& b) {
  Lanes r;
  LIMEN_EACH_PART(p) r.part[p] = a.part[p] + b.part[p];
  return r;
}

/// Lane l + lane l+8, then l + l+4, l + l+2, l + l+1.
LIMEN_INLINE float sum_of_lanes(const Lanes& values) {
  alignas(64) float flat[lanes];
  store_lanes(flat, values);
  Quad q[4];
  for (std::size_t i = 0; i < 4; ++i) q[i] = *reinterpret_cast<const Quad*>(flat + 4 * i);
  const Quad four = (q[0] + q[2]) + (q[1] + q[3]);
  return (four[0] + four[2]) + (four[1] + four[3]);
}

}  // namespace
}  // namespace limen::simd
