#include "limen/privacy/digest.hpp"
#include "limen/privacy/sign.hpp"

#include "privacy/hex.hpp"
#include "privacy/sodium.hpp"

namespace limen::privacy {

namespace {

/// What is signed: a digest of context and message, each with its length.
Digest signed_bytes(std::string_view context, std::span<const std::byte> message) noexcept {
  Hasher hasher;
  hasher.add(std::uint64_t{context.size()}).add(context).add(std::uint64_t{message.size()}).add(message);
  return hasher.finish();
}

}  // namespace

SigningKey::SigningKey(const Key& seed) : secret_(crypto_sign_SECRETKEYBYTES) {
  ready();
  static_assert(crypto_sign_SEEDBYTES == Key::size && crypto_sign_PUBLICKEYBYTES == sizeof(PublicKey));
  (void)crypto_sign_seed_keypair(raw(public_.bytes.data()), raw(secret_.data()), raw(seed.reveal().data()));
}

Signature SigningKey::sign(std::string_view context, std::span<const std::byte> message) const {
  const auto text = signed_bytes(context, message);
  Signature signature;
  static_assert(crypto_sign_BYTES == sizeof(Signature));
  (void)crypto_sign_detached(raw(signature.bytes.data()), nullptr, raw(text.bytes.data()), text.bytes.size(),
                             raw(secret_.data()));
  return signature;
}

bool verify(const PublicKey& key, std::string_view context, std::span<const std::byte> message,
            const Signature& signature) noexcept {
  const auto text = signed_bytes(context, message);
  return crypto_sign_verify_detached(raw(signature.bytes.data()), raw(text.bytes.data()), text.bytes.size(),
                                     raw(key.bytes.data())) == 0;
}

std::string to_string(const PublicKey& key) { return to_hex(key.bytes); }
std::string to_string(const Signature& signature) { return to_hex(signature.bytes); }

std::optional<PublicKey> public_key_from(std::string_view hex) noexcept {
  PublicKey key;
  if (!from_hex(hex, key.bytes)) return std::nullopt;
  return key;
}

std::optional<Signature> signature_from(std::string_view hex) noexcept {
  Signature signature;
  if (!from_hex(hex, signature.bytes)) return std::nullopt;
  return signature;
}

}  // namespace limen::privacy
