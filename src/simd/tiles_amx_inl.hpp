// The matrix tiles of Intel's AMX for scan_tiles: signed probes times unsigned references.
#pragma once

#if defined(__AMX_INT8__)

namespace limen::simd {
namespace {

struct alignas(64) TileShape {  // Intel SDM vol. 1, 18.2: palette 1; bytes of a row and rows of each tile
  std::uint8_t palette = 1, start = 0, reserved[14] = {};
  std::uint16_t bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
  std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};
constexpr TileShape tile_shape;  // constant memory: GCC does not know that LDTILECFG reads more than 8 bytes of it

class AmxTiles {
 public:
  LIMEN_INLINE AmxTiles() { _tile_loadconfig(&tile_shape); }
  LIMEN_INLINE ~AmxTiles() { _tile_release(); }
  AmxTiles(const AmxTiles&) = delete;
  AmxTiles& operator=(const AmxTiles&) = delete;

  LIMEN_INLINE void clear() {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
  }
  LIMEN_INLINE void multiply(const std::int8_t* probes, std::size_t stride, const std::uint8_t* references) {
    _tile_loadd(4, probes, stride);
    _tile_loadd(5, references, panel_step);
    _tile_dpbsud(0, 4, 5);
    _tile_loadd(6, references + 4 * tile_side, panel_step);
    _tile_dpbsud(1, 4, 6);
    _tile_loadd(7, references + 8 * tile_side, panel_step);
    _tile_dpbsud(2, 4, 7);
    _tile_loadd(5, references + 12 * tile_side, panel_step);
    _tile_dpbsud(3, 4, 5);
  }
  LIMEN_INLINE void store(std::int32_t* sums) {
    constexpr std::size_t tile = tile_side * tile_side, stride = tile_side * sizeof(std::int32_t);
    _tile_stored(0, sums, stride);
    _tile_stored(1, sums + tile, stride);
    _tile_stored(2, sums + 2 * tile, stride);
    _tile_stored(3, sums + 3 * tile, stride);
  }
};

}  // namespace
}  // namespace limen::simd

#endif
