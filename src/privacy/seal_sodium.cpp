#include "limen/privacy/seal.hpp"

#include "privacy/sodium.hpp"

namespace limen::privacy {

namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(nonce_size + tag_size == seal_overhead && Key::size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

}  // namespace

Bytes seal(const Key& key, std::span<const std::byte> plain, std::span<const std::byte> associated) {
  ready();
  Bytes sealed(plain.size() + seal_overhead);
  randombytes_buf(sealed.data(), nonce_size);
  (void)crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed.data() + nonce_size), nullptr, raw(plain.data()),
                                                   plain.size(), raw(associated.data()), associated.size(), nullptr,
                                                   raw(sealed.data()), raw(key.reveal().data()));
  return sealed;
}

Result<SecureVector<std::byte>> unseal(const Key& key, std::span<const std::byte> sealed,
                                       std::span<const std::byte> associated) {
  ready();
  if (sealed.size() < seal_overhead)
    return {ErrorCode::tampered, "seal: " + std::to_string(sealed.size()) + " bytes are too few to hold one"};
  SecureVector<std::byte> plain(sealed.size() - seal_overhead);
  const auto text = sealed.subspan(nonce_size);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain.data()), nullptr, nullptr, raw(text.data()), text.size(),
                                                 raw(associated.data()), associated.size(), raw(sealed.data()),
                                                 raw(key.reveal().data())) != 0)
    return {ErrorCode::tampered, "seal: it does not open; the bytes, what is bound to them, or the key differ"};
  return plain;
}

}  // namespace limen::privacy
