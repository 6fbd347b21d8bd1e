#include "limen/gallery/gallery.hpp"

#include <atomic>
#include <iterator>
#include <thread>
#include <type_traits>

#include <doctest/doctest.h>

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

}  // namespace

static_assert(!std::is_copy_constructible_v<Gallery> && std::is_nothrow_move_constructible_v<Gallery>);
static_assert(!std::is_copy_constructible_v<View> && std::is_nothrow_move_constructible_v<View>);

TEST_CASE("what is enrolled is listed, found and counted, also after the file was closed") {
  const TemporaryDirectory folder;
  const auto path = folder / "watchlist.limen";
  const auto key = Key::random();
  SubjectId first, second;
  std::string id;
  {
    auto gallery = Gallery::create(path, key, options).value();
    id = gallery.id();
    first = gallery.enrol(make_enrolment(1)).value();
    auto with_face = make_enrolment(2, {Purpose::law_enforcement, Purpose::border_check});
    with_face.faces = {make_face(2)};
    with_face.anchor = today - std::chrono::days{100};
    second = gallery.enrol(with_face).value();
    CHECK(first < second);
  }
  auto gallery = Gallery::open(path, key, options).value();
  CHECK(gallery.id() == id);
  CHECK(id.size() == 32);
  const auto list = gallery.list().value();
  REQUIRE(list.size() == 2);
  CHECK(list[0].id == first);
  CHECK(list[0].label == "subject 1");
  CHECK(list[0].enrolled == today);
  REQUIRE(list[1].references.size() == 3);
  const auto& face = list[1].references[2];
  CHECK(face.modality == Modality::face);
  CHECK(face.purposes == PurposeSet{Purpose::law_enforcement, Purpose::border_check});
  CHECK(face.retention_class == "interpol_notice");
  CHECK(face.anchor == today - std::chrono::days{100});
  CHECK(face.expires == Time{std::chrono::sys_days{std::chrono::year{2024} / 3 / 10}});
  CHECK(list[1].references[0].position == FingerPosition::right_index);
  CHECK(gallery.subject("subject 2").value() == list[1]);
  CHECK(gallery.subject(first).value() == list[0]);
  CHECK(code_of(gallery.subject("subject 3")) == ErrorCode::not_found);
  CHECK(code_of(gallery.subject(SubjectId{99})) == ErrorCode::not_found);
  const auto stats = gallery.stats().value();
  CHECK(stats.subjects == 2);
  CHECK(stats.references == 5);
  CHECK(stats.fingers == 4);
  CHECK(stats.faces == 1);
  CHECK(stats.expired == 0);
  CHECK(stats.bytes > 0);
  CHECK(gallery.check());
  CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::mask) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("nothing is enrolled without a purpose, a retention class, a label and a template") {
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", Key::random(), options).value();
  const auto refused = [&](auto change) {
    auto enrolment = make_enrolment(1);
    change(enrolment);
    return code_of(gallery.enrol(enrolment));
  };
  CHECK(refused([](auto& e) { e.purposes = {}; }) == ErrorCode::purpose_required);
  CHECK(refused([](auto& e) { e.purposes = static_cast<Purpose>(99); }) == ErrorCode::purpose_required);
  CHECK(refused([](auto& e) { e.retention_class = ""; }) == ErrorCode::retention_required);
  CHECK(refused([](auto& e) { e.retention_class = "for ever"; }) == ErrorCode::retention_required);
  CHECK(refused([](auto& e) { e.retention_class = "border_check_no_hit"; }) == ErrorCode::retention_required);
  CHECK(refused([](auto& e) { e.anchor = today - std::chrono::days{6 * 366}; }) == ErrorCode::retention_required);
  CHECK(refused([](auto& e) { e.anchor = Time::max(); }) == ErrorCode::invalid_argument);
  CHECK(refused([](auto& e) { e.anchor = Time::min(); }) == ErrorCode::invalid_argument);
  CHECK(refused([](auto& e) { e.label = ""; }) == ErrorCode::invalid_argument);
  CHECK(refused([](auto& e) { e.label = std::string(257, 'x'); }) == ErrorCode::invalid_argument);
  CHECK(refused([](auto& e) { e.fingers.clear(); }) == ErrorCode::invalid_argument);
  CHECK(refused([](auto& e) { e.fingers[1].minutiae.resize(256); }) == ErrorCode::invalid_argument);
  CHECK(refused([](auto& e) { e.faces = {face::Template{}}; }) == ErrorCode::invalid_argument);
  CHECK(refused([](auto& e) { e.faces = {make_face(1)}, e.faces[0].embedding[5] = NAN; }) ==
        ErrorCode::invalid_argument);
  CHECK(gallery.list().value().empty());
  CHECK(gallery.enrol(make_enrolment(1)));
}

