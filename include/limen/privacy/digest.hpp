// A 256-bit BLAKE2b digest: the head of the audit chain, the identity of a view.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace limen::privacy {

class Key;

struct Digest {
  std::array<std::byte, 32> bytes{};
  friend constexpr auto operator<=>(const Digest&, const Digest&) = default;
};

/// 64 lower-case hexadecimal digits.
std::string to_string(const Digest& digest);
/// The inverse; nothing unless it is exactly 64 lower-case hexadecimal digits.
std::optional<Digest> digest_from(std::string_view hex) noexcept;

/// BLAKE2b-256 (RFC 7693) of what is added, in order. With a key it is a MAC: only a holder of the key can compute it.
/// One thread at a time.
class Hasher {
 public:
  Hasher() noexcept;
  explicit Hasher(const Key& key) noexcept;
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  ~Hasher();

  Hasher& add(std::span<const std::byte> bytes) noexcept;
  Hasher& add(std::string_view text) noexcept { return add(std::as_bytes(std::span(text))); }
  Hasher& add(std::uint64_t number) noexcept;  ///< eight bytes, little endian
  Digest finish() noexcept;                    ///< once; the hasher is spent

 private:
  alignas(64) std::array<std::byte, 384> state_;
};

/// BLAKE2b-256 of some bytes.
Digest digest(std::span<const std::byte> bytes) noexcept;

}  // namespace limen::privacy
