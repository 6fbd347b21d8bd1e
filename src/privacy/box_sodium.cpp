#include "limen/privacy/box.hpp"

#include "privacy/hex.hpp"
#include "privacy/sodium.hpp"

namespace limen::privacy {

static_assert(crypto_box_SEEDBYTES == Key::size && crypto_box_PUBLICKEYBYTES == sizeof(BoxPublicKey) &&
              crypto_box_SEALBYTES == box_overhead);

std::string to_string(const BoxPublicKey& key) { return to_hex(key.bytes); }

std::optional<BoxPublicKey> box_public_key_from(std::string_view hex) noexcept {
  BoxPublicKey key;
  if (!from_hex(hex, key.bytes)) return std::nullopt;
  return key;
}

Result<Bytes> seal_to(const BoxPublicKey& recipient, std::span<const std::byte> plain) {
  ready();
  Bytes sealed(plain.size() + box_overhead);
  if (crypto_box_seal(raw(sealed.data()), raw(plain.data()), plain.size(), raw(recipient.bytes.data())) != 0)
    return {ErrorCode::invalid_argument, "box: " + to_string(recipient) + " is no device's public key"};
  return sealed;
}

BoxKey::BoxKey(const Key& seed) : secret_(crypto_box_SECRETKEYBYTES) {
  ready();
  (void)crypto_box_seed_keypair(raw(public_.bytes.data()), raw(secret_.data()), raw(seed.reveal().data()));
}

Result<SecureVector<std::byte>> BoxKey::open(std::span<const std::byte> sealed) const {
  if (sealed.size() < box_overhead)
    return {ErrorCode::wrong_key, "box: " + std::to_string(sealed.size()) + " bytes are too few to hold one"};
  SecureVector<std::byte> plain(sealed.size() - box_overhead);
  if (crypto_box_seal_open(raw(plain.data()), raw(sealed.data()), sealed.size(), raw(public_.bytes.data()),
                           raw(secret_.data())) != 0)
    return {ErrorCode::wrong_key, "box: it is not sealed to this key, or its bytes were changed"};
  return plain;
}

}  // namespace limen::privacy
