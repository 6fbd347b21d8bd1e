// One panel of references against all probes: tiles of sums stay in registers, and only hits leave them.
#pragma once

namespace limen::simd {
namespace {

constexpr std::size_t panel_rows = 64, panel_step = 4 * panel_rows;  // bytes of four dimensions of all references
constexpr std::size_t chunk = 64, chunk_bytes = chunk * panel_rows;

/// Asks for the next panel, a part of it at each chunk of a tile.
struct Ahead {
  const std::uint8_t* at;
  const std::uint8_t* end;
  std::size_t lines;  // a chunk
  LIMEN_INLINE void ask() {
    for (std::size_t i = 0; i < lines && at < end; ++i, at += 64) __builtin_prefetch(at, 0, 2);
  }
};

LIMEN_INLINE Hit* report(const std::int32_t* sums, std::uint64_t rows, std::size_t first, std::size_t probe,
                         Hit* hits) {
  for (; rows != 0; rows &= rows - 1) {
    const auto row = static_cast<std::size_t>(__builtin_ctzll(rows));
    *hits++ = {static_cast<std::uint32_t>(first + row), static_cast<std::uint32_t>(probe), sums[row]};
  }
  return hits;
}

/// body(Index<0>{}) … body(Index<n − 1>{}): unrolled before the compiler decides what stays in registers.
template <std::size_t i>
struct Index {
  constexpr operator std::size_t() const { return i; }
};
template <std::size_t n, class Body>
LIMEN_INLINE void unrolled(const Body& body) {
  if constexpr (n > 0) {
    unrolled<n - 1>(body);
    body(Index<n - 1>{});
  }
}
#define LIMEN_UNROLLED [&](auto i) __attribute__((always_inline))

/// `registers` of references from row `first` on against `probes` probes from `probe` on.
template <std::size_t registers, std::size_t probes>
LIMEN_INLINE Hit* scan_tile(const PanelScan& scan, std::size_t first, std::size_t probe, Ahead& ahead, Hit* hits) {
  constexpr std::size_t tile = registers * probes;  // sum i: probe i / registers, register i % registers
  Sums sums[tile];
  unrolled<tile>(LIMEN_UNROLLED { sums[i] = start_sums(scan.sums[probe + i / registers]); });
  const std::size_t n = scan.n;
  const std::uint8_t* references = scan.panel + 4 * first;
  const std::int8_t* codes[probes];
  unrolled<probes>(LIMEN_UNROLLED { codes[i] = scan.probes + place_of_code(probe + i, 0, n, scan.together); });
  for (std::size_t left = n; left > 0; left -= chunk) {
    // One probe: memory is the limit, and the next chunk is asked for while this one is read.
    const std::uint8_t* const coming = left > chunk ? references + chunk_bytes : scan.next;
    if (probes > 1) ahead.ask();
    for (std::size_t d = 0; d < chunk; d += 4, references += panel_step) {
      if (probes == 1 && coming != nullptr)
        for (std::size_t line = 0; line < panel_step; line += 64)
          __builtin_prefetch(coming + d * panel_rows + line, 0, 2);
      Rows rows[registers];
      unrolled<registers>(LIMEN_UNROLLED { rows[i] = load_rows(references + 4 * rows_a_register * i); });
      unrolled<tile>(
          LIMEN_UNROLLED { sums[i] = add_products(sums[i], rows[i % registers], codes[i / registers] + d); });
    }
    unrolled<probes>(LIMEN_UNROLLED { codes[i] += chunk * scan.together; });
  }
  for (std::size_t p = 0; p < probes; ++p) {
    std::uint64_t found = 0;
    unrolled<tile>(LIMEN_UNROLLED {
      if (i / registers == p) found |= at_least(sums[i], scan.least[probe + p]) << (i % registers * rows_a_register);
    });
    found &= scan.visible >> first;
    if (__builtin_expect(found != 0, 0)) {
      alignas(64) std::int32_t flat[registers * rows_a_register];
      unrolled<tile>(LIMEN_UNROLLED {
        if (i / registers == p) store_sums(flat + i % registers * rows_a_register, sums[i]);
      });
      hits = report(flat, found, first, probe + p, hits);
    }
  }
  return hits;
}

template <std::size_t registers, std::size_t probes>
LIMEN_INLINE Hit* scan_probes(const PanelScan& scan, std::size_t probe, Ahead& ahead, Hit* hits) {
  for (std::size_t first = 0; first < panel_rows; first += registers * rows_a_register)
    hits = scan_tile<registers, probes>(scan, first, probe, ahead, hits);
  return hits;
}

/// The probes that fill no tile of `probes`.
template <std::size_t probes>
LIMEN_INLINE Hit* scan_rest(const PanelScan& scan, std::size_t probe, Ahead& ahead, Hit* hits) {
  if constexpr (probes > 0) {
    if (scan.count - probe == probes) return scan_probes<tile_registers, probes>(scan, probe, ahead, hits);
    return scan_rest<probes - 1>(scan, probe, ahead, hits);
  }
  return hits;
}

std::size_t scan_i8(const PanelScan& scan, Hit* hits) noexcept {
  const auto* const begin = hits;
  const std::size_t tiles =
      (scan.count + tile_probes - 1) / tile_probes * (panel_rows / rows_a_register / tile_registers);
  Ahead ahead{scan.next, scan.next != nullptr ? scan.next + scan.n * panel_rows : nullptr, 64 / (tiles + 1) + 1};
  if (scan.count == 1) return static_cast<std::size_t>(scan_probes<stream_registers, 1>(scan, 0, ahead, hits) - begin);
  std::size_t probe = 0;
  for (; probe + tile_probes <= scan.count; probe += tile_probes)
    hits = scan_probes<tile_registers, tile_probes>(scan, probe, ahead, hits);
  return static_cast<std::size_t>(scan_rest<tile_probes - 1>(scan, probe, ahead, hits) - begin);
}

}  // namespace
}  // namespace limen::simd
