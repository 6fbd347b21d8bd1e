// Floating-point traps: the first NaN, infinity or division by zero ends the test program where it happens.
#pragma once

#include <cfenv>

namespace limen::test {

// Not with clang: it divides what it leaves in the unused lanes of a register, which nobody reads but the trap.
#if defined(__GLIBC__) && !defined(__clang__)
/// On this thread, as long as it lives. doctest reports the signal as a failure of the test case.
class FloatingPointTraps {
 public:
  FloatingPointTraps() {
    std::feclearexcept(FE_ALL_EXCEPT);
    feenableexcept(watched);
  }
  ~FloatingPointTraps() { fedisableexcept(FE_ALL_EXCEPT); }
  FloatingPointTraps(const FloatingPointTraps&) = delete;
  FloatingPointTraps& operator=(const FloatingPointTraps&) = delete;
  static constexpr bool available = true;
  bool armed() const { return fegetexcept() == watched; }

 private:
  static constexpr int watched = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW;
};
#else
struct FloatingPointTraps {
  FloatingPointTraps() {}
  static constexpr bool available = false;
  bool armed() const { return false; }
};
#endif

}  // namespace limen::test
