// Keys: 32 random bytes, or what Argon2id makes of a passphrase. Move-only, wiped, never printed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"

namespace limen::privacy {

/// A passphrase on its way to become a key: a wiped copy. The caller wipes his own.
class Passphrase {
 public:
  explicit Passphrase(std::string_view text) : bytes_(std::as_bytes(std::span(text))) {}
  std::span<const std::byte> bytes() const noexcept { return bytes_.span(); }

 private:
  SecureBytes bytes_;
};

/// What has to be stored beside the data so that the passphrase gives the same key again. Not secret.
struct PassphraseParameters {
  std::array<std::byte, 16> salt{};
  std::uint32_t passes = 3;                    ///< Argon2id "t", 1 to 16
  std::uint64_t memory_bytes = 256ULL << 20U;  ///< Argon2id "m", 8 KiB to 1 GiB

  /// A fresh random salt; the default cost takes about half a second.
  static PassphraseParameters random();
  friend bool operator==(const PassphraseParameters&, const PassphraseParameters&) = default;
};

/// A 256-bit secret for seal(), Hasher and derive(). Const members are safe to share between threads.
class Key {
 public:
  static constexpr std::size_t size = 32;

  static Key random();
  /// Argon2id version 1.3. Errors: invalid_argument (empty passphrase, cost out of range), io_error (not enough
  /// memory).
  static Result<Key> from_passphrase(const Passphrase& passphrase, const PassphraseParameters& parameters);
  /// A key that the caller keeps elsewhere (HSM, vault). Error: invalid_argument unless there are exactly 32 bytes.
  static Result<Key> from_bytes(std::span<const std::byte> bytes);

  /// Reads a key file. Errors: not_found, io_error, corrupt, newer_version, and access_denied if others than its owner
  /// may read or write it.
  static Result<Key> load(const std::filesystem::path& file);
  /// Writes a key file of mode 0600 and syncs it. Errors: already_exists (a key is never overwritten), io_error.
  Result<void> save(const std::filesystem::path& file) const;

  /// An independent key for another use: keyed BLAKE2b of the context. The same context gives the same key.
  Key derive(std::string_view context) const;

  /// The secret itself. For the primitives, and for who keeps keys elsewhere; do not copy it about.
  std::span<const std::byte> reveal() const noexcept { return bytes_.span(); }

 private:
  explicit Key(SecureBytes bytes) noexcept : bytes_(std::move(bytes)) {}
  SecureBytes bytes_;
};

}  // namespace limen::privacy
