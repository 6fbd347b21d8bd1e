// Compiled once for each line of targets.inc, with that line's flags (module.cmake). Exports one symbol: the table.
// Nothing here may come from the standard library's templates or inline functions: the linker keeps one copy of such
// a function for the whole program, and could keep the one that needs AVX-512.
#include "limen/simd/kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#define LIMEN_INLINE [[gnu::always_inline]] inline

// In the order of their use.
// clang-format off
#include "simd/forget_inl.hpp"
#include "simd/prefetch_inl.hpp"
#include "simd/lanes_inl.hpp"
#include "simd/bell_sums_inl.hpp"
#include "simd/convolve_inl.hpp"
#include "simd/dot_f32_inl.hpp"
#include "simd/dot_i8_inl.hpp"
#include "simd/encode_i8_inl.hpp"
#include "simd/hamming_inl.hpp"
#include "simd/hamming_best_inl.hpp"
#include "simd/scan_lanes_inl.hpp"
#include "simd/scan_i8_inl.hpp"
#include "simd/code_tables_inl.hpp"
#include "simd/code_votes_inl.hpp"
#include "simd/tiles_inl.hpp"
#include "simd/tiles_amx_inl.hpp"
#include "simd/scan_tiles_inl.hpp"
#include "simd/descriptor_votes_inl.hpp"
#include "simd/vote_tiles_inl.hpp"
#include "simd/windows_i16_inl.hpp"
// clang-format on

namespace limen::simd {
namespace {

/// With matrix tiles, if there are probes enough to fill a good part of one.
std::size_t scan_best(const PanelScan& scan, Hit* hits) noexcept {
#if defined(__AMX_INT8__)
  if (scan.together == probes_together && scan.count > tile_side / 2) return scan_tiles<AmxTiles>(scan, hits);
#endif
  return scan_i8(scan, hits);
}

/// With matrix tiles, where two registers can share a descriptor.
void votes_best(const DescriptorScan& scan, std::uint32_t* votes, std::int32_t* keys) noexcept {
#if defined(__AMX_INT8__)
  if (scan.n > chunk) return vote_tiles<AmxTiles>(scan, votes, keys);
#endif
  descriptor_votes(scan, votes, keys);
}

}  // namespace

#define LIMEN_TABLE_(target) kernels_##target
#define LIMEN_TABLE(target) LIMEN_TABLE_(target)

extern const Kernels LIMEN_TABLE(LIMEN_SIMD_TARGET);
const Kernels LIMEN_TABLE(LIMEN_SIMD_TARGET) = {
    .hamming = hamming,
    .hamming_best = hamming_best,
    .code_votes = code_votes,
    .descriptor_votes = votes_best,
    .dot_i8 = dot_i8,
    .dot_i8_rows = dot_i8_rows,
    .encode_i8 = encode_i8,
    .scan_i8 = scan_best,
    .dot_f32 = dot_f32,
    .dot_f32_rows = dot_f32_rows,
    .bell_sums = bell_sums,
    .complex_windows_i16 = complex_windows_i16,
    .convolve_column = convolve_column,
};

}  // namespace limen::simd
