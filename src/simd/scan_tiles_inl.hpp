// The same panel by matrix tiles (tiles_inl.hpp): 16 probes × 64 references at a time, a block. Up to 512 dimensions a
// panel stays in the first cache while the probes pass by it.
//
// A block's four quarters of the references have a register of sums each. 128 dimensions are a step: of a quarter both
// products follow each other, so that a register is stored and cleared, for the block that comes, while the products of
// the three others are made. The sums of the block before the last are looked at meanwhile, two rows after a product,
// as many in each step.
#pragma once

namespace limen::simd {
namespace {

constexpr std::size_t quarters = panel_rows / tile_side, quarter_sums = tile_side * tile_side;

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
  alignas(64) std::int32_t sums[quarters * quarter_sums];
  alignas(64) std::int32_t below[tile_side];  // the largest sums that are no hits
  TileRow marks[tile_side / 2];               // of two rows: negative where one of them has a hit
  std::size_t probe;

  LIMEN_INLINE std::int32_t* quarter(std::size_t q) { return sums + q * quarter_sums; }
  /// Stored bytes are 128 too large: what that adds to a sum, 128 · Σ codes, goes into the limit instead. Inner
  /// products lie within ±2²⁷, so cutting the limits at ±2²⁸ changes no answer and nothing overflows.
  LIMEN_INLINE void begin(const PanelScan& scan, std::size_t first) {
    probe = first;
    const TileRow most = TileRow{} + (1 << 28);  // of lanes without a probe
    TileRow least = most, added{};
    if (const std::size_t left = scan.count - first; left >= tile_side) {
      __builtin_memcpy(&least, scan.least + first, sizeof least);
      __builtin_memcpy(&added, scan.sums + first, sizeof added);
    } else {
      __builtin_memcpy(&least, scan.least + first, 4 * left);
      __builtin_memcpy(&added, scan.sums + first, 4 * left);
    }
    least = least > most ? most : least < -most ? -most : least;
    const TileRow limits = least - 1 + 128 * added;
    __builtin_memcpy(below, &limits, sizeof limits);
  }

  /// Most blocks have no hit and cost one test.
  LIMEN_INLINE Hit* report(const PanelScan& scan, Hit* hits) const {
    TileRow any{};
    for (const TileRow& mark : marks) any |= mark;
    if (__builtin_expect(negative(any) == 0, 1)) return hits;
    std::uint32_t hit = 0;
    for (std::size_t i = 0; i < tile_side / 2; ++i) hit |= std::uint32_t{negative(marks[i]) != 0} << i;
    for (; hit != 0; hit &= hit - 1) {
      const auto p = 2 * static_cast<std::size_t>(__builtin_ctz(hit));
      hits = report_probe(scan, p + 1, report_probe(scan, p, hits));
    }
    return hits;
  }

  LIMEN_INLINE Hit* report_probe(const PanelScan& scan, std::size_t p, Hit* hits) const {
    std::uint64_t found = 0;
    for (std::size_t q = 0; q < quarters; ++q)
      found |= negative(below[p] - row_of(sums + q * quarter_sums, p)) << (q * tile_side);
    found &= scan.visible;
    if (found == 0) return hits;  // also of lanes without a probe
    const std::int32_t added = 128 * scan.sums[probe + p];
    for (; found != 0; found &= found - 1) {
      const auto reference = static_cast<std::size_t>(__builtin_ctzll(found));
      const std::int32_t dot = row_of(sums + reference / tile_side * quarter_sums, p)[reference % tile_side] - added;
      *hits++ = {static_cast<std::uint32_t>(reference), static_cast<std::uint32_t>(probe + p), dot};
    }
    return hits;
  }
};

/// A look at a block's sums, two rows at a time. Pointers move on rather than a number of rows: addresses of one
/// register and a constant go through the CPU together with what is done to their values.
class Look {
 public:
  LIMEN_INLINE explicit Look(TileBlock* block) {
    if (block == nullptr) return;
    left_ = tile_side;
    sums_ = block->sums;
    below_ = block->below;
    marks_ = block->marks;
  }

  LIMEN_INLINE void allow(std::size_t rows) {
    allowed_ = rows < left_ ? rows : left_;
    left_ -= allowed_;
    __asm__("" : "+r"(allowed_));  // not known: no copies of the code for what it could be
  }
  LIMEN_INLINE void two_rows() {
    if (allowed_ == 0) return;
    allowed_ -= 2;
    TileRow any{};
    for (std::size_t q = 0; q < quarters; ++q) {
      const std::int32_t* const sums = sums_ + q * quarter_sums;
      any |= (below_[0] - row_of(sums, 0)) | (below_[1] - row_of(sums, 1));
    }
    *marks_++ = any;
    sums_ += 2 * tile_side;
    below_ += 2;
  }
  LIMEN_INLINE void all_rows() {
    while (allowed_ != 0) two_rows();
    for (allow(left_); allowed_ != 0;) two_rows();
  }

