// Signatures: the right one verifies, every other one does not.
#include "limen/privacy/sign.hpp"

#include <doctest/doctest.h>

#include "limen/core/bytes.hpp"

using namespace limen::privacy;

namespace {

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

}  // namespace

TEST_CASE("a signature is good for its key, context and message alone") {
  const SigningKey key(Key::random());
  const SigningKey other(Key::random());
  const auto signature = key.sign("head", bytes("message"));
  CHECK(verify(key.public_key(), "head", bytes("message"), signature));
  CHECK_FALSE(verify(other.public_key(), "head", bytes("message"), signature));
  CHECK_FALSE(verify(key.public_key(), "pack", bytes("message"), signature));
  CHECK_FALSE(verify(key.public_key(), "headm", bytes("essage"), signature));
  for (std::size_t i = 0; i < signature.bytes.size() * 8; ++i) {
    auto flipped = signature;
    flipped.bytes[i / 8] ^= std::byte{1} << (i % 8);
    CHECK_FALSE(verify(key.public_key(), "head", bytes("message"), flipped));
  }
}

TEST_CASE("a signing key follows from its seed, and keys and signatures from their spelling") {
  const auto seed = Key::from_bytes(std::vector<std::byte>(32, std::byte{7})).value();
  const SigningKey once(seed);
  const SigningKey again(seed);
  CHECK(once.public_key() == again.public_key());
  const auto signature = once.sign("x", bytes(""));
  CHECK(signature == again.sign("x", bytes("")));
  CHECK(public_key_from(to_string(once.public_key())) == once.public_key());
  CHECK(signature_from(to_string(signature)) == signature);
  CHECK_FALSE(public_key_from("00"));
  CHECK_FALSE(signature_from(std::string(128, 'G')));
}
