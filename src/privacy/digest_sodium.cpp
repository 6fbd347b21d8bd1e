#include "limen/core/bytes.hpp"
#include "limen/privacy/digest.hpp"
#include "limen/privacy/key.hpp"

#include "privacy/sodium.hpp"

namespace limen::privacy {

namespace {

crypto_generichash_state* state_of(std::array<std::byte, 384>& bytes) noexcept {
  return reinterpret_cast<crypto_generichash_state*>(bytes.data());
}

}  // namespace

static_assert(sizeof(crypto_generichash_state) <= 384 && alignof(crypto_generichash_state) <= 64);

Hasher::Hasher() noexcept {
  (void)prepared();
  (void)crypto_generichash_init(state_of(state_), nullptr, 0, sizeof(Digest));
}

Hasher::Hasher(const Key& key) noexcept {
  const auto secret = key.reveal();
  (void)crypto_generichash_init(state_of(state_), raw(secret.data()), secret.size(), sizeof(Digest));
}

Hasher::~Hasher() { secure_wipe(state_.data(), state_.size()); }

Hasher& Hasher::add(std::span<const std::byte> bytes) noexcept {
  (void)crypto_generichash_update(state_of(state_), raw(bytes.data()), bytes.size());
  return *this;
}

Hasher& Hasher::add(std::uint64_t number) noexcept {
  std::array<std::byte, 8> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(number >> (8 * i));
  return add(bytes);
}

Digest Hasher::finish() noexcept {
  Digest digest;
  (void)crypto_generichash_final(state_of(state_), raw(digest.bytes.data()), digest.bytes.size());
  return digest;
}

Digest digest(std::span<const std::byte> bytes) noexcept { return Hasher{}.add(bytes).finish(); }

}  // namespace limen::privacy
