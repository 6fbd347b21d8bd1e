// Pseudonyms: one person, one pseudonym in a scope; nothing in common between scopes, agencies, epochs.
#include "limen/privacy/pseudonym.hpp"

#include <set>

#include <doctest/doctest.h>

#include "limen/privacy/canonical.hpp"

using namespace limen;
using namespace limen::privacy;

namespace {

const PseudonymScope names{.purpose = Purpose::border_check, .agency = "police", .field = "surname"};

std::string of(const KeyRing& ring, const PseudonymScope& scope, std::string_view identifier) {
  return to_string(ring.pseudonym(scope, identifier).value());
}

}  // namespace

TEST_CASE("a name has one canonical form, however it is written") {
  CHECK(canonical("Müller-Lüdenscheidt").value() == "MUELLER<LUEDENSCHEIDT");
  CHECK(canonical("Mu\u0308ller  Lu\u0308denscheidt").value() == "MUELLER<LUEDENSCHEIDT");  // combining diaeresis
  CHECK(canonical("MUELLER<LUEDENSCHEIDT").value() == "MUELLER<LUEDENSCHEIDT");
  CHECK(canonical("  O'Neill, Jr. ").value() == "ONEILL<JR");
  CHECK(canonical("Straße").value() == "STRASSE");
  CHECK(canonical("Åse Ørsted Þór").value() == "AASE<OERSTED<THOR");
  CHECK(canonical("Łukasz Žižka Çelik İnönü").value() == "LUKASZ<ZIZKA<CELIK<INOENUE");
  CHECK(canonical("Горбачёв").value() == "GORBACHEV");
  CHECK(canonical("Щукин Юлія").value() == "SHCHUKIN<IULIIA");
  CHECK(canonical("ＡＢ１２３").value() == "AB123");  // full width
  CHECK(canonical("٣٤٥").value() == "345");           // Arabic-Indic digits
  CHECK(canonical("Nguyễn").value() == "NGUYEN");
}

TEST_CASE("what has no canonical form is refused, never hashed as it is") {
  for (const std::string_view bad : {"", "   ", "\xff\xfe", "محمد", "王",
                                     "a\x01"
                                     "b",
                                     "\xc3"}) {
    const auto form = canonical(bad);
    REQUIRE_FALSE(form);
    CHECK(form.error().code == ErrorCode::invalid_argument);
  }
  CHECK_FALSE(canonical(std::string(5000, 'A')));
}

TEST_CASE("the UTF-8 and the ASCII form of a name give one pseudonym") {
  const KeyRing ring;
  CHECK(of(ring, names, "Müller") == of(ring, names, "MUELLER"));
  CHECK(of(ring, names, "Müller") != of(ring, names, "MULLER"));
}

TEST_CASE("other purpose, agency, field, key: another pseudonym") {
  const KeyRing ring;
  const KeyRing other;
  std::set<std::string> seen{of(ring, names, "A"), of(other, names, "A")};
  auto scope = names;
  scope.purpose = Purpose::asylum_procedure;
  seen.insert(of(ring, scope, "A"));
  scope = names;
  scope.agency = std::string("asylum");
  seen.insert(of(ring, scope, "A"));
  scope = names;
  scope.field = std::string("forename");
  seen.insert(of(ring, scope, "A"));
  CHECK(seen.size() == 5);
}

TEST_CASE("the border between agency, field and identifier counts") {
  const KeyRing ring;
  auto one = names;
  auto two = names;
  one.agency = std::string("ab"), one.field = std::string("c");
  two.agency = std::string("a"), two.field = std::string("bc");
  CHECK(of(ring, one, "X") != of(ring, two, "X"));
}

TEST_CASE("the three policies") {
  const KeyRing ring;
  auto in_document = names;
  in_document.policy = PseudonymPolicy::document_randomised;
  in_document.document = std::string("1");
  const auto first = of(ring, in_document, "A");
  CHECK(first == of(ring, in_document, "A"));
  CHECK(first != of(ring, names, "A"));
  in_document.document = std::string("2");
  CHECK(first != of(ring, in_document, "A"));

  auto full = names;
  full.policy = PseudonymPolicy::fully_randomised;
  const auto once = ring.pseudonym(full, "A").value();
  const auto again = ring.pseudonym(full, "A").value();
  CHECK(once.salt != again.salt);
  CHECK(once.value != again.value);
  CHECK(ring.matches(full, once, "a").value());
  CHECK_FALSE(ring.matches(full, once, "B").value());
}

