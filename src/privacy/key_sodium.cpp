#include "limen/privacy/key.hpp"

#include "privacy/sodium.hpp"

namespace limen::privacy {

namespace {

constexpr std::uint32_t most_passes = 16;
constexpr std::uint64_t most_memory = 1ULL << 30U;  // bounds what a hostile file can make us spend

}  // namespace

PassphraseParameters PassphraseParameters::random() {
  ready();
  PassphraseParameters parameters;
  randombytes_buf(parameters.salt.data(), parameters.salt.size());
  return parameters;
}

Key Key::random() {
  ready();
  SecureBytes bytes(size);
  randombytes_buf(bytes.data(), size);
  return Key(std::move(bytes));
}

Result<Key> Key::from_bytes(std::span<const std::byte> bytes) {
  if (bytes.size() != size)
    return {ErrorCode::invalid_argument, "key: 32 bytes are wanted, " + std::to_string(bytes.size()) + " were given"};
  return Key(SecureBytes(bytes));
}

Result<Key> Key::from_passphrase(const Passphrase& passphrase, const PassphraseParameters& parameters) {
  ready();
  static_assert(crypto_pwhash_argon2id_SALTBYTES == sizeof parameters.salt);
  const auto text = passphrase.bytes();
  if (text.empty()) return {ErrorCode::invalid_argument, "passphrase: it is empty"};
  if (parameters.passes == 0 || parameters.passes > most_passes ||
      parameters.memory_bytes < crypto_pwhash_argon2id_MEMLIMIT_MIN || parameters.memory_bytes > most_memory)
    return {ErrorCode::invalid_argument, "passphrase: 1 to 16 passes over 8 KiB to 1 GiB are possible, asked were " +
                                             std::to_string(parameters.passes) + " over " +
                                             std::to_string(parameters.memory_bytes) + " bytes"};
  SecureBytes bytes(size);
  if (crypto_pwhash_argon2id(raw(bytes.data()), size, reinterpret_cast<const char*>(text.data()), text.size(),
                             raw(parameters.salt.data()), parameters.passes, parameters.memory_bytes,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
    return {ErrorCode::io_error,
            "passphrase: " + std::to_string(parameters.memory_bytes) + " bytes of memory are not to be had"};
  return Key(std::move(bytes));
}

Key Key::derive(std::string_view context) const {
  SecureBytes bytes(size);
  (void)crypto_generichash(raw(bytes.data()), size, reinterpret_cast<const unsigned char*>(context.data()),
                           context.size(), raw(bytes_.data()), bytes_.size());
  return Key(std::move(bytes));
}

}  // namespace limen::privacy