TEST_CASE("a label is there once; further references go to the subject by its id") {
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", Key::random(), options).value();
  const auto id = gallery.enrol(make_enrolment(1)).value();
  CHECK(code_of(gallery.enrol(make_enrolment(1))) == ErrorCode::already_exists);
  auto more = make_enrolment(1);
  CHECK(code_of(gallery.add(id, more)) == ErrorCode::invalid_argument);  // with a label
  more.label.clear();
  more.fingers = {make_finger(1, FingerPosition::right_thumb)};
  CHECK(code_of(gallery.add(SubjectId{77}, more)) == ErrorCode::not_found);
  REQUIRE(gallery.add(id, more));
  CHECK(gallery.subject(id).value().references.size() == 3);
  CHECK(gallery.view({.purpose = Purpose::border_check}).value().size() == 3);
  CHECK(gallery.check());
}

TEST_CASE("many are enrolled together or not at all") {
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", Key::random(), options).value();
  std::vector<Enrolment> many;
  for (std::uint32_t i = 0; i < 300; ++i) many.push_back(make_enrolment(i));

  auto bad = many;
  bad[299].label = bad[0].label;  // found last of all
  const auto twice = gallery.enrol_many(bad);
  CHECK(code_of(twice) == ErrorCode::already_exists);
  CHECK(twice.error().message.find("number 300") == 0);
  bad = many;
  bad[200].fingers[0].minutiae.resize(256);
  CHECK(code_of(gallery.enrol_many(bad)) == ErrorCode::invalid_argument);
  std::stop_source stop;
  Work stopping{.stop = stop.get_token(), .progress = [&](std::size_t, std::size_t) { stop.request_stop(); }};
  CHECK(code_of(gallery.enrol_many(many, stopping)) == ErrorCode::cancelled);
  CHECK(gallery.list().value().empty());
  CHECK(gallery.view({.purpose = Purpose::border_check}).value().size() == 0);

  ThreadPool pool(2);
  std::size_t last = 0;
  const auto ids = gallery.enrol_many(many, {.executor = &pool, .progress = [&](std::size_t done, std::size_t total) {
                                               CHECK(total == 300);
                                               CHECK(done > last);
                                               last = done;
                                             }});
  REQUIRE(ids);
  CHECK(ids->size() == 300);
  CHECK(last == 300);
  CHECK(gallery.subject("subject 42").value().id == (*ids)[42]);
  CHECK(gallery.enrol_many({}).value().empty());
}

TEST_CASE("what is no gallery, a newer one, an unfinished one or another's is refused and left alone") {
  const TemporaryDirectory folder;
  const auto path = folder / "g.limen";
  const auto key = Key::random();
  CHECK(code_of(Gallery::open(path, key)) == ErrorCode::not_found);
  CHECK(code_of(Gallery::create(folder / "no" / "where.limen", key)) == ErrorCode::io_error);
  for (const std::string text : {"", "this is a shopping list", "SQLite format 3"}) {
    spill(path, text);
    CHECK(code_of(Gallery::open(path, key)) == ErrorCode::unsupported_format);
    CHECK(code_of(Gallery::create(path, key)) == ErrorCode::already_exists);
    CHECK(slurp(path) == text);
  }
  std::filesystem::remove(path);
  REQUIRE(Gallery::create(path, key));
  CHECK(code_of(Gallery::create(path, key)) == ErrorCode::already_exists);
  CHECK(code_of(Gallery::open(path, Key::random())) == ErrorCode::wrong_key);
  CHECK(code_of(Gallery::open(path, Passphrase("x"))) == ErrorCode::wrong_key);
  REQUIRE(Gallery::open(path, key));
}

TEST_CASE("a passphrase opens what it closed; hostile parameters cost nothing") {
  const TemporaryDirectory folder;
  const auto path = folder / "g.limen";
  auto cheap = privacy::PassphraseParameters::random();
  cheap.passes = 1;
  cheap.memory_bytes = 1U << 16U;
  {
    auto gallery = Gallery::create(path, Passphrase("open sesame"), options, cheap).value();
    REQUIRE(gallery.enrol(make_enrolment(1)));
  }
  CHECK(Gallery::open(path, Passphrase("open sesame"), options).value().list().value().size() == 1);
  CHECK(code_of(Gallery::open(path, Passphrase("open sesamo"))) == ErrorCode::wrong_key);
  CHECK(code_of(Gallery::open(path, Key::random())) == ErrorCode::wrong_key);
  {
    auto store = open_sqlite(path, StoreMode::open, options.patience).value();
    auto parameters = store->get("passphrase").value().value();
    parameters.back() = std::byte{0x7F};  // some exbibytes of memory
    REQUIRE(store->put("passphrase", parameters));
  }
  CHECK(code_of(Gallery::open(path, Passphrase("open sesame"))) == ErrorCode::invalid_argument);
}

