// Numbers that follow from a key: the same on every machine, random to who has no key.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "limen/core/bytes.hpp"
#include "limen/privacy/key.hpp"

namespace limen::privacy {

/// The ChaCha20 keystream of a key derived for `context`. One thread.
class Keystream {
 public:
  Keystream(const Key& key, std::string_view context);

  std::uint64_t next() noexcept {
    if (at_ == buffer_.size()) fill();
    return buffer_[at_++];
  }
  /// Even in [0, bound), by rejection. Precondition: bound > 0.
  std::uint64_t below(std::uint64_t bound) noexcept {
    const std::uint64_t reject = (0 - bound) % bound;
    for (;;)
      if (const auto number = next(); number >= reject) return number % bound;
  }
  /// −32 … 32: 64 tosses of a coin. Nearly Gaussian (deviation 4), exact, the same on every machine.
  int bell() noexcept { return std::popcount(next()) - 32; }

 private:
  void fill() noexcept;
  Key key_;
  std::uint64_t block_ = 0;
  SecureVector<std::uint64_t> buffer_;
  std::size_t at_;
};

/// A permutation of 0 … size − 1 (R. Durstenfeld, CACM 7, 1964).
SecureVector<std::uint32_t> permutation(Keystream& random, std::size_t size);

/// A number that names a key for this use and tells nothing of it.
std::uint32_t key_tag(const Key& key, std::string_view context);

}  // namespace limen::privacy
