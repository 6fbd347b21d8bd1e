#include "limen/privacy/audit_proof.hpp"

#include <doctest/doctest.h>

#include "limen/privacy/audit.hpp"

#include "tests/code_of.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::privacy;
using limen::test::code_of;

namespace {

/// A log of seven entries over two files, with the tree heads after each.
struct World {
  test::TemporaryDirectory folder;
  std::filesystem::path log = folder / "audit.log";
  std::optional<Key> key;
  std::vector<TreeHead> heads;
  SigningKey signer{Key::random()};

  explicit World(bool keyed) {
    if (keyed) key = Key::random();
    auto audit = Audit::open(log, {.key = with()}).value();
    for (int i = 1; i <= 7; ++i) {
      AuditEntry entry;
      entry.officer = "officer " + std::to_string(i);
      entry.subjects = {"g/" + std::to_string(i)};
      entry.details = "of " + std::to_string(i);
      audit.append(entry).value();
      heads.push_back(audit.tree_head());
      if (i == 4) audit.rotate().value();
    }
  }
  const Key* with() const { return key ? &*key : nullptr; }
};

}  // namespace

TEST_CASE("who has a tree head is shown one entry, and can read it only if it is disclosed") {
  for (const bool keyed : {false, true}) {
    const World world(keyed);
    const auto records = Audit::entries(world.log, world.with()).value();
    for (std::uint64_t size = 1; size <= 7; ++size)
      for (std::uint64_t n = 1; n <= size; ++n) {
        const auto sent = to_json(Audit::prove(world.log, world.with(), n, size, true).value());
        const auto proof = entry_proof_from(sent + "\n").value();
        const auto record = check(proof, world.heads[size - 1]).value();
        CHECK(record.sequence == n);
        CHECK(record.hash == records[n - 1].hash);
        CHECK(record.entry.officer == records[n - 1].entry.officer);
        CHECK(record.entry.subjects == std::vector<std::string>{"-"});
        CHECK(record.entry.details.empty());
        CHECK(record.hidden == 1);
        if (size < 7) CHECK(code_of(check(proof, world.heads[size])) == ErrorCode::tampered);
      }
    const auto closed = Audit::prove(world.log, world.with(), 3, 0, false).value();
    CHECK(check(closed, world.heads[6]).value().entry.officer == (keyed ? "" : "officer 3"));
    for (const std::uint64_t wrong : {0U, 8U})
      CHECK(code_of(Audit::prove(world.log, world.with(), wrong)) == ErrorCode::invalid_argument);
    CHECK(code_of(Audit::prove(world.log, world.with(), 7, 6)) == ErrorCode::invalid_argument);
    CHECK(code_of(Audit::prove(world.log, world.with(), 1, 8)) == ErrorCode::invalid_argument);
  }
}

TEST_CASE("the key that discloses one entry opens no other") {
  const World world(true);
  auto first = Audit::prove(world.log, world.with(), 1, 0, true).value();
  auto second = Audit::prove(world.log, world.with(), 2, 0, true).value();
  std::swap(first.key, second.key);
  CHECK(code_of(check(first, world.heads[6])) == ErrorCode::wrong_key);
}

TEST_CASE("a later head continues an earlier one; one of a log that was changed does not") {
  const World world(true), other(true);
  for (std::uint64_t m = 1; m <= 7; ++m)
    for (std::uint64_t n = m; n <= 7; ++n) {
      const auto sent = to_json(Audit::prove_continuation(world.log, world.with(), m, n).value());
      const auto proof = continuation_proof_from(sent).value();
      CHECK(check(proof, world.heads[m - 1], world.heads[n - 1]));
      CHECK_FALSE(check(proof, other.heads[m - 1], world.heads[n - 1]));
      auto forged = world.heads[m - 1];
      forged.root = other.heads[m - 1].root;
      CHECK(code_of(check(proof, forged, world.heads[n - 1])) == ErrorCode::tampered);
    }
}

TEST_CASE("a log that was made anew with other words is found by a tree head kept elsewhere") {
  const World world(false), other(false);
  CHECK(Audit::verify(world.log, nullptr, std::nullopt, world.heads));
  auto heads = world.heads;
  heads[2].root = other.heads[2].root;
  CHECK(code_of(Audit::verify(world.log, nullptr, std::nullopt, heads)) == ErrorCode::tampered);
  CHECK(code_of(Audit::verify(world.log, nullptr, std::nullopt, other.heads)) == ErrorCode::tampered);
  heads = world.heads;
  heads[6].size = 8;  // the log was longer once
  CHECK(code_of(Audit::verify(world.log, nullptr, std::nullopt, heads)) == ErrorCode::tampered);
  CHECK_FALSE(world.heads == other.heads);
}

TEST_CASE("a signed tree head is believed from the trusted signer alone, and as it was signed") {
  const World world(false);
  const auto signed_head = sign(world.heads[6], world.signer);
  const auto text = to_json(signed_head);
  CHECK(tree_head_from(text).value() == signed_head);
  CHECK(opened(signed_head, world.signer.public_key()).value() == world.heads[6]);
  const SigningKey stranger{Key::random()};
  CHECK(code_of(opened(sign(world.heads[6], stranger), world.signer.public_key())) == ErrorCode::access_denied);
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const int bit : {0, 5}) {
      auto changed = text;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      const auto head = tree_head_from(changed);
      INFO("byte " << i);
      REQUIRE((!head || !opened(*head, world.signer.public_key())));
    }
    REQUIRE_FALSE(tree_head_from(text.substr(0, i)));
  }
}

TEST_CASE("proofs that were cut off or changed at any byte prove nothing") {
  const World world(true);
  const auto entry = to_json(Audit::prove(world.log, world.with(), 3, 0, true).value());
  const auto more = to_json(Audit::prove_continuation(world.log, world.with(), 3).value());
  for (std::size_t i = 0; i < entry.size(); ++i) {
    auto changed = entry;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto proof = entry_proof_from(changed);
    INFO("byte " << i);
    REQUIRE((!proof || !check(*proof, world.heads[6])));
    REQUIRE_FALSE(entry_proof_from(entry.substr(0, i)));
  }
  for (std::size_t i = 0; i < more.size(); ++i) {
    auto changed = more;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto proof = continuation_proof_from(changed);
    INFO("byte " << i);
    REQUIRE((!proof || !check(*proof, world.heads[2], world.heads[6])));
    REQUIRE_FALSE(continuation_proof_from(more.substr(0, i)));
  }
}
