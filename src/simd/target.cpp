#include "limen/simd/target.hpp"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <iterator>

#include "simd/cpu.hpp"

// A line of targets.inc counts if its architecture is the one compiled for.
#define LIMEN_TARGET_any(...) LIMEN_LINE(__VA_ARGS__)
#if defined(__x86_64__)
#define LIMEN_TARGET_x86_64(...) LIMEN_LINE(__VA_ARGS__)
#else
#define LIMEN_TARGET_x86_64(...)
#endif
#if defined(__aarch64__)
#define LIMEN_TARGET_aarch64(...) LIMEN_LINE(__VA_ARGS__)
#else
#define LIMEN_TARGET_aarch64(...)
#endif
#define LIMEN_TARGET(name, architecture, ...) LIMEN_TARGET_##architecture(name __VA_OPT__(, ) __VA_ARGS__)

namespace limen::simd {

#define LIMEN_LINE(name, ...) extern const Kernels kernels_##name;
#include "simd/targets.inc"
#undef LIMEN_LINE

namespace {

const Kernels* if_runnable(const Kernels& kernels, std::initializer_list<Feature> features) noexcept {
  for (const auto feature : features)
    if (!has(feature)) return nullptr;
  return &kernels;
}

using enum Feature;

struct List {
  Target all[0
#define LIMEN_LINE(name, ...) +1
#include "simd/targets.inc"
#undef LIMEN_LINE
  ] = {
#define LIMEN_LINE(name, ...) {#name, "" __VA_OPT__(#__VA_ARGS__), if_runnable(kernels_##name, {__VA_ARGS__})},
#include "simd/targets.inc"
#undef LIMEN_LINE
  };
  const Target* chosen = &all[0];
  std::optional<std::string_view> rejected;

  List() noexcept {
    for (const auto& target : all)
      if (target.runnable()) chosen = &target;
    const char* asked = std::getenv("LIMEN_SIMD");
    if (asked == nullptr || *asked == '\0') return;
    if (const auto* target = find(asked)) {
      chosen = target;
    } else {
      rejected = asked;
    }
  }

  const Target* find(std::string_view name) const noexcept {
    for (const auto& target : all)
      if (target.runnable() && target.name == name) return &target;
    return nullptr;
  }
};

const List& list() noexcept {
  static const List once;
  return once;
}

std::atomic<const Target*> scoped{nullptr};

}  // namespace

std::span<const Target> targets() noexcept { return list().all; }

const Target& active_target() noexcept {
  const auto* target = scoped.load(std::memory_order_acquire);
  return target != nullptr ? *target : *list().chosen;
}

const Kernels& active() noexcept { return *active_target().kernels; }

std::optional<std::string_view> rejected() noexcept { return list().rejected; }

scoped_target::scoped_target(std::string_view name) noexcept : before_(scoped.load()), took_(false) {
  if (const auto* target = list().find(name)) {
    scoped.store(target, std::memory_order_release);
    took_ = true;
  }
}

scoped_target::~scoped_target() { scoped.store(before_, std::memory_order_release); }

}  // namespace limen::simd
