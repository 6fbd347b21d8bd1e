#include "limen/privacy/escrow.hpp"

#include <iterator>

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

/// Two of three people can tell who is behind a pseudonym.
struct Registry {
  test::TemporaryDirectory folder;
  std::filesystem::path file = folder / "escrow", log = folder / "audit.log";
  KeyRing ring;
  PseudonymScope scope;
  std::vector<KeyShare> shares = Escrow::create(file, 2, 3).value();
  Escrow escrow = Escrow::open(file).value();
  Audit audit = Audit::open(log).value();

  Registry() {
    scope.purpose = Purpose::law_enforcement;
    scope.agency = "agency A";
    scope.field = "name";
  }
  Pseudonym put(const std::string& name) {
    const auto pseudonym = ring.pseudonym(scope, name).value();
    escrow.deposit(pseudonym, name).value();
    return pseudonym;
  }
  Reidentification why() const {
    Reidentification said;
    said.officer = "officer 1";
    said.on_behalf_of = "court";
    said.recipient = "prosecutor";
    said.justification = "order 7";
    return said;
  }
  Result<std::string> who(const Pseudonym& pseudonym, std::span<const KeyShare> by) {
    const auto found = escrow.reidentify(pseudonym, by, ring, scope, why(), audit);
    if (!found) return found.error();
    return std::string(found->begin(), found->end());
  }
  std::span<const KeyShare> any_two() const { return std::span(shares).first(2); }
};

}  // namespace

TEST_CASE("two of three shares open a pseudonym, and the log knows before anybody else does") {
  Registry registry;
  const auto one = registry.put("Müller, Anna"), other = registry.put("Example, Bo");
  CHECK(registry.escrow.size() == 2);
  CHECK(registry.who(one, registry.any_two()).value() == "Müller, Anna");
  CHECK(registry.who(other, std::span(registry.shares).last(2)).value() == "Example, Bo");
  const auto records = Audit::entries(registry.log).value();
  REQUIRE(records.size() == 2);
  CHECK(records[0].entry.operation == Operation::reidentification);
  CHECK(records[0].entry.recipient == "prosecutor");
  CHECK(records[0].entry.subjects == std::vector{to_string(one)});
  CHECK(records[1].entry.result == "opened by the shares 2 3");
  CHECK(slurp(registry.file).find("Anna") == std::string::npos);
  CHECK(slurp(registry.log).find("Anna") == std::string::npos);
}

TEST_CASE("one share is not enough, nor shares of another escrow; without reasons and without a log nothing is told") {
  Registry registry, another;
  const auto one = registry.put("Example");
  CHECK(code_of(registry.who(one, std::span(registry.shares).first(1))) == ErrorCode::invalid_argument);
  CHECK(code_of(registry.who(one, another.any_two())) == ErrorCode::wrong_key);
  CHECK(code_of(registry.who(another.put("Example"), registry.any_two())) == ErrorCode::not_found);
  for (auto clear : {&Reidentification::officer, &Reidentification::on_behalf_of, &Reidentification::recipient,
                     &Reidentification::justification}) {
    auto why = registry.why();
    (why.*clear).clear();
    CHECK(code_of(registry.escrow.reidentify(one, registry.any_two(), registry.ring, registry.scope, why,
                                             registry.audit)) == ErrorCode::invalid_argument);
  }
  CHECK(registry.audit.head().sequence == 0);
  std::filesystem::remove(registry.log);
  CHECK(code_of(registry.who(one, registry.any_two())) == ErrorCode::audit_failed);
}

TEST_CASE("what was deposited falsely, in another scope, or under a destroyed key is not believed") {
  Registry registry;
  const auto one = registry.ring.pseudonym(registry.scope, "Innocent").value();
  registry.escrow.deposit(one, "Somebody Else").value();  // a lie of who may write to the file
  CHECK(code_of(registry.who(one, registry.any_two())) == ErrorCode::tampered);
  const auto two = registry.put("Example");
  registry.scope.agency = "agency B";
  CHECK(code_of(registry.who(two, registry.any_two())) == ErrorCode::tampered);
  registry.scope.agency = "agency A";
  registry.ring.rotate();
  CHECK(registry.who(two, registry.any_two()));
  registry.ring.destroy(1).value();
  CHECK(code_of(registry.who(two, registry.any_two())) == ErrorCode::wrong_key);
}

TEST_CASE("an erased pair is gone; a pair is written once") {
  Registry registry;
  const auto one = registry.put("Example"), two = registry.put("Sample");
  const auto size = slurp(registry.file).size();
  registry.put("Example");
  CHECK(slurp(registry.file).size() == size);
  registry.escrow.erase(one).value();
  CHECK(code_of(registry.escrow.erase(one)) == ErrorCode::not_found);
  CHECK(code_of(registry.who(one, registry.any_two())) == ErrorCode::not_found);
  const auto again = Escrow::open(registry.file, registry.escrow.public_key()).value();
  CHECK_FALSE(again.holds(one));
  CHECK(again.holds(two));
  CHECK(code_of(registry.escrow.deposit(one, "")) == ErrorCode::invalid_argument);
  CHECK(code_of(registry.escrow.deposit(one, std::string(257, 'x'))) == ErrorCode::invalid_argument);
  CHECK(code_of(Escrow::create(registry.file, 2, 3)) == ErrorCode::already_exists);
  CHECK(code_of(Escrow::create(registry.folder / "x", 1, 3)) == ErrorCode::invalid_argument);
}

TEST_CASE("the file cut or changed at any byte tells nothing false") {
  Registry registry;
  const auto one = registry.put("Example");
  const auto key = registry.escrow.public_key();
  const auto good = slurp(registry.file);
  const auto told = [&]() -> Result<std::string> {
    auto escrow = Escrow::open(registry.file, key);
    if (!escrow) return escrow.error();
    registry.escrow = std::move(*escrow);
    return registry.who(one, registry.any_two());
  };
  REQUIRE(told().value() == "Example");
  for (std::size_t i = 0; i < good.size(); ++i) {
    INFO("byte " << i);
    auto changed = good;
    changed[i] = static_cast<char>(changed[i] ^ 16);
    spill(registry.file, changed);
    REQUIRE_FALSE(told());
    spill(registry.file, good.substr(0, i));
    REQUIRE_FALSE(told());
  }
}
