// The matrix unit of Intel's AMX. In assembly: GCC's intrinsics take register numbers as literals only.
//
// Its registers are not renamed (measured on Xeons): a product waits 52 cycles for the one that fills a register of
// sums before it is cleared again, and a load waits for the last product that reads its register. So kernels let
// several registers take turns.
#pragma once

#if defined(__AMX_INT8__)

namespace limen::simd {
namespace {

class AmxTiles {
 public:
  LIMEN_INLINE explicit AmxTiles(const TileShape& shape) { __asm__ volatile("ldtilecfg %0" : : "m"(shape) : "memory"); }
  LIMEN_INLINE ~AmxTiles() { __asm__ volatile("tilerelease"); }
  AmxTiles(const AmxTiles&) = delete;
  AmxTiles& operator=(const AmxTiles&) = delete;

  template <int t>
  LIMEN_INLINE void clear() {
    __asm__ volatile("tilezero %%tmm%c0" : : "i"(t));
  }
  template <int t>
  LIMEN_INLINE void load(const void* rows, std::size_t stride) {
    __asm__ volatile("tileloadd (%1,%2,1), %%tmm%c0" : : "i"(t), "r"(rows), "r"(stride));
  }
  template <int t>
  LIMEN_INLINE void load_once(const void* rows, std::size_t stride) {
    __asm__ volatile("tileloaddt1 (%1,%2,1), %%tmm%c0" : : "i"(t), "r"(rows), "r"(stride));
  }
  template <int c, int a, int b>
  LIMEN_INLINE void multiply() {
    __asm__ volatile("tdpbsud %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(c), "i"(a), "i"(b));
  }
  template <int c, int a, int b>
  LIMEN_INLINE void multiply_signed() {
    __asm__ volatile("tdpbssd %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(c), "i"(a), "i"(b));
  }
  template <int c>
  LIMEN_INLINE void store(std::int32_t* sums) {
    __asm__ volatile("tilestored %%tmm%c0, (%1,%2,1)" : : "i"(c), "r"(sums), "r"(std::size_t{64}) : "memory");
  }
};

}  // namespace
}  // namespace limen::simd

#endif
