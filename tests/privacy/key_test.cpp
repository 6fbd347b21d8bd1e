#include "limen/privacy/key.hpp"

#include <algorithm>
#include <iterator>
#include <type_traits>

#include <doctest/doctest.h>

#include "tests/code_of.hpp"
#include "tests/files.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::privacy;
using limen::test::code_of;
using limen::test::slurp;
using limen::test::spill;

namespace {

constexpr std::uint64_t cheap = 1U << 16U;  // bytes of memory: enough for a test

bool same(const Key& a, const Key& b) { return std::ranges::equal(a.reveal(), b.reveal()); }

void spit(const std::filesystem::path& path, const std::string& text) {
  spill(path, text);
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace

static_assert(!std::is_copy_constructible_v<Key> && !std::is_copy_assignable_v<Key>);
static_assert(std::is_nothrow_move_constructible_v<Key>);
static_assert(!std::is_copy_constructible_v<Passphrase>);

TEST_CASE("random keys differ; derived keys differ by context and are repeatable") {
  const auto key = Key::random();
  CHECK_FALSE(same(key, Key::random()));
  CHECK(same(key.derive("audit"), key.derive("audit")));
  CHECK_FALSE(same(key.derive("audit"), key.derive("label")));
  CHECK_FALSE(same(key.derive("audit"), key));
}

TEST_CASE("a passphrase gives the same key with the same parameters only") {
  PassphraseParameters parameters = PassphraseParameters::random();
  parameters.passes = 1;
  parameters.memory_bytes = cheap;
  const Passphrase phrase("correct horse");
  const auto key = Key::from_passphrase(phrase, parameters).value();
  CHECK(same(key, Key::from_passphrase(Passphrase("correct horse"), parameters).value()));
  CHECK_FALSE(same(key, Key::from_passphrase(Passphrase("correct horsf"), parameters).value()));
  auto other = parameters;
  other.salt[0] ^= std::byte{1};
  CHECK_FALSE(same(key, Key::from_passphrase(phrase, other).value()));
  other = parameters;
  other.passes = 2;
  CHECK_FALSE(same(key, Key::from_passphrase(phrase, other).value()));
  CHECK(PassphraseParameters::random().salt != PassphraseParameters::random().salt);
}

TEST_CASE("costs that nobody can or should pay are refused before they are paid") {
  const Passphrase phrase("correct horse");
  auto parameters = PassphraseParameters::random();
  for (const std::uint64_t memory : {0ULL, 8191ULL, (1ULL << 30U) + 1, ~0ULL}) {
    parameters.memory_bytes = memory;
    CHECK(code_of(Key::from_passphrase(phrase, parameters)) == ErrorCode::invalid_argument);
  }
  parameters.memory_bytes = cheap;
  for (const auto passes : {0U, 17U, ~0U}) {
    parameters.passes = passes;
    CHECK(code_of(Key::from_passphrase(phrase, parameters)) == ErrorCode::invalid_argument);
  }
  parameters.passes = 1;
  CHECK(code_of(Key::from_passphrase(Passphrase(""), parameters)) == ErrorCode::invalid_argument);
  CHECK(code_of(Key::from_bytes(Bytes(31))) == ErrorCode::invalid_argument);
}

TEST_CASE("a key file is private, is read back, and is never overwritten") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "gallery.key";
  const auto key = Key::random();
  REQUIRE(key.save(path));
  CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::mask) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  CHECK(same(key, Key::load(path).value()));
  const auto again = Key::random().save(path);
  REQUIRE_FALSE(again);
  CHECK(again.error().code == ErrorCode::already_exists);
  CHECK(same(key, Key::load(path).value()));
  CHECK(code_of(Key::load(folder / "none.key")) == ErrorCode::not_found);
  CHECK(code_of(Key::load(folder.path())) == ErrorCode::io_error);
  CHECK(Key::random().save(folder / "no" / "where.key").error().code == ErrorCode::not_found);

  std::filesystem::permissions(path, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  CHECK(code_of(Key::load(path)) == ErrorCode::access_denied);
}

TEST_CASE("a key file that is cut, longer, changed in any byte or from the future is refused") {
  const test::TemporaryDirectory folder;
  const auto path = folder / "gallery.key";
  REQUIRE(Key::random().save(path));
  const auto good = slurp(path);
  const auto bad = folder / "bad.key";
  for (std::size_t size = 0; size < good.size(); ++size) {
    spit(bad, good.substr(0, size));
    REQUIRE_FALSE(Key::load(bad));
  }
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto changed = good;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    spit(bad, changed);
    REQUIRE_FALSE(Key::load(bad));
  }
  spit(bad, good + "x");
  CHECK(code_of(Key::load(bad)) == ErrorCode::corrupt);
  auto newer = good;
  newer[8] = 2;
  spit(bad, newer);
  CHECK(code_of(Key::load(bad)) == ErrorCode::newer_version);
  spit(bad, "this is a shopping list, which is longer than a key is.");
  CHECK(code_of(Key::load(bad)) == ErrorCode::unsupported_format);
}
