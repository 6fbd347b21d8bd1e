// Sealing: XChaCha20-Poly1305 with a random nonce and associated data.
#pragma once

#include <cstddef>
#include <span>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/privacy/key.hpp"

namespace limen::privacy {

/// What seal() adds: a nonce of 24 bytes before, a tag of 16 bytes after.
inline constexpr std::size_t seal_overhead = 40;

/// nonce | ciphertext | tag. The associated data are not contained, but must be the same when it is opened.
/// The nonce is random and long enough that any number of messages may be sealed under one key. Any thread.
Bytes seal(const Key& key, std::span<const std::byte> plain, std::span<const std::byte> associated = {});

/// The inverse. Error: tampered if the key, the associated data or any byte differ (it cannot be told which).
Result<SecureVector<std::byte>> unseal(const Key& key, std::span<const std::byte> sealed,
                                       std::span<const std::byte> associated = {});

}  // namespace limen::privacy
