// Key shares: any t of n give the key, fewer and changed ones do not.
#include "limen/privacy/shares.hpp"

#include <algorithm>
#include <set>

#include <doctest/doctest.h>

using namespace limen;
using namespace limen::privacy;

namespace {

KeyShare copy(const KeyShare& share) { return share_from(reveal(share)).value(); }

bool same(const Key& a, const Key& b) { return std::ranges::equal(a.reveal(), b.reveal()); }

}  // namespace

TEST_CASE("any three of five shares give the key, in any order; two do not") {
  const auto key = Key::random();
  const auto shares = split(key, 3, 5).value();
  REQUIRE(shares.size() == 5);
  for (std::size_t a = 0; a < 5; ++a)
    for (std::size_t b = 0; b < 5; ++b)
      for (std::size_t c = 0; c < 5; ++c) {
        std::vector<KeyShare> some;
        for (const auto i : {a, b, c}) some.push_back(copy(shares[i]));
        const auto back = combine(some);
        if (std::set{a, b, c}.size() == 3) {
          CHECK(same(back.value(), key));
        } else {
          CHECK(back.error().code == ErrorCode::invalid_argument);
        }
      }
  CHECK(combine(std::span(shares).first(2)).error().code == ErrorCode::invalid_argument);
  CHECK(combine({}).error().code == ErrorCode::invalid_argument);
  CHECK(same(combine(shares).value(), key));  // more than enough
}

TEST_CASE("the largest split works") {
  const auto key = Key::random();
  const auto shares = split(key, 255, 255).value();
  CHECK(same(combine(shares).value(), key));
}

TEST_CASE("below the threshold a byte of the key may be anything") {
  // With one share of a 2-of-2 split known, every value of the first byte is reached by some other share: the shares
  // of many splits of one key take all 256 values.
  const auto key = Key::from_bytes(std::vector<std::byte>(32, std::byte{0})).value();
  std::set<std::byte> seen;
  for (int i = 0; i < 4000; ++i) seen.insert(split(key, 2, 2).value()[0].value.data()[0]);
  CHECK(seen.size() == 256);
}

TEST_CASE("a share of another split, a changed share and a slip of the pen are noticed") {
  const auto key = Key::random();
  const auto shares = split(key, 2, 3).value();
  const auto others = split(key, 2, 3).value();
  std::vector<KeyShare> mixed;
  mixed.push_back(copy(shares[0]));
  mixed.push_back(copy(others[1]));
  CHECK(combine(mixed).error().code == ErrorCode::invalid_argument);
  mixed[1] = copy(shares[1]);
  mixed[1].value.data()[5] ^= std::byte{1};
  CHECK(combine(mixed).error().code == ErrorCode::tampered);

  const auto text = reveal(shares[0]);
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto bad = text;
    bad[i] = bad[i] == '0' ? '1' : '0';
    CHECK_FALSE(share_from(bad));
    CHECK_FALSE(share_from(std::string_view(text).substr(0, i)));
  }
}

TEST_CASE("a split that splits nothing is refused") {
  const auto key = Key::random();
  for (const auto& [threshold, shares] : {std::pair{0, 0}, {1, 3}, {0, 3}, {4, 3}, {2, 256}})
    CHECK(split(key, static_cast<std::size_t>(threshold), static_cast<std::size_t>(shares)).error().code ==
          ErrorCode::invalid_argument);
}
