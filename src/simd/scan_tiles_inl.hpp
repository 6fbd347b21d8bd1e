// The same panel by matrix tiles: 32 probes × 32 references × 64 dimensions at a time. What a tile unit does is behind
// `Tiles`, so that an emulated one tests this file on machines without it.
//
// Tiles: vectors(from, stride) loads 2 × (16 vectors of 64 signed codes), panel(from, stride) 2 × (16 vectors side by
// side, 64 dimensions, unsigned), stride bytes apart from one vector or four dimensions to the next; clear() zeroes the
// four 16 × 16 sums, multiply() adds all products, store(sums) writes them as int32[2 halves of the vectors][2 halves
// of the panel][16 vectors][16 of the panel]. A Tiles object owns the unit while it lives.
#pragma once

namespace limen::simd {
namespace {

constexpr std::size_t tile_side = 16, tiled_probes = 2 * tile_side, tiled_references = 2 * tile_side;

/// Stored bytes are 128 too large: what that adds to a sum, 128 · Σ codes, goes into the limit instead.
LIMEN_INLINE Hit* report_tile_row(const PanelScan& scan, const std::int32_t* row, std::size_t first, std::size_t probe,
                                  Hit* hits) {
  const std::int32_t excess = 128 * scan.sums[probe], least = scan.least[probe];
  std::uint64_t found = 0;
  std::int32_t dots[tile_side];
  for (std::size_t r = 0; r < tile_side; ++r) dots[r] = row[r] - excess;
  for (std::size_t r = 0; r < tile_side; ++r) found |= std::uint64_t{dots[r] >= least} << r;
  return report(dots, found & (scan.visible >> first), first, probe, hits);
}

template <class Tiles>
LIMEN_INLINE std::size_t scan_tiles(const PanelScan& scan, Hit* hits) {
  const auto* const begin = hits;
  alignas(64) std::int32_t sums[4 * tile_side * tile_side];
  const std::size_t blocks = (scan.count + tiled_probes - 1) / tiled_probes * (panel_rows / tiled_references);
  Ahead ahead{scan.next, scan.next != nullptr ? scan.next + scan.n * panel_rows : nullptr, 64 / blocks + 1};
  Tiles tiles;
  for (std::size_t probe = 0; probe < scan.count; probe += tiled_probes)
    for (std::size_t first = 0; first < panel_rows; first += tiled_references) {
      tiles.clear();
      for (std::size_t i = 0; i < scan.n; i += chunk) {
        ahead.ask();
        tiles.vectors(scan.probes + probe * scan.n + i, scan.n);
        tiles.panel(scan.panel + i * panel_rows + 4 * first, panel_step);
        tiles.multiply();
      }
      tiles.store(sums);
      for (std::size_t p = 0; p < tiled_probes && probe + p < scan.count; ++p)
        for (std::size_t half = 0; half < 2; ++half)
          hits = report_tile_row(
              scan, sums + (2 * (p / tile_side) + half) * tile_side * tile_side + p % tile_side * tile_side,
              first + half * tile_side, probe + p, hits);
    }
  return static_cast<std::size_t>(hits - begin);
}

}  // namespace
}  // namespace limen::simd
