// Sealed boxes (X25519): anybody can seal for a device, only the device can open.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/privacy/key.hpp"

namespace limen::privacy {

/// To whom it is sealed. Not secret.
struct BoxPublicKey {
  std::array<std::byte, 32> bytes{};
  friend constexpr auto operator<=>(const BoxPublicKey&, const BoxPublicKey&) = default;
};

/// 64 lower-case hexadecimal digits, and the inverse; nothing for any other text.
std::string to_string(const BoxPublicKey& key);
std::optional<BoxPublicKey> box_public_key_from(std::string_view hex) noexcept;

/// What seal_to() adds.
inline constexpr std::size_t box_overhead = 48;

/// An ephemeral key of its own for each box: the sealer cannot open it either. Error: invalid_argument (no public key
/// that could be one).
Result<Bytes> seal_to(const BoxPublicKey& recipient, std::span<const std::byte> plain);

/// The secret half; follows from a Key (its seed), so that it is kept, derived and saved like one. Move-only, wiped.
class BoxKey {
 public:
  explicit BoxKey(const Key& seed);
  const BoxPublicKey& public_key() const noexcept { return public_; }
  /// Error: wrong_key (sealed to another one, or a changed byte).
  Result<SecureVector<std::byte>> open(std::span<const std::byte> sealed) const;

 private:
  SecureBytes secret_;
  BoxPublicKey public_;
};

}  // namespace limen::privacy
