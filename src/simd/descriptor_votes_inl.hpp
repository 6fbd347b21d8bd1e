// Votes by descriptors: how much likelier than by chance each minutia of a probe finds one in a reference, summed.
// Lanes are the probe's minutiae, as references are in a panel of scan_i8; the reference's descriptors are broadcast.
#pragma once

namespace limen::simd {
namespace {

/// 32-bit sums of a register as integers that can be shifted and compared.
#if defined(__AVX512BW__) || defined(__AVX2__) || defined(__SSE4_1__) || defined(__ARM_NEON)
typedef std::int32_t Keys __attribute__((vector_size(4 * rows_a_register)));
#else
typedef std::int32_t Keys;
#endif
LIMEN_INLINE Keys keys_of(Sums sums, std::int32_t tag) {
  return __builtin_bit_cast(Keys, sums) * static_cast<std::int32_t>(vote_lanes) + tag;
}
LIMEN_INLINE Keys greater(Keys a, Keys b) { return a > b ? a : b; }

/// `references` minutiae, from `first` on, against `registers` registers of the probe's, from lane `lane` on.
template <std::size_t registers, std::size_t references>
LIMEN_INLINE void best_of(const DescriptorScan& scan, const std::int8_t* codes, const std::int16_t* sums_of,
                          std::size_t first, std::size_t lane, Keys* best) {
  constexpr std::size_t tile = registers * references;  // sum i: reference i / registers, register i % registers
  Sums sums[tile];
  unrolled<tile>(LIMEN_UNROLLED { sums[i] = start_sums(sums_of[first + i / registers]); });
  const std::uint8_t* probe = scan.probe + 4 * lane;
  codes += first * scan.n;
  for (std::size_t d = 0; d < scan.n; d += 4, probe += 4 * vote_lanes, codes += 4) {
    Rows rows[registers];
    unrolled<registers>(LIMEN_UNROLLED { rows[i] = load_rows(probe + 4 * rows_a_register * i); });
    unrolled<tile>(
        LIMEN_UNROLLED { sums[i] = add_products(sums[i], rows[i % registers], codes + (i / registers) * scan.n); });
  }
  unrolled<tile>(LIMEN_UNROLLED {
    const auto tag = static_cast<std::int32_t>(vote_lanes - 1 - first - i / registers);
    best[i % registers] = greater(best[i % registers], keys_of(sums[i], tag));
  });
}

#if defined(__AVX512BW__)
constexpr std::size_t vote_registers = 2, vote_references = 8;
#elif defined(__ARM_NEON)
constexpr std::size_t vote_registers = 4, vote_references = 4;
#else
constexpr std::size_t vote_registers = 2, vote_references = 2;
#endif

/// The best key of each lane: 32 times the inner product, plus 31 − the minutia it was found at. The reference at
/// `next` is asked for meanwhile, a part at a time: all at once would have to wait, for more lines than can be on their
/// way.
LIMEN_INLINE void best_keys(const DescriptorScan& scan, std::size_t row, const std::int8_t* next, std::int32_t* keys) {
  const std::int8_t* const codes = scan.references + row * scan.stride;
  const std::int16_t* const sums_of = scan.sums + row * vote_lanes;
  for (std::size_t lane = 0; lane < vote_lanes; lane += vote_registers * rows_a_register) {
    Keys best[vote_registers];
    for (std::size_t r = 0; r < vote_registers; ++r) best[r] = Keys{} + INT32_MIN;
    for (std::size_t j = 0; j < vote_lanes; j += vote_references) {
      if (lane == 0) ask_for(next + j * scan.n, vote_references * scan.n);
      best_of<vote_registers, vote_references>(scan, codes, sums_of, j, lane, best);
    }
    for (std::size_t r = 0; r < vote_registers; ++r)
      __builtin_memcpy(keys + lane + r * rows_a_register, &best[r], sizeof best[r]);
  }
}

LIMEN_INLINE std::uint32_t votes_of(const DescriptorScan& scan, const std::int32_t* keys) {
  std::uint32_t sum = 0;
  for (std::size_t l = 0; l < vote_lanes; ++l) {
    const std::int32_t above = (keys[l] >> 5) - scan.floors[l];
    sum += above > 0 ? static_cast<std::uint32_t>(above >> 4) * static_cast<std::uint32_t>(scan.weights[l]) >> 8 : 0;
  }
  return sum;
}

void descriptor_votes(const DescriptorScan& scan, std::uint32_t* votes, std::int32_t* keys) noexcept {
  std::int32_t own[vote_lanes];
  for (std::size_t k = 0; k < scan.size; ++k) {
    const std::size_t next = scan.rows[k + 1 < scan.size ? k + 1 : k];
    std::int32_t* const to = keys != nullptr ? keys + k * vote_lanes : own;
    best_keys(scan, scan.rows[k], scan.references + next * scan.stride, to);
    votes[k] = votes_of(scan, to);
  }
}

}  // namespace
}  // namespace limen::simd
