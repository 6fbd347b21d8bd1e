// libsodium, made ready once. Included by *_sodium.cpp alone.
#pragma once

#include <cstddef>

#include <sodium.h>

#include "limen/core/error.hpp"

namespace limen::privacy {

/// sodium_init() before the first use; it fails only where there is no source of randomness.
inline void ready() {
  static const bool ok = sodium_init() >= 0;
  if (!ok) throw Exception({ErrorCode::unavailable, "libsodium: this machine gives no random numbers"});
}

inline unsigned char* raw(std::byte* bytes) noexcept { return reinterpret_cast<unsigned char*>(bytes); }
inline const unsigned char* raw(const std::byte* bytes) noexcept {
  return reinterpret_cast<const unsigned char*>(bytes);
}

}  // namespace limen::privacy
