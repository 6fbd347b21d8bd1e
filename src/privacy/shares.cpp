#include "limen/privacy/shares.hpp"

#include <algorithm>
#include <ranges>

#include "limen/core/checksum.hpp"
#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"

#include "privacy/hex.hpp"

namespace limen::privacy {

namespace {

constexpr std::string_view prefix = "limen-share-1-";
constexpr std::size_t share_size = 16 + 1 + 1 + 32 + Key::size + 4;

// GF(2^8) modulo x^8 + x^4 + x^3 + x + 1, without tables and branches: time says nothing about the secret.
constexpr unsigned multiply(unsigned a, unsigned b) noexcept {
  unsigned product = 0;
  for (int bit = 0; bit < 8; ++bit) {
    product ^= (0U - (b & 1U)) & a;
    a = ((a << 1U) ^ ((0U - (a >> 7U)) & 0x11BU)) & 0x1FFU;
    a &= 0xFFU;
    b >>= 1U;
  }
  return product & 0xFFU;
}
constexpr unsigned inverse(unsigned a) noexcept {  // a^254
  unsigned power = a;
  unsigned result = 1;
  for (int bit = 0; bit < 7; ++bit) {
    power = multiply(power, power);
    result = multiply(result, power);
  }
  return result;
}
static_assert(multiply(0x57, 0x83) == 0xC1 && multiply(0x53, 0xCA) == 1 && inverse(0x53) == 0xCA);

Digest check_of(const Key& key, std::span<const std::byte> set) {
  return Hasher(key).add("limen key share").add(set).finish();
}

}  // namespace

Result<std::vector<KeyShare>> split(const Key& key, std::size_t threshold, std::size_t shares) {
  if (threshold < 2 || threshold > shares || shares > 255)
    return {ErrorCode::invalid_argument, "key shares: 2 <= threshold <= shares <= 255 is wanted, asked was " +
                                             std::to_string(threshold) + " of " + std::to_string(shares)};
  std::array<std::byte, 16> set;
  const auto random = digest(Key::random().reveal());
  std::copy_n(random.bytes.begin(), set.size(), set.begin());
  const auto check = check_of(key, set);
  std::vector<Key> coefficients;  // of x, x², …; each byte of the key has a polynomial of its own
  for (std::size_t i = 1; i < threshold; ++i) coefficients.push_back(Key::random());
  std::vector<KeyShare> made;
  for (std::size_t n = 1; n <= shares; ++n) {
    KeyShare share{set, static_cast<std::uint8_t>(threshold), static_cast<std::uint8_t>(n), check,
                   SecureBytes(Key::size)};
    for (std::size_t i = 0; i < Key::size; ++i) {
      unsigned value = 0;
      for (std::size_t k = coefficients.size(); k > 0; --k)
        value = multiply(value ^ std::to_integer<unsigned>(coefficients[k - 1].reveal()[i]), static_cast<unsigned>(n));
      share.value.data()[i] = static_cast<std::byte>(value) ^ key.reveal()[i];
    }
    made.push_back(std::move(share));
  }
  return made;
}

Result<Key> combine(std::span<const KeyShare> shares) {
  const std::size_t wanted = shares.empty() ? 2 : std::max<std::size_t>(shares.front().threshold, 2);
  if (shares.size() < wanted)
    return {ErrorCode::invalid_argument,
            "key shares: " + std::to_string(wanted) + " are needed, " + std::to_string(shares.size()) + " were given"};
  shares = shares.first(wanted);
  for (const auto& share : shares) {
    if (share.set != shares.front().set || share.threshold != shares.front().threshold ||
        share.check != shares.front().check)
      return {ErrorCode::invalid_argument, "key shares: they are of different keys"};
    if (share.number == 0 || share.value.size() != Key::size)
      return {ErrorCode::invalid_argument, "key shares: one is no share"};
    if (std::ranges::count(shares, share.number, &KeyShare::number) != 1)
      return {ErrorCode::invalid_argument, "key shares: number " + std::to_string(share.number) + " was given twice"};
  }
  SecureBytes secret(Key::size);
  for (const auto& share : shares) {
    unsigned weight = 1;  // Lagrange's, at 0
    for (const auto& other : shares)
      if (&other != &share)
        weight = multiply(weight, multiply(other.number, inverse(static_cast<unsigned>(other.number ^ share.number))));
    for (std::size_t i = 0; i < Key::size; ++i)
      secret.data()[i] ^= static_cast<std::byte>(multiply(weight, std::to_integer<unsigned>(share.value.data()[i])));
  }
  auto key = Key::from_bytes(secret.span());
  if (key && check_of(*key, shares.front().set) != shares.front().check)
    return {ErrorCode::tampered, "key shares: they do not give the key; one of them was changed"};
  return key;
}

std::string reveal(const KeyShare& share) {
  Writer writer;
  writer.bytes(share.set);
  writer.u8(share.threshold);
  writer.u8(share.number);
  writer.bytes(share.check.bytes);
  writer.bytes(share.value.span());
  writer.u32(crc32(writer.span()));
  return std::string(prefix) + to_hex(writer.span());
}

Result<KeyShare> share_from(std::string_view text) {
  if (!text.starts_with(prefix)) return {ErrorCode::unsupported_format, "key share: it begins with limen-share-1-"};
  text.remove_prefix(prefix.size());
  SecureBytes bytes(share_size);
  if (!from_hex(text, bytes.span()))
    return {ErrorCode::corrupt, "key share: " + std::to_string(2 * share_size) + " hexadecimal digits are wanted"};
  Reader reader(bytes.span(), "key share");
  KeyShare share;
  std::ranges::copy(reader.take(16), share.set.begin());
  share.threshold = reader.u8();
  share.number = reader.u8();
  std::ranges::copy(reader.take(32), share.check.bytes.begin());
  share.value = SecureBytes(reader.take(Key::size));
  if (reader.u32() != crc32(bytes.span().first(share_size - 4)) || share.threshold < 2 || share.number == 0)
    return {ErrorCode::corrupt, "key share: its check sum is wrong; look for a slip of the pen"};
  return share;
}

}  // namespace limen::privacy
