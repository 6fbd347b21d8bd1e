// The same panel by matrix tiles: 16 probes × 64 references × 64 dimensions at a time. What a tile unit does is behind
// `Tiles`, so that an emulated one tests this file on machines without it.
//
// Tiles: clear() zeroes the sums of 16 probes × 64 references; multiply(probes, stride, references) adds the products
// of 64 dimensions, of 16 probes `stride` bytes apart and all references of a panel; store(sums) writes
// int32[4 quarters of the panel][16 probes][16 references]. A Tiles object owns the unit while it lives.
//
// All of a panel's references at once: up to 512 dimensions a panel stays in the first cache while the probes pass.
#pragma once

namespace limen::simd {
namespace {

constexpr std::size_t tile_side = 16, tile_rows = panel_rows / tile_side, tile_sums = tile_rows * tile_side * tile_side;

typedef std::int32_t TileRow __attribute__((vector_size(tile_side * sizeof(std::int32_t)), may_alias));

/// Bit r: whether number r is negative.
LIMEN_INLINE std::uint64_t negative(const TileRow& row) {
#if defined(__AVX512DQ__)
  return _mm512_movepi32_mask(reinterpret_cast<const __m512i&>(row));
#else
  std::uint64_t bits = 0;
  for (std::size_t r = 0; r < tile_side; ++r) bits |= std::uint64_t{row[r] < 0} << r;
  return bits;
#endif
}

/// The sums of sixteen probes with a panel, and what they must exceed.
struct TileBlock {
  alignas(64) std::int32_t sums[tile_sums];
  std::int32_t below[tile_side];  // the largest sums that are no hits
  std::size_t probe;

  LIMEN_INLINE const TileRow& row(std::size_t quarter, std::size_t p) const {
    return *reinterpret_cast<const TileRow*>(sums + (quarter * tile_side + p) * tile_side);
  }

  /// Stored bytes are 128 too large: what that adds to a sum, 128 · Σ codes, goes into the limit instead. Inner
  /// products lie within ±2²⁷, so cutting the limits at ±2²⁸ changes no answer and nothing overflows.
  LIMEN_INLINE void limit(const PanelScan& scan, std::size_t first) {
    constexpr std::int32_t never = 1 << 28;
    probe = first;
    const std::size_t left = scan.count - first, count = left < tile_side ? left : tile_side;
    for (std::size_t p = 0; p < count; ++p) {
      const std::int32_t least = scan.least[first + p];
      below[p] = (least > never ? never : least < -never ? -never : least) - 1 + 128 * scan.sums[first + p];
    }
    for (std::size_t p = count; p < tile_side; ++p) below[p] = never + never / 2;
  }

  /// Most blocks have no hit and cost one test; in the others the four probes of a hit are looked at.
  LIMEN_INLINE Hit* report(const PanelScan& scan, Hit* hits) const {
    constexpr std::size_t together = 4;
    TileRow any[tile_side / together]{};
    unrolled<tile_side>(LIMEN_UNROLLED {
      for (std::size_t q = 0; q < tile_rows; ++q) any[i / together] |= below[i] - row(q, i);
    });
    if (__builtin_expect(negative((any[0] | any[1]) | (any[2] | any[3])) == 0, 1)) return hits;
    for (std::size_t p = 0; p < tile_side; ++p)
      if (negative(any[p / together]) != 0) hits = report_probe(scan, p, hits);
    return hits;
  }

  LIMEN_INLINE Hit* report_probe(const PanelScan& scan, std::size_t p, Hit* hits) const {
    std::uint64_t found = 0;
    for (std::size_t q = 0; q < tile_rows; ++q) found |= negative(below[p] - row(q, p)) << (q * tile_side);
    found &= scan.visible;
    if (found == 0) return hits;  // also of lanes without a probe
    const std::int32_t added = 128 * scan.sums[probe + p];
    for (; found != 0; found &= found - 1) {
      const auto reference = static_cast<std::size_t>(__builtin_ctzll(found));
      const std::int32_t dot = row(reference / tile_side, p)[reference % tile_side] - added;
      *hits++ = {static_cast<std::uint32_t>(reference), static_cast<std::uint32_t>(probe + p), dot};
    }
    return hits;
  }
};

/// A block's sums are looked at while the next block's are made.
template <class Tiles>
LIMEN_INLINE std::size_t scan_tiles(const PanelScan& scan, Hit* hits) {
  const auto* const begin = hits;
  const std::size_t blocks = (scan.count + tile_side - 1) / tile_side;
  Ahead ahead{scan.next, scan.next != nullptr ? scan.next + scan.n * panel_rows : nullptr, 64 / (blocks + 1) + 1};
  TileBlock block[2];
  Tiles tiles;
  for (std::size_t b = 0; b < blocks; ++b) {
    const std::int8_t* const probes = scan.probes + b * tile_side * scan.n;
    tiles.clear();
    for (std::size_t i = 0; i < scan.n; i += chunk) {
      ahead.ask();
      tiles.multiply(probes + i, scan.n, scan.panel + i * panel_rows);
    }
    if (b > 0) hits = block[(b - 1) % 2].report(scan, hits);
    block[b % 2].limit(scan, b * tile_side);
    tiles.store(block[b % 2].sums);
  }
  if (blocks > 0) hits = block[(blocks - 1) % 2].report(scan, hits);
  return static_cast<std::size_t>(hits - begin);
}

}  // namespace
}  // namespace limen::simd
