#include <numeric>
#include <string>
#include <utility>

#include "limen/privacy/digest.hpp"

#include "privacy/keystream.hpp"
#include "privacy/sodium.hpp"

namespace limen::privacy {

namespace {

constexpr std::size_t buffered = 4096;  // numbers

}  // namespace

static_assert(std::endian::native == std::endian::little && Key::size == crypto_stream_chacha20_KEYBYTES);

Keystream::Keystream(const Key& key, std::string_view context)
    : key_(key.derive(context)), buffer_(buffered), at_(buffered) {
  ready();
}

void Keystream::fill() noexcept {
  std::array<unsigned char, crypto_stream_chacha20_NONCEBYTES> nonce{};
  for (std::size_t i = 0; i < nonce.size(); ++i) nonce[i] = static_cast<unsigned char>(block_ >> (8 * i));
  ++block_;
  (void)crypto_stream_chacha20(reinterpret_cast<unsigned char*>(buffer_.data()), buffer_.size() * sizeof(std::uint64_t),
                               nonce.data(), raw(key_.reveal().data()));
  at_ = 0;
}

SecureVector<std::uint32_t> permutation(Keystream& random, std::size_t size) {
  SecureVector<std::uint32_t> places(size);
  std::iota(places.begin(), places.end(), 0U);
  for (std::size_t i = size; i > 1; --i) std::swap(places[i - 1], places[random.below(i)]);
  return places;
}

std::uint32_t key_tag(const Key& key, std::string_view context) {
  const auto full = Hasher(key.derive(std::string(context) + " tag")).finish();
  std::uint32_t tag = 0;
  for (std::size_t i = 0; i < sizeof tag; ++i) tag |= static_cast<std::uint32_t>(full.bytes[i]) << (8 * i);
  return tag;
}

}  // namespace limen::privacy
