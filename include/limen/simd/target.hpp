// Which SIMD targets this build has, which of them this machine can run, and which one is in use.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "limen/simd/kernels.hpp"

namespace limen::simd {

/// One instruction set that the kernels were compiled for.
struct Target {
  std::string_view name;             ///< e.g. "avx2"
  std::string_view features;         ///< CPU features it was compiled for and is tested for, e.g. "avx, avx2, fma"
  const Kernels* kernels = nullptr;  ///< null if this machine or its operating system cannot run it
  bool runnable() const noexcept { return kernels != nullptr; }
};

/// Every target of this build, plainest first; "scalar" is always there and always runs. Any thread.
std::span<const Target> targets() noexcept;

/// The target in use: the one that LIMEN_SIMD names if this machine can run it, else the best one that it can.
const Target& active_target() noexcept;

/// The kernels of the active target. Ask once, outside the loop.
const Kernels& active() noexcept;

/// What LIMEN_SIMD asked for if that is not a target this machine can run (it was ignored).
std::optional<std::string_view> rejected() noexcept;

/// Makes another target the active one for the whole process until it is destroyed; for tests and benchmarks.
/// Scopes nest, and end in the reverse order. Threads may go on working meanwhile: results are the same bit for bit.
class scoped_target {
 public:
  /// No effect if the machine cannot run it: ask with operator bool.
  explicit scoped_target(std::string_view name) noexcept;
  ~scoped_target();
  scoped_target(const scoped_target&) = delete;
  scoped_target& operator=(const scoped_target&) = delete;
  /// True if the target named is now the active one.
  explicit operator bool() const noexcept { return took_; }

 private:
  const Target* before_;
  bool took_;
};

}  // namespace limen::simd
