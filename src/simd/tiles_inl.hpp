// What kernels that use a matrix unit say to it. The unit is behind `Tiles`, so that an emulated one tests them on
// machines without it.
//
// Tiles has eight registers of up to 16 rows of 64 bytes, and while an object lives it owns the unit:
//   Tiles(shape)                    says how large each register is
//   clear<t>()                      zeroes register t
//   load<t>(rows, stride)           its rows, `stride` bytes apart
//   load_once<t>(rows, stride)      the same of what is not wanted again soon: the first cache is kept for the rest
//   multiply<c, a, b>()             adds to the int32 sums of c those of bytes' products: row i of a, signed, by column
//                                   j of b, unsigned, where b's rows hold four dimensions of all columns
//   multiply_signed<c, a, b>()      the same, both signed
//   store<c>(sums)                  int32 of 16 rows of 16
#pragma once

namespace limen::simd {
namespace {

constexpr std::size_t tile_side = probes_together, tile_bytes = 1024;

struct alignas(64) TileShape {  // Intel SDM vol. 1, 18.2: palette 1; bytes of a row and rows of each register
  std::uint8_t palette = 1, start = 0, reserved[14] = {};
  std::uint16_t bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
  std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};

/// A row of sums.
typedef std::int32_t TileRow __attribute__((vector_size(tile_side * sizeof(std::int32_t)), may_alias));

LIMEN_INLINE const TileRow& row_of(const std::int32_t* sums, std::size_t row) {
  return reinterpret_cast<const TileRow*>(sums)[row];
}

}  // namespace
}  // namespace limen::simd
