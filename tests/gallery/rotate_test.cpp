// Keys: changed, wrapped by a provider, and what an older one still opens.
#include <algorithm>
#include <iterator>

#include <doctest/doctest.h>

#include "limen/gallery/gallery.hpp"
#include "limen/privacy/seal.hpp"

#include "gallery/store_sqlite.hpp"
#include "tests/code_of.hpp"
#include "tests/files.hpp"
#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;
using privacy::Key;
using privacy::Passphrase;

namespace {

const FixedClock clock_of_today(today);
const GalleryOptions options{.clock = &clock_of_today, .patience = std::chrono::milliseconds{50}};
const privacy::PassphraseParameters cheap{.passes = 1, .memory_bytes = 8192};

/// Stands for an HSM: its key stays inside.
class Hsm final : public privacy::KeyProvider {
 public:
  Result<Bytes> wrap(std::span<const std::byte> key, std::string_view context) override {
    contexts.emplace_back(context);
    if (failing) return {ErrorCode::unavailable, "box: no connection"};
    return privacy::seal(inside_, key, std::as_bytes(std::span(context)));
  }
  Result<SecureBytes> unwrap(std::span<const std::byte> wrapped, std::string_view context) override {
    contexts.emplace_back(context);
    if (failing) return {ErrorCode::unavailable, "box: no connection"};
    if (answer) return SecureBytes(*answer);
    const auto key = privacy::unseal(inside_, wrapped, std::as_bytes(std::span(context)));
    if (!key) return {ErrorCode::wrong_key, "box: it was not wrapped here"};
    return SecureBytes(*key);
  }
  bool failing = false;
  std::optional<Bytes> answer;
  std::vector<std::string> contexts;

 private:
  Key inside_ = Key::random();
};

/// A gallery with everything that a key protects.
std::filesystem::path filled(const TemporaryDirectory& folder, const Key& key) {
  const auto path = folder / "g.limen";
  auto gallery = Gallery::create(path, key, options).value();
  for (std::uint32_t i = 1; i <= 3; ++i) {
    auto one = make_enrolment(i);
    one.faces = {make_face(i)};
    REQUIRE(gallery.enrol(one));
  }
  REQUIRE(gallery.hold({2}, {"court", "a secret reason", today + std::chrono::days{90}}));
  REQUIRE(gallery.record_event({3}, privacy::Event::reviewed));
  REQUIRE(gallery.block({3}));
  return path;
}

}  // namespace

TEST_CASE("after a change of key everything is as it was, and the old key opens nothing") {
  const TemporaryDirectory folder;
  const auto old = Key::random(), fresh = Key::random();
  const auto path = filled(folder, old);
  auto gallery = Gallery::open(path, old, options).value();
  const auto list = gallery.list().value();
  const auto view = gallery.view({.purpose = Purpose::border_check}).value().hash();
  const auto audit_key = privacy::Hasher(gallery.audit_key()).finish();
  const auto first = gallery.stored_template({1}).value();
  const auto sealed = open_sqlite(path, StoreMode::open, options.patience).value()->reference({1}).value();
  auto other = Gallery::open(path, old, options).value();

  REQUIRE(gallery.rotate(fresh));
  CHECK(gallery.list().value() == list);
  CHECK(gallery.check());
  CHECK(gallery.view({.purpose = Purpose::border_check}).value().hash() == view);
  CHECK(gallery.enrol(make_enrolment(4)));
  CHECK(code_of(other.list()) == ErrorCode::wrong_key);
  CHECK(code_of(other.enrol(make_enrolment(5))) == ErrorCode::wrong_key);
  CHECK(code_of(Gallery::open(path, old, options)) == ErrorCode::wrong_key);

  auto again = Gallery::open(path, fresh, options).value();
  CHECK(again.check());
  CHECK(again.subject("subject 2").value() == list[1]);
  CHECK(again.stored_template({1}).value() == first);
  CHECK(privacy::Hasher(again.audit_key()).finish() == audit_key);  // the log goes on
  const auto after = open_sqlite(path, StoreMode::open, options.patience).value()->reference({1}).value();
  CHECK(after.sealed_template == sealed.sealed_template);  // not sealed anew
  CHECK(after.wrapped_key != sealed.wrapped_key);
  CHECK(code_of(again.enrol(make_enrolment(2))) == ErrorCode::already_exists);  // labels are found by the new key
}

