#include "simd/cpu.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#if defined(__linux__)
#if defined(__x86_64__)
#include <sys/syscall.h>
#include <unistd.h>
#elif defined(__aarch64__)
#include <sys/auxv.h>
#endif
#endif

namespace limen::simd {

#if defined(__x86_64__)
namespace {

struct Leaf {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
};

Leaf leaf(unsigned number) noexcept {
  Leaf l;
  if (__get_cpuid_count(number, 0, &l.eax, &l.ebx, &l.ecx, &l.edx) == 0) return {};
  return l;
}

constexpr bool bit(unsigned value, int n) noexcept { return ((value >> n) & 1U) != 0; }

// XCR0 names the register files that the operating system saves (Intel SDM vol. 1, 13.3).
constexpr unsigned avx_state = 0x6;      // XMM, YMM
constexpr unsigned avx512_state = 0xE6;  // and opmask, upper ZMM, ZMM16..31
constexpr unsigned amx_state = 0x60000;  // XTILECFG, XTILEDATA

bool saved(unsigned state) noexcept {
  if (!bit(leaf(1).ecx, 27)) return false;  // OSXSAVE: XGETBV may be executed
  unsigned low = 0, high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (low & state) == state;
}

// Linux gives tile registers only to a process that asks for them (Documentation/arch/x86/xstate.rst).
bool tiles_permitted() noexcept {
#if defined(__linux__)
  constexpr long request_permission = 0x1023, tile_data = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
#else
  return false;
#endif
}

}  // namespace

bool has(Feature feature) noexcept {
  switch (feature) {
    case Feature::sse4_2: return bit(leaf(1).ecx, 20);
    case Feature::popcnt: return bit(leaf(1).ecx, 23);
    case Feature::avx: return bit(leaf(1).ecx, 28) && saved(avx_state);
    case Feature::fma: return bit(leaf(1).ecx, 12) && saved(avx_state);
    case Feature::f16c: return bit(leaf(1).ecx, 29) && saved(avx_state);
    case Feature::avx2: return bit(leaf(7).ebx, 5) && saved(avx_state);
    case Feature::bmi: return bit(leaf(7).ebx, 3);
    case Feature::bmi2: return bit(leaf(7).ebx, 8);
    case Feature::avx512f: return bit(leaf(7).ebx, 16) && saved(avx512_state);
    case Feature::avx512dq: return bit(leaf(7).ebx, 17) && saved(avx512_state);
    case Feature::avx512bw: return bit(leaf(7).ebx, 30) && saved(avx512_state);
    case Feature::avx512vl: return bit(leaf(7).ebx, 31) && saved(avx512_state);
    case Feature::avx512vnni: return bit(leaf(7).ecx, 11) && saved(avx512_state);
    case Feature::avx512vpopcntdq: return bit(leaf(7).ecx, 14) && saved(avx512_state);
    case Feature::amx_tile: return bit(leaf(7).edx, 24) && saved(amx_state) && tiles_permitted();
    case Feature::amx_int8: return bit(leaf(7).edx, 25) && saved(amx_state) && tiles_permitted();
    case Feature::dotprod: return false;
  }
  return false;
}

#else

bool has(Feature feature) noexcept {
#if defined(__aarch64__) && defined(__linux__)
  if (feature == Feature::dotprod) return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#elif defined(__aarch64__) && defined(__APPLE__)
  if (feature == Feature::dotprod) return true;  // every Apple CPU since A11, and all that run macOS on ARM
#endif
  return static_cast<int>(feature) < 0;
}

#endif

}  // namespace limen::simd
