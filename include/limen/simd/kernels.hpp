// The kernels: small inner loops over raw memory, in one table a SIMD target.
#pragma once

#include <cstddef>
#include <cstdint>

namespace limen::simd {

/// Two exact sums of one window.
struct ComplexSum {
  std::int32_t re = 0;
  std::int32_t im = 0;
};

/// Where code i of probe p stands among probes of n codes (a multiple of 64), `together` probes in a group: 64 codes of
/// all probes of a group, then their next 64, and so on; then the next group. 1: one probe after the other.
constexpr std::size_t place_of_code(std::size_t p, std::size_t i, std::size_t n, std::size_t together) noexcept {
  return (p / together * n + i / 64 * 64) * together + p % together * 64 + i % 64;
}

/// The probes of a group that suit matrix tiles.
inline constexpr std::size_t probes_together = 16;

/// What scan_i8 is asked: one panel of 64 references against `count` probes.
struct PanelScan {
  const std::uint8_t* panel = nullptr;  ///< n/4 × 64 × 4 bytes: four dimensions of all references, then the next four;
                                        ///< a byte stands for byte − 128
  const std::uint8_t* next = nullptr;   ///< the panel scanned next, asked for meanwhile; null: none
  std::size_t n = 0;                    ///< dimensions: a multiple of 64, at most 4096
  std::uint64_t visible = 0;            ///< bit r: reference r may be a hit
  const std::int8_t* probes = nullptr;  ///< codes −127..127, as place_of_code says; whole groups can be read
  std::size_t together = 1;             ///< probes in a group; probes_together, if they are many
  const std::int32_t* sums = nullptr;   ///< of each probe: Σ codes
  const std::int32_t* least = nullptr;  ///< of each probe: the least inner product that is a hit
  std::size_t count = 0;
};

/// A visible reference of a panel (0..63) and a probe whose inner product is at least the probe's `least`.
struct Hit {
  std::uint32_t reference = 0;
  std::uint32_t probe = 0;
  std::int32_t dot = 0;
};

/// The minutiae of a probe and of a reference that take part in votes. Who has fewer repeats some of its own.
inline constexpr std::size_t vote_lanes = 32;

/// Those of a probe whose codes vote: a quarter less work than with all, for a tenth of a per cent of the mates.
inline constexpr std::size_t code_lanes = 24;

/// What code_votes is asked: references, by their row, against the 24 codes of one probe, each of 128 bits.
struct CodeScan {
  const std::uint64_t* probe = nullptr;       ///< the first words of all 24 codes, then their second words
  const std::int32_t* offsets = nullptr;      ///< of each code, at most 2²⁵ …
  const std::int32_t* weights = nullptr;      ///< … and 0 to 2¹⁷
  const std::uint64_t* references = nullptr;  ///< the 32 codes of row r side by side, from references + r·stride on
  std::size_t stride = 0;                     ///< words
  const std::uint32_t* rows = nullptr;        ///< which rows
  std::size_t size = 0;                       ///< how many
};

/// What descriptor_votes is asked: references, by their row, against the 32 descriptors of one probe.
struct DescriptorScan {
  const std::uint8_t* probe = nullptr;    ///< n/4 × 32 × 4 bytes: four dimensions of all, then the next four; a byte
                                          ///< stands for byte − 128
  std::size_t n = 0;                      ///< dimensions: a multiple of 4, at most 128
  const std::int32_t* floors = nullptr;   ///< of each descriptor: an inner product up to this says nothing
  const std::int32_t* weights = nullptr;  ///< of each descriptor: 0 to 2¹⁴
  const std::int8_t* references = nullptr;  ///< the 32 descriptors of row r side by side, from references + r·stride on
  std::size_t stride = 0;                   ///< bytes
  const std::int16_t* sums = nullptr;       ///< Σ of each descriptor's codes: 32 for each row
  const std::uint32_t* rows = nullptr;      ///< which rows
  std::size_t size = 0;                     ///< how many
};

/// What bell_sums is asked: points with a vector each, as nodes near them see them.
struct BellScan {
  const float* node_x = nullptr;
  const float* node_y = nullptr;
  const float* reach2 = nullptr;  ///< of each node, more than 0: a point whose square of distance is that is not seen
  std::size_t nodes = 0;          ///< a multiple of 16
  const float* x = nullptr;
  const float* y = nullptr;
  const float* cosine = nullptr;
  const float* sine = nullptr;
  const float* weight = nullptr;
  std::size_t points = 0;
};

/// A table of functions, all noexcept, allocating nothing, safe on any thread. Pointers need the alignment of their
/// type only, and may be null where the length is 0. Every target gives the same bits: integers are exact, and floats
/// are added in one fixed order, product and sum rounded separately (docs/simd.md).
struct Kernels {
  /// Σ popcount(a[i] ^ b[i]) over `words` words. words ≤ 2²⁵.
  std::uint32_t (*hamming)(const std::uint64_t* a, const std::uint64_t* b, std::size_t words) noexcept;