TEST_CASE("a subject that is removed is gone from the list, from views and from the bytes of the files") {
  const TemporaryDirectory folder;
  const auto path = folder / "g.limen";
  const auto key = Key::random();
  auto gallery = Gallery::create(path, key, options).value();
  REQUIRE(gallery.enrol(make_enrolment(1)));
  const auto id = gallery.enrol(make_enrolment(2)).value();
  const auto before = gallery.view({.purpose = Purpose::border_check}).value();
  std::string sealed, wrapped;
  {
    auto store = open_sqlite(path, StoreMode::open, options.patience).value();
    const auto reference = store->reference({3}).value();
    sealed.assign(reinterpret_cast<const char*>(reference.sealed_template.data()), 64);
    wrapped.assign(reinterpret_cast<const char*>(reference.wrapped_key.data()), reference.wrapped_key.size());
  }
  const auto in_files = [&](const std::string& bytes) {
    return slurp(path).find(bytes) != std::string::npos ||
           slurp(path.string() + "-wal").find(bytes) != std::string::npos;
  };
  REQUIRE(in_files(sealed));
  REQUIRE(in_files(wrapped));
  CHECK(gallery.remove(id).value() == 2);
  CHECK_FALSE(in_files(sealed));
  CHECK_FALSE(in_files(wrapped));
  CHECK(code_of(gallery.subject(id)) == ErrorCode::not_found);
  CHECK(code_of(gallery.remove(id)) == ErrorCode::not_found);
  CHECK(gallery.list().value().size() == 1);
  CHECK(gallery.view({.purpose = Purpose::border_check}).value().size() == 2);
  CHECK(before.size() == 4);  // a snapshot is a snapshot
  const auto again = gallery.enrol(make_enrolment(2)).value();
  CHECK(again > id);  // an id is never given twice
  CHECK(gallery.check());
}

TEST_CASE("two holders of one file see each other's work; who writes makes the other wait, and then say so") {
  const TemporaryDirectory folder;
  const auto path = folder / "g.limen";
  const auto key = Key::random();
  auto one = Gallery::create(path, key, options).value();
  auto two = Gallery::open(path, key, options).value();
  const auto id = one.enrol(make_enrolment(1)).value();
  CHECK(two.view({.purpose = Purpose::border_check}).value().size() == 2);
  REQUIRE(two.enrol(make_enrolment(2)));
  CHECK(one.list().value().size() == 2);
  REQUIRE(two.remove(id));
  CHECK(one.view({.purpose = Purpose::border_check}).value().size() == 2);
  CHECK(one.check());

  auto writer = open_sqlite(path, StoreMode::open, options.patience).value();
  REQUIRE(writer->begin(Store::Access::write));
  CHECK(code_of(one.enrol(make_enrolment(3))) == ErrorCode::busy);
  CHECK(code_of(one.remove(SubjectId{2})) == ErrorCode::busy);
  CHECK(one.view({.purpose = Purpose::border_check}));  // readers do not wait
  writer->roll_back();
  CHECK(one.enrol(make_enrolment(3)));
}

TEST_CASE("enrolling, removing and viewing from several threads") {
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", Key::random(), options).value();
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (std::uint32_t t = 0; t < 2; ++t) {
    threads.emplace_back([&, t] {
      for (std::uint32_t i = 0; i < 10; ++i) {
        const auto id = gallery.enrol(make_enrolment(100 * t + i));
        if (!id || (i % 3 == 0 && !gallery.remove(*id))) ++failures;
      }
    });
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        const auto view = gallery.view({.purpose = Purpose::border_check});
        if (!view || view->size() % 2 != 0) ++failures;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(failures == 0);
  CHECK(gallery.stats().value().subjects == 12);
}

TEST_CASE("a store of the caller's: an empty one becomes a gallery") {
  const TemporaryDirectory folder;
  const auto path = folder / "g.limen";
  const auto key = Key::random();
  {
    auto gallery = Gallery::over(open_sqlite(path, StoreMode::create, options.patience).value(), key, options).value();
    REQUIRE(gallery.enrol(make_enrolment(1)));
  }
  CHECK(Gallery::open(path, key).value().list().value().size() == 1);
}

TEST_CASE("A stored template comes out as it went in, and of an unknown reference none does") {
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", privacy::Key::random()).value();
  const auto enrolment = make_enrolment(1);
  REQUIRE(gallery.enrol(enrolment));
  CHECK(gallery.stored_template({1}).value() == serialise(enrolment.fingers[0]));
  CHECK(gallery.stored_template({2}).value() == serialise(enrolment.fingers[1]));
  for (const std::uint64_t id : {0U, 3U}) CHECK(gallery.stored_template({id}).error().code == ErrorCode::not_found);
}
