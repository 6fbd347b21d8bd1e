// Signatures (Ed25519): who issued this, and is it unchanged?
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "limen/core/bytes.hpp"
#include "limen/privacy/key.hpp"

namespace limen::privacy {

/// What others need to verify. Not secret; who it belongs to has to be agreed on some other way.
struct PublicKey {
  std::array<std::byte, 32> bytes{};
  friend constexpr auto operator<=>(const PublicKey&, const PublicKey&) = default;
};

struct Signature {
  std::array<std::byte, 64> bytes{};
  friend constexpr auto operator<=>(const Signature&, const Signature&) = default;
};

/// Lower-case hexadecimal digits: 64 of a key, 128 of a signature.
std::string to_string(const PublicKey& key);
std::string to_string(const Signature& signature);
/// The inverse; nothing for any other text.
std::optional<PublicKey> public_key_from(std::string_view hex) noexcept;
std::optional<Signature> signature_from(std::string_view hex) noexcept;

/// The secret half; follows from a Key (its seed), so that it is kept, derived and saved like one. Move-only, wiped.
class SigningKey {
 public:
  explicit SigningKey(const Key& seed);
  const PublicKey& public_key() const noexcept { return public_; }
  /// Deterministic (RFC 8032). `context` says what kind of thing is signed, so that a signature of one kind is never
  /// good for another. Any thread.
  Signature sign(std::string_view context, std::span<const std::byte> message) const;

 private:
  SecureBytes secret_;
  PublicKey public_;
};

/// Is it the signature, under that key, of exactly this context and message? Any thread.
bool verify(const PublicKey& key, std::string_view context, std::span<const std::byte> message,
            const Signature& signature) noexcept;

}  // namespace limen::privacy