  /// best[c] = the least Hamming distance of the probe's code c to the `count` reference codes; 64·words for none.
  /// A code has `words` words, at most 1023. `references` holds the words of each code side by side; `probe` holds the
  /// first words of all its codes, then their second words, and so on; `codes` is a multiple of 8.
  void (*hamming_best)(const std::uint64_t* probe, std::size_t codes, const std::uint64_t* references,
                       std::size_t count, std::size_t words, std::uint16_t* best) noexcept;

  /// votes[k] = Σ over the probe's codes c of max(0, offsets[c] − weights[c]·(least distance of c to a code of
  /// rows[k])).
  void (*code_votes)(const CodeScan& scan, std::uint32_t* votes) noexcept;

  /// votes[k] = Σ over the probe's descriptors d of ((best − floors[d]) >> 4)·weights[d] >> 8, where best, the largest
  /// inner product of d with a descriptor of rows[k], is above the floor. keys (null, or 32 for each row) gives for
  /// each d 32·best + 31 − the first place where it was found.
  void (*descriptor_votes)(const DescriptorScan& scan, std::uint32_t* votes, std::int32_t* keys) noexcept;

  /// Σ a[i]·b[i], exact. n ≤ 2¹⁶.
  std::int32_t (*dot_i8)(const std::int8_t* a, const std::int8_t* b, std::size_t n) noexcept;

  /// out[r] = dot_i8(probe, rows + r·stride, n) for `count` rows; stride ≥ n.
  void (*dot_i8_rows)(const std::int8_t* probe, const std::int8_t* rows, std::size_t stride, std::size_t n,
                      std::size_t count, std::int32_t* out) noexcept;

  /// codes[i] = steps · values[i] to the nearest whole number, ties to even, at most 127 in magnitude; gives
  /// Σ (values[i] − scale · codes[i])², in double, in eight running sums. No value is NaN.
  double (*encode_i8)(const float* values, std::size_t n, float steps, double scale, std::int8_t* codes) noexcept;

  /// Writes the hits of one panel, in any order, and gives their number: at most 64 · count. Inner products are exact.
  std::size_t (*scan_i8)(const PanelScan& scan, Hit* hits) noexcept;

  /// Σ a[i]·b[i].
  float (*dot_f32)(const float* a, const float* b, std::size_t n) noexcept;

  /// out[r] = dot_f32(probe, rows + r·stride, n) for `count` rows, the same bits; stride ≥ n.
  void (*dot_f32_rows)(const float* probe, const float* rows, std::size_t stride, std::size_t n, std::size_t count,
                       float* out) noexcept;

  /// For each node the sums over all points, in their order, of share, share·cosine and share·sine, where share is
  /// weight·r³ and r = max(0, 1 − distance²/reach2).
  void (*bell_sums)(const BellScan& scan, float* shares, float* cosines, float* sines) noexcept;

  /// Inner products of four windows of an image with a pair of kernels (the two parts of a Gabor kernel), 32 columns
  /// wide, at (0, 0), (1, 0), (0, 1), (1, 1) from `window`, exact as long as no sum leaves 32 bits. The image's rows
  /// are `stride` values apart; `kernel` holds row by row 32 values of the real part, then 32 of the imaginary one.
  void (*complex_windows_i16)(const std::int16_t* window, std::ptrdiff_t stride, const std::int16_t* kernel,
                              std::size_t rows, ComplexSum* out) noexcept;

  /// out[i] = Σⱼ taps[j]·rows[j][i] for i < n, j < `count`: down an image, or along a row that each pointer
  /// takes a step further; edges by repeating pointers.
  void (*convolve_column)(const float* const* rows, float* out, std::size_t n, const float* taps,
                          std::size_t count) noexcept;
};

}  // namespace limen::simd
