// The same votes of descriptors by matrix tiles, of which scan_tiles_inl.hpp says what they do. Besides,
// multiply_32(vectors, stride, panel, step) adds the products of 64 dimensions of 32 vectors, `stride` bytes apart, and
// 32 of a panel, `step` bytes from four dimensions to the next; the sums are then int32[2 halves of the vectors][2 of
// the panel][16 vectors][16 of the panel].
#pragma once

namespace limen::simd {
namespace {

/// For 64 to 128 dimensions. The last 64 are read where they end, so that nothing behind a reference is read; those of
/// them that the first 64 have counted already are 0 in the panel.
template <class Tiles>
LIMEN_INLINE void descriptor_votes_tiles(const DescriptorScan& scan, std::uint32_t* votes, std::int32_t* keys) {
  constexpr std::size_t step = 4 * vote_lanes;  // bytes of four dimensions of all
  const std::size_t rest = scan.n - chunk, repeated = chunk - rest;
  alignas(64) std::uint8_t last[chunk * vote_lanes] = {};
  for (std::size_t i = repeated * vote_lanes; i < sizeof last; ++i) last[i] = scan.probe[rest * vote_lanes + i];

  alignas(64) std::int32_t sums[4 * tile_side * tile_side];
  std::int32_t own[vote_lanes];
  Tiles tiles;
  for (std::size_t k = 0; k < scan.size; ++k) {
    if (k + rows_ahead < scan.size)
      ask_for(scan.references + scan.rows[k + rows_ahead] * scan.stride, scan.n * vote_lanes);
    const std::size_t row = scan.rows[k];
    const std::int8_t* const codes = scan.references + row * scan.stride;
    tiles.clear();
    tiles.multiply_32(codes, scan.n, scan.probe, step);
    if (rest != 0) tiles.multiply_32(codes + rest, scan.n, last, step);
    tiles.store(sums);
    std::int32_t* const best = keys != nullptr ? keys + k * vote_lanes : own;
    for (std::size_t l = 0; l < vote_lanes; ++l) best[l] = INT32_MIN;
    for (std::size_t j = 0; j < vote_lanes; ++j) {
      const std::int32_t excess = 128 * scan.sums[row * vote_lanes + j], tag = static_cast<std::int32_t>(31 - j);
      const std::int32_t* const from = sums + j / tile_side * 2 * tile_side * tile_side + j % tile_side * tile_side;
      for (std::size_t half = 0; half < 2; ++half)
        for (std::size_t l = 0; l < tile_side; ++l) {
          const std::int32_t key = (from[half * tile_side * tile_side + l] - excess) * 32 + tag;
          std::int32_t& most = best[half * tile_side + l];
          most = key > most ? key : most;
        }
    }
    votes[k] = votes_of(scan, best);
  }
}

}  // namespace
}  // namespace limen::simd
