// libsodium, made ready once. Included by *_sodium.cpp alone.
#pragma once

#include <cstddef>

#include <sodium.h>

#include "limen/core/error.hpp"

namespace limen::privacy {

/// sodium_init() before the first use: libsodium then takes the best instructions that the machine has. False where
/// there is no source of randomness, which a hash does not need.
inline bool prepared() noexcept {
  static const bool ok = sodium_init() >= 0;
  return ok;
}

/// For whatever needs random numbers.
inline void ready() {
  if (!prepared()) throw Exception({ErrorCode::unavailable, "libsodium: this machine gives no random numbers"});
}

inline unsigned char* raw(std::byte* bytes) noexcept { return reinterpret_cast<unsigned char*>(bytes); }
inline const unsigned char* raw(const std::byte* bytes) noexcept {
  return reinterpret_cast<const unsigned char*>(bytes);
}

}  // namespace limen::privacy
