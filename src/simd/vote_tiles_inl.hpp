// descriptor_votes by matrix tiles (tiles_inl.hpp): sixteen descriptors of a reference are the rows of a product, the
// probe's are its columns and stay in four registers. What it reads comes from memory; that is its limit.
#pragma once

namespace limen::simd {
namespace {

/// Registers: 0 and 1 the sums of half of the probe each; 2 and 3 the first 64 dimensions of the reference, and the
/// rest; 4 and 5 the same dimensions of the probe's as 2, 6 and 7 as 3. Precondition: n > 64.
LIMEN_INLINE TileShape vote_shape(std::size_t n) {
  const std::size_t rest = n - chunk;
  TileShape shape;
  shape.bytes[3] = static_cast<std::uint16_t>(rest);
  shape.rows[6] = shape.rows[7] = static_cast<std::uint8_t>(rest / 4);
  return shape;
}

/// Keys of the best as descriptor_votes gives them, of the sums of all descriptors of a reference with half of the
/// probe.
LIMEN_INLINE void best_of_rows(const std::int32_t* sums, std::int32_t* keys) {
  constexpr auto tags = static_cast<std::int32_t>(vote_lanes);
  TileRow best = row_of(sums, 0) * tags + (tags - 1);
  for (std::size_t r = 1; r < vote_lanes; ++r) {
    const TileRow key = row_of(sums, r) * tags + (tags - 1 - static_cast<std::int32_t>(r));
    best = key > best ? key : best;
  }
  __builtin_memcpy(keys, &best, sizeof best);
}

/// The sums of a reference's descriptors with the probe's: those with its first sixteen, then those with the others.
struct VoteSums {
  static constexpr std::size_t half = vote_lanes * tile_side;
  alignas(64) std::int32_t of[2 * half];

  template <class Tiles>
  LIMEN_INLINE void make(Tiles& tiles, const std::int8_t* codes, std::size_t n, const std::int8_t* next) {
    for (std::size_t first = 0; first < vote_lanes; first += tile_side) {
      const std::int8_t* const rows = codes + first * n;
      ask_for(next + first * n, tile_side * n);
      tiles.template clear<0>();
      tiles.template clear<1>();
      tiles.template load<2>(rows, n);
      tiles.template multiply_signed<0, 2, 4>();
      tiles.template multiply_signed<1, 2, 5>();
      tiles.template load<3>(rows + chunk, n);
      tiles.template multiply_signed<0, 3, 6>();
      tiles.template multiply_signed<1, 3, 7>();
      tiles.template store<0>(of + first * tile_side);
      tiles.template store<1>(of + half + first * tile_side);
    }
  }
  LIMEN_INLINE void best_keys(std::int32_t* keys) const {
    best_of_rows(of, keys);
    best_of_rows(of + half, keys + tile_side);
  }
};

/// Precondition: as vote_shape.
template <class Tiles>
LIMEN_INLINE void vote_tiles(const DescriptorScan& scan, std::uint32_t* votes, std::int32_t* keys) {
  constexpr std::size_t step = 4 * vote_lanes, half = 4 * tile_side, rest = chunk / 4 * step;
  alignas(64) std::uint8_t probe[128 * vote_lanes];
  for (std::size_t i = 0; i < scan.n * vote_lanes; ++i) probe[i] = scan.probe[i] ^ 0x80U;  // signed
  const TileShape shape = vote_shape(scan.n);
  Tiles tiles(shape);
  tiles.template load<4>(probe, step);
  tiles.template load<5>(probe + half, step);
  tiles.template load<6>(probe + rest, step);
  tiles.template load<7>(probe + rest + half, step);
  VoteSums sums[2];
  std::int32_t own[vote_lanes];
  const auto codes = [&](std::size_t k) { return scan.references + scan.rows[k] * scan.stride; };
  const auto vote = [&](std::size_t k) {
    std::int32_t* const to = keys != nullptr ? keys + k * vote_lanes : own;
    sums[k % 2].best_keys(to);
    votes[k] = votes_of(scan, to);
  };
  for (std::size_t k = 0; k < scan.size; ++k) {  // the reference before votes while this one's sums are made
    sums[k % 2].make(tiles, codes(k), scan.n, codes(k + 1 < scan.size ? k + 1 : k));
    if (k > 0) vote(k - 1);
  }
  if (scan.size > 0) vote(scan.size - 1);
  forget(probe);
}

}  // namespace
}  // namespace limen::simd
