// What a kernel makes of a probe on its stack does not stay there.
#pragma once

namespace limen::simd {
namespace {

/// Overwrites a local, also where nobody reads it again.
template <class Local>
LIMEN_INLINE void forget(Local& local) {
  __builtin_memset(&local, 0, sizeof local);
  __asm__ volatile("" : : "r"(&local) : "memory");
}

}  // namespace
}  // namespace limen::simd