TEST_CASE("a scope without purpose, agency, field or document is refused") {
  const KeyRing ring;
  auto scope = names;
  scope.purpose = Purpose{};
  CHECK(ring.pseudonym(scope, "A").error().code == ErrorCode::purpose_required);
  scope = names;
  scope.agency.clear();
  CHECK(ring.pseudonym(scope, "A").error().code == ErrorCode::invalid_argument);
  scope = names;
  scope.policy = PseudonymPolicy::document_randomised;
  CHECK_FALSE(ring.pseudonym(scope, "A"));
  scope = names;
  scope.document = std::string("1");
  CHECK_FALSE(ring.pseudonym(scope, "A"));
}

TEST_CASE("rotation: former epochs verify, destroyed ones do not, the current one cannot be destroyed") {
  KeyRing ring;
  const auto old = ring.pseudonym(names, "A").value();
  CHECK(ring.rotate() == 2);
  const auto fresh = ring.pseudonym(names, "A").value();
  CHECK(fresh.epoch == 2);
  CHECK(fresh.value != old.value);
  CHECK(ring.matches(names, old, "A").value());
  CHECK(ring.destroy(2).error().code == ErrorCode::access_denied);
  CHECK(ring.destroy(9).error().code == ErrorCode::not_found);
  CHECK(ring.destroy(1));
  CHECK(ring.matches(names, old, "A").error().code == ErrorCode::wrong_key);
  CHECK(ring.matches(names, fresh, "A").value());
  CHECK(ring.epochs() == std::vector<Epoch>{{1, EpochState::destroyed}, {2, EpochState::current}});
}

TEST_CASE("the rewrap table needs both keys, and a key that is still there") {
  KeyRing ring;
  const auto old = ring.pseudonym(names, "A").value();
  ring.rotate();
  const auto one = Key::random();
  const auto two = Key::random();
  const std::vector<std::string> people{"A", "B"};
  const auto sealed = ring.rewrap(names, people, 1, one, two).value();
  const auto table = open_rewrap(sealed, one, two).value();
  REQUIRE(table.size() == 2);
  CHECK((table[0].first == old || table[1].first == old));
  for (const auto& [former, current] : table)
    if (former == old) CHECK(current == ring.pseudonym(names, "A").value());
  CHECK(open_rewrap(sealed, two, one).error().code == ErrorCode::tampered);
  CHECK(open_rewrap(sealed, one, one).error().code == ErrorCode::tampered);
  CHECK(ring.destroy(1));
  CHECK(ring.rewrap(names, people, 1, one, two).error().code == ErrorCode::wrong_key);
}

TEST_CASE("a key ring leaves only sealed, and no changed byte is accepted") {
  KeyRing ring;
  ring.rotate();
  ring.rotate();
  CHECK(ring.destroy(1));
  const auto key = Key::random();
  const auto sealed = ring.seal(key);
  const auto back = KeyRing::open(sealed, key).value();
  CHECK(back.epochs() == ring.epochs());
  CHECK(of(back, names, "A") == of(ring, names, "A"));
  CHECK(KeyRing::open(sealed, Key::random()).error().code == ErrorCode::tampered);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto bad = sealed;
    bad[i] ^= std::byte{1};
    CHECK_FALSE(KeyRing::open(bad, key));
    CHECK_FALSE(KeyRing::open(std::span(sealed).first(i), key));
  }
}

TEST_CASE("a pseudonym has one spelling") {
  const KeyRing ring;
  auto full = names;
  full.policy = PseudonymPolicy::fully_randomised;
  for (const auto& pseudonym : {ring.pseudonym(names, "A").value(), ring.pseudonym(full, "A").value()}) {
    const auto text = to_string(pseudonym);
    CHECK(pseudonym_from(text) == pseudonym);
    for (std::size_t i = 0; i < text.size(); ++i) CHECK_FALSE(pseudonym_from(std::string_view(text.data(), i)));
    auto longer = text;
    longer.push_back('0');
    CHECK_FALSE(pseudonym_from(longer));
    longer = text;
    longer.front() = '0';
    CHECK_FALSE(pseudonym_from(longer));
  }
}