 private:
  std::size_t left_ = 0, allowed_ = 0;  // of the block; of this step
  const std::int32_t* sums_ = nullptr;
  const std::int32_t* below_ = nullptr;
  TileRow* marks_ = nullptr;
};

/// Registers: 0 to 3 sums, 4 and 5 probes, 6 and 7 references.
template <class Tiles>
struct TileScan {
  Tiles& tiles;
  TileBlock* before;  // its sums are still in the registers, and are stored by the first step of the block that comes
  Look look;          // at the block before that
  std::size_t rows;   // of it, that are looked at in a step
  Ahead& ahead;
  bool hurry;  // the next panel is asked for at each product, else at each step

  /// The sums of quarter q are stored, and begin again at 0.
  template <int q>
  LIMEN_INLINE void turn() {
    tiles.template store<q>(before->quarter(q));
    tiles.template clear<q>();
  }
  template <int q, int probes, int references, bool first = false>
  LIMEN_INLINE void multiply(const std::uint8_t* panel) {
    if (hurry) ahead.ask();
    tiles.template load<references>(panel + q * 4 * tile_side, panel_step);
    if constexpr (first) turn<q>();
    tiles.template multiply<q, probes, references>();
    look.two_rows();
  }

  /// 128 dimensions.
  template <bool first>
  LIMEN_INLINE void step(const std::int8_t* probes, const std::uint8_t* panel) {
    const std::uint8_t* const second = panel + chunk_bytes;
    look.allow(rows);
    if (!hurry) ahead.ask();
    tiles.template load_once<4>(probes, chunk);
    multiply<0, 4, 6, first>(panel);
    tiles.template load_once<5>(probes + tile_bytes, chunk);
    multiply<0, 5, 7>(second);
    multiply<1, 4, 6, first>(panel);
    multiply<1, 5, 7>(second);
    multiply<2, 4, 6, first>(panel);
    multiply<3, 4, 7, first>(panel);  // the last that reads 4: the next step's probes come meanwhile
    multiply<2, 5, 6>(second);
    multiply<3, 5, 7>(second);
  }
  /// 64 dimensions, where their number is odd: the first step.
  LIMEN_INLINE void half_step(const std::int8_t* probes, const std::uint8_t* panel) {
    look.allow(rows);
    if (!hurry) ahead.ask();
    tiles.template load_once<4>(probes, chunk);
    multiply<0, 4, 6, true>(panel);
    multiply<1, 4, 7, true>(panel);
    multiply<2, 4, 6, true>(panel);
    multiply<3, 4, 7, true>(panel);
  }

  /// All of a block's products. Probes in groups of sixteen: a chunk of all is a tile.
  LIMEN_INLINE void block(const std::int8_t* probes, const std::uint8_t* panel, std::size_t chunks) {
    std::size_t c = 0;
    if (chunks % 2 != 0)
      half_step(probes, panel), c = 1;
    else
      step<true>(probes, panel), c = 2;
    for (; c < chunks; c += 2) step<false>(probes + c * tile_bytes, panel + c * chunk_bytes);
  }
  LIMEN_INLINE void store_last() {
    turn<0>();
    turn<1>();
    turn<2>();
    turn<3>();
  }
};

template <class Tiles>
LIMEN_INLINE std::size_t scan_tiles(const PanelScan& scan, Hit* hits) {
  const auto* const begin = hits;
  constexpr TileShape shape;
  const std::size_t blocks = (scan.count + tile_side - 1) / tile_side, chunks = scan.n / chunk,
                    steps = (chunks + 1) / 2, rows = steps < tile_side / 2 ? tile_side / steps / 2 * 2 : 2;
  const bool hurry = blocks < 8;  // memory is the limit: the fewer lines at a time, the less their products wait
  Ahead ahead{scan.next, scan.next != nullptr ? scan.next + scan.n * panel_rows : nullptr,
              scan.n / (blocks * (hurry ? chunks * quarters : steps) + 1) + 1};
  TileBlock block[2];
  Tiles tiles(shape);
  for (std::size_t b = 0; b < blocks; ++b) {
    TileBlock& before = block[(b + 1) % 2];
    if (b > 0) before.begin(scan, (b - 1) * tile_side);
    TileBlock* const looked = b > 1 ? &block[b % 2] : nullptr;
    TileScan<Tiles> now{tiles, &before, Look(looked), rows, ahead, hurry};
    now.block(scan.probes + b * tile_side * scan.n, scan.panel, chunks);
    now.look.all_rows();
    if (looked != nullptr) hits = looked->report(scan, hits);
  }
  TileBlock& last = block[(blocks + 1) % 2];
  last.begin(scan, (blocks - 1) * tile_side);
  TileScan<Tiles>{tiles, &last, Look(nullptr), rows, ahead, hurry}.store_last();
  for (std::size_t b = blocks > 1 ? blocks - 2 : 0; b < blocks; ++b) {
    Look(&block[b % 2]).all_rows();
    hits = block[b % 2].report(scan, hits);
  }
  return static_cast<std::size_t>(hits - begin);
}

}  // namespace
}  // namespace limen::simd