TEST_CASE("keys wrapped by the old key are in none of the files any more") {
  const TemporaryDirectory folder;
  const auto old = Key::random();
  const auto path = filled(folder, old);
  std::vector<Bytes> wrapped;
  {
    const auto store = open_sqlite(path, StoreMode::open, options.patience).value();
    REQUIRE(store->references([&](const StoredReference& one) -> Result<void> {
      wrapped.push_back(one.wrapped_key);
      return {};
    }));
  }
  auto gallery = Gallery::open(path, old, options).value();
  REQUIRE(gallery.rotate(Key::random()));
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const auto bytes = slurp(entry.path());
    for (const auto& key : wrapped)
      CHECK(bytes.find(std::string(reinterpret_cast<const char*>(key.data()), key.size())) == std::string::npos);
  }
}

TEST_CASE("from a key file to a passphrase, another passphrase, a provider, and back") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  const auto path = filled(folder, key);
  const auto list = Gallery::open(path, key, options).value().list().value();
  Hsm box;
  const auto open_by = [&](const auto& what) { return code_of(Gallery::open(path, what, options)); };
  REQUIRE(Gallery::open(path, key, options).value().rotate(Passphrase("one"), {}, cheap));
  CHECK(open_by(key) == ErrorCode::wrong_key);
  CHECK(open_by(Passphrase("two")) == ErrorCode::wrong_key);
  CHECK(code_of(Gallery::open(path, box, options)) == ErrorCode::wrong_key);
  REQUIRE(Gallery::open(path, Passphrase("one"), options).value().rotate(Passphrase("two"), {}, cheap));
  CHECK(open_by(Passphrase("one")) == ErrorCode::wrong_key);
  REQUIRE(Gallery::open(path, Passphrase("two"), options).value().rotate(box));
  CHECK(open_by(Passphrase("two")) == ErrorCode::wrong_key);
  REQUIRE(Gallery::open(path, box, options).value().rotate(key));
  CHECK(code_of(Gallery::open(path, box, options)) == ErrorCode::wrong_key);
  CHECK(Gallery::open(path, key, options).value().list().value() == list);
}

TEST_CASE("a key provider wraps the key, is told for which gallery, and its refusals are handed on") {
  const TemporaryDirectory folder;
  const auto path = folder / "g.limen";
  Hsm box, another;
  std::string id;
  {
    auto gallery = Gallery::create(path, box, options).value();
    id = gallery.id();
    REQUIRE(gallery.enrol(make_enrolment(1)));
  }
  CHECK(box.contexts == std::vector<std::string>{"limen gallery " + id});
  CHECK(Gallery::open(path, box, options).value().list().value().size() == 1);
  CHECK(box.contexts.back() == "limen gallery " + id);
  CHECK(code_of(Gallery::open(path, another, options)) == ErrorCode::wrong_key);
  CHECK(code_of(Gallery::open(path, Key::random(), options)) == ErrorCode::wrong_key);
  CHECK(code_of(Gallery::open(path, Passphrase("x"), options)) == ErrorCode::wrong_key);
  box.answer = Bytes(31);
  CHECK(code_of(Gallery::open(path, box, options)) == ErrorCode::wrong_key);
  box.answer = Bytes(32);
  CHECK(code_of(Gallery::open(path, box, options)) == ErrorCode::wrong_key);
  box.failing = true;
  CHECK(code_of(Gallery::open(path, box, options)) == ErrorCode::unavailable);
  CHECK(code_of(Gallery::create(folder / "h.limen", box, options)) == ErrorCode::unavailable);
  CHECK_FALSE(std::filesystem::exists(folder / "h.limen"));
  box.failing = false;
  box.answer.reset();
  auto gallery = Gallery::open(path, box, options).value();
  box.failing = true;
  CHECK(code_of(gallery.rotate(box)) == ErrorCode::unavailable);
  CHECK(gallery.list().value().size() == 1);
}

TEST_CASE("a change of key that is refused or cancelled changes nothing") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  const auto path = filled(folder, key);
  auto gallery = Gallery::open(path, key, options).value();
  CHECK(code_of(gallery.rotate(Passphrase(""), {}, cheap)) == ErrorCode::invalid_argument);
  const auto writer = open_sqlite(path, StoreMode::open, options.patience).value();
  REQUIRE(writer->begin(Store::Access::write));
  CHECK(code_of(gallery.rotate(Key::random())) == ErrorCode::busy);
  writer->roll_back();
  CHECK(gallery.check());
  CHECK(Gallery::open(path, key, options).value().check());
}
