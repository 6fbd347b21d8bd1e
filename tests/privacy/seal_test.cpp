#include "limen/privacy/seal.hpp"

#include <algorithm>
#include <string_view>

#include <doctest/doctest.h>

#include "limen/privacy/digest.hpp"

using namespace limen;
using namespace limen::privacy;

namespace {

Bytes hex(std::string_view text) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    bytes.push_back(static_cast<std::byte>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  return bytes;
}

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

}  // namespace

TEST_CASE("a seal opens the published vector (draft-irtf-cfrg-xchacha-03, A.3.1)") {
  const auto key = Key::from_bytes(hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")).value();
  const auto sealed = hex(
      "404142434445464748494a4b4c4d4e4f5051525354555657"
      "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216"
      "cb96b7"
      "2e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e"
      "c0875924c1c7987947deafd8780acf49");
  const auto plain = unseal(key, sealed, hex("50515253c0c1c2c3c4c5c6c7"));
  REQUIRE(plain);
  CHECK(std::ranges::equal(*plain, bytes_of("Ladies and Gentlemen of the class of '99: If I could offer you only one "
                                            "tip for the future, sunscreen would be it.")));
}

TEST_CASE("what is sealed opens again, also nothing at all, and never twice to the same bytes") {
  const auto key = Key::random();
  for (const std::size_t size : {0U, 1U, 31U, 1000U}) {
    const Bytes plain(size, std::byte{7});
    const auto sealed = seal(key, plain, bytes_of("record 1"));
    CHECK(sealed.size() == size + seal_overhead);
    CHECK(std::ranges::equal(unseal(key, sealed, bytes_of("record 1")).value(), plain));
    CHECK(sealed != seal(key, plain, bytes_of("record 1")));
  }
}

TEST_CASE("a seal with one bit changed, cut anywhere, or with other associated data or another key stays closed") {
  const auto key = Key::random();
  const auto sealed = seal(key, bytes_of("template"), bytes_of("record 1"));
  const auto closed = [&](const Key& with, std::span<const std::byte> bytes, std::string_view associated) {
    const auto opened = unseal(with, bytes, bytes_of(associated));
    return !opened && opened.error().code == ErrorCode::tampered;
  };
  for (std::size_t i = 0; i < sealed.size() * 8; ++i) {
    auto changed = sealed;
    changed[i / 8] ^= static_cast<std::byte>(1U << (i % 8));
    REQUIRE(closed(key, changed, "record 1"));
  }
  for (std::size_t size = 0; size < sealed.size(); ++size)
    REQUIRE(closed(key, std::span(sealed).first(size), "record 1"));
  CHECK(closed(key, sealed, "record 2"));
  CHECK(closed(key, sealed, ""));
  CHECK(closed(Key::random(), sealed, "record 1"));
}

TEST_CASE("BLAKE2b-256: known digests, pieces, and the key") {
  CHECK(to_string(digest({})) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  CHECK(to_string(digest(bytes_of("abc"))) == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  CHECK(Hasher().add("a").add("bc").finish() == digest(bytes_of("abc")));
  const auto key = Key::random();
  CHECK(Hasher(key).add("abc").finish() != digest(bytes_of("abc")));
  CHECK(Hasher(key).add("abc").finish() == Hasher(key).add("abc").finish());
  CHECK(Hasher(key).add("abc").finish() != Hasher(Key::random()).add("abc").finish());
  CHECK(Hasher().add(std::uint64_t{258}).finish() == digest(hex("0201000000000000")));
}

TEST_CASE("a digest is read back from its own spelling alone") {
  const auto some = digest(bytes_of("abc"));
  const auto text = to_string(some);
  CHECK(digest_from(text) == some);
  CHECK_FALSE(digest_from(text.substr(1)));
  CHECK_FALSE(digest_from(text + "0"));
  for (const char c : {'B', 'g', '\0'}) {  // an upper-case digit is no digit
    auto other = text;
    other[0] = c;
    CHECK_FALSE(digest_from(other));
  }
}
