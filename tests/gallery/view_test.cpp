#include "limen/gallery/view.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <set>

#include <doctest/doctest.h>

#include "limen/face/block.hpp"
#include "limen/fingerprint/index.hpp"
#include "limen/gallery/gallery.hpp"

#include "gallery/visibility.hpp"
#include "tests/code_of.hpp"
#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;
using privacy::Key;

namespace {

const FixedClock clock_of_today(today);
const GalleryOptions options{.clock = &clock_of_today};

}  // namespace

TEST_CASE("a view needs a purpose that exists") {
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", Key::random(), options).value();
  CHECK(code_of(gallery.view({})) == ErrorCode::purpose_required);
  CHECK(code_of(gallery.view({.purpose = static_cast<Purpose>(99)})) == ErrorCode::purpose_required);
  const auto empty = gallery.view({.purpose = Purpose::border_check}).value();
  CHECK(empty.size() == 0);
  CHECK(empty.subjects() == 0);
  CHECK(empty.fingers().empty());
  CHECK(empty.at() == today);
  CHECK(empty.gallery() == gallery.id());
}

TEST_CASE("a view shows what its purpose permits and nothing else") {
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", Key::random(), options).value();
  REQUIRE(gallery.enrol(make_enrolment(1, Purpose::border_check)));
  REQUIRE(gallery.enrol(make_enrolment(2, {Purpose::border_check, Purpose::law_enforcement})));
  REQUIRE(gallery.enrol(make_enrolment(3, Purpose::victim_identification)));
  const auto border = gallery.view({.purpose = Purpose::border_check}).value();
  const auto police = gallery.view({.purpose = Purpose::law_enforcement}).value();
  CHECK(border.size() == 4);
  CHECK(border.subjects() == 2);
  CHECK(police.size() == 2);
  CHECK(gallery.view({.purpose = Purpose::asylum_procedure}).value().size() == 0);
  CHECK(border.hash() != police.hash());
  const auto fingers = border.fingers();
  REQUIRE(fingers.size() == 4);
  CHECK(fingers[0] == ViewFinger{{1}, {1}, FingerPosition::right_index});
  CHECK(fingers[1] == ViewFinger{{2}, {1}, FingerPosition::left_index});
  CHECK(fingers[2] == ViewFinger{{3}, {2}, FingerPosition::right_index});
  CHECK(std::ranges::equal(border.ids(), fingers, {}, {}, &ViewFinger::id));
  CHECK(police.fingers() == std::vector<ViewFinger>(fingers.begin() + 2, fingers.end()));
}

TEST_CASE("an expired reference is seen up to the last second of its time and never after") {
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", Key::random(), options).value();
  REQUIRE(gallery.enrol(make_enrolment(1)));  // five years from 17 June 2019
  const auto seen = [&](Time at) { return gallery.view({.purpose = Purpose::border_check, .at = at}).value().size(); };
  const Time end{std::chrono::sys_days{std::chrono::year{2024} / 6 / 18}};
  CHECK(seen(today) == 2);
  CHECK(seen(end - std::chrono::seconds{1}) == 2);
  CHECK(seen(end) == 0);
  CHECK(seen(end + std::chrono::days{400}) == 0);
}

TEST_CASE("a view is a snapshot: writers do not change it, and it outlives its gallery") {
  const TemporaryDirectory folder;
  std::optional<View> kept;
  {
    auto gallery = Gallery::create(folder / "g.limen", Key::random(), options).value();
    const auto id = gallery.enrol(make_enrolment(1)).value();
    kept = gallery.view({.purpose = Purpose::border_check}).value();
    REQUIRE(gallery.enrol(make_enrolment(2)));
    REQUIRE(gallery.remove(id));
    const auto later = gallery.view({.purpose = Purpose::border_check}).value();
    CHECK(later.hash() != kept->hash());
    CHECK(later.fingers()[0].subject == SubjectId{2});
  }
  CHECK(kept->size() == 2);
  const auto fingers = kept->fingers();
  REQUIRE(fingers.size() == 2);
  CHECK(fingers[0].subject == SubjectId{1});
  const fingerprint::Probe probe(make_finger(1, FingerPosition::right_index));
  const auto found = kept->search_fingers(std::span(&probe, 1), {.candidates = 1}).value();
  REQUIRE(found.lists[0].size() == 1);
  CHECK(found.lists[0][0].subject == SubjectId{1});
  const search::Filter all(2, true);
  CHECK(code_of(kept->search_fingers(std::span(&probe, 1), {.filter = &all})) == ErrorCode::invalid_argument);
}

TEST_CASE("the hash names the gallery, the purpose and the references, and the same view has the same hash") {
  const TemporaryDirectory folder;
  const auto key = Key::random();
  auto gallery = Gallery::create(folder / "g.limen", key, options).value();
  auto other = Gallery::create(folder / "h.limen", key, options).value();
  for (auto* each : {&gallery, &other})
    REQUIRE(each->enrol(make_enrolment(1, {Purpose::border_check, Purpose::law_enforcement})));
  const auto hash = [](Gallery& of, Purpose purpose) { return of.view({.purpose = purpose}).value().hash(); };
  const auto first = hash(gallery, Purpose::border_check);
  CHECK(first == hash(gallery, Purpose::border_check));
  CHECK(first != hash(gallery, Purpose::law_enforcement));
  CHECK(first != hash(other, Purpose::border_check));
  REQUIRE(gallery.enrol(make_enrolment(2, Purpose::evaluation)));
  CHECK(first == hash(gallery, Purpose::border_check));  // what is outside changes nothing
  REQUIRE(gallery.enrol(make_enrolment(3)));
  CHECK(first != hash(gallery, Purpose::border_check));
  CHECK(
      Gallery::open(folder / "h.limen", key, options).value().view({.purpose = Purpose::border_check}).value().hash() ==
      hash(other, Purpose::border_check));
}

TEST_CASE("a reference is prepared once, and only when a view needs it") {
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", Key::random(), options).value();
  REQUIRE(gallery.enrol(make_enrolment(1)));
  REQUIRE(gallery.enrol(make_enrolment(2, Purpose::law_enforcement)));
  std::size_t prepared = 0;
  const limen::Work work{.progress = [&](std::size_t, std::size_t all) { prepared = all; }};
  const auto see = [&](Purpose purpose) {
    prepared = 0;
    return gallery.view({.purpose = purpose}, work).value().fingers().size();
  };
  CHECK(see(Purpose::border_check) == 2);
  CHECK(prepared == 2);
  CHECK(see(Purpose::border_check) == 2);
  CHECK(prepared == 0);
  CHECK(see(Purpose::law_enforcement) == 2);
  CHECK(prepared == 2);
  REQUIRE(gallery.enrol(make_enrolment(3)));
  CHECK(see(Purpose::border_check) == 4);
  CHECK(prepared == 2);
  REQUIRE(gallery.block({1}));
  CHECK(see(Purpose::border_check) == 2);
  CHECK(prepared == 0);
  CHECK(gallery.view({.purpose = Purpose::border_check}).value().finger_memory().templates > 0);
}

TEST_CASE("many references are laid out, faces in several blocks and in the order of their ids") {
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", Key::random(), options).value();
  std::vector<Enrolment> many;
  for (std::uint32_t i = 0; i < 2100; ++i) {
    many.push_back(make_enrolment(i));
    many.back().fingers.pop_back();
    many.back().faces = {make_face(i)};
  }
  REQUIRE(gallery.enrol_many(many));
  ThreadPool pool(2);
  const auto view = gallery.view({.purpose = Purpose::border_check}, {.executor = &pool}).value();
  CHECK(view.fingers().size() == 2100);
  REQUIRE(view.faces().size() == 3);
  CHECK(view.faces()[0].block->size() == 1024);
  CHECK(view.faces()[2].block->size() == 52);
  ReferenceId last{};
  for (const auto& block : view.faces())
    for (const auto id : block.ids) {
      CHECK(last < id);
      last = id;
    }
  std::stop_source stop;
  stop.request_stop();
  CHECK(code_of(Gallery::create(folder / "h.limen", Key::random(), options)
                    .value()
                    .view({.purpose = Purpose::border_check}, {.stop = stop.get_token()})) ==
        ErrorCode{-1});  // no work
}

TEST_CASE("a view by agency and category") {
  const TemporaryDirectory folder;
  auto gallery = Gallery::create(folder / "g.limen", Key::random(), options).value();
  const auto enrol = [&](std::uint32_t seed, const char* agency, const char* retention_class) {
    auto enrolment = make_enrolment(seed);
    enrolment.agency = agency;
    enrolment.retention_class = retention_class;
    REQUIRE(gallery.enrol(enrolment));
  };
  enrol(1, "", "interpol_notice");
  enrol(2, "A", "interpol_notice");
  enrol(3, "B", "sis_missing_person");
  enrol(4, "A", "sis_missing_person");
  const auto seen = [&](std::vector<std::string> agencies, CategorySet categories) {
    std::vector<std::uint64_t> subjects;
    const auto view =
        gallery.view({.purpose = Purpose::border_check, .agencies = std::move(agencies), .categories = categories})
            .value();
    for (const auto& finger : view.fingers())
      if (finger.position == FingerPosition::right_index) subjects.push_back(finger.subject.value);
    return subjects;
  };
  using List = std::vector<std::uint64_t>;
  CHECK(seen({}, {}) == List{1, 2, 3, 4});
  CHECK(seen({"A"}, {}) == List{2, 4});
  CHECK(seen({""}, {}) == List{1});
  CHECK(seen({"B", ""}, {}) == List{1, 3});
  CHECK(seen({"nobody"}, {}).empty());
  CHECK(seen({}, Category::missing_person) == List{3, 4});
  CHECK(seen({"A"}, {Category::missing_person, Category::victim}) == List{4});
  const auto view = gallery.view({.purpose = Purpose::border_check, .legal_basis = "act 7"}).value();
  CHECK(view.legal_basis() == "act 7");
}

TEST_CASE("what is seen, column by column, is what each record says by itself") {
  std::mt19937 random(20240229);
  const auto any = [&](std::uint32_t below) { return static_cast<std::uint32_t>(random()) % below; };
  const char* names[] = {"", "A", "B", "C"};
  std::vector<Row> rows;
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    Row row;
    row.record.id = {i};
    row.record.subject = {i / 3 + 1};
    for (const auto purpose : privacy::purposes)
      if (any(2) == 0) row.record.purposes.insert(purpose);
    row.record.category = privacy::categories[any(13)];
    row.record.agency = names[any(4)];
    row.record.blocked = any(5) == 0;
    row.record.marked = any(4) == 0;
    row.record.expires = today + std::chrono::hours{static_cast<int>(any(200)) - 100};
    rows.push_back(std::move(row));
  }
  const Visibility index(rows);
  for (int round = 0; round < 50; ++round) {
    ViewRequest request{.purpose = privacy::purposes[any(6)]};
    for (const auto* name : names)
      if (any(3) == 0) request.agencies.emplace_back(name);
    for (const auto category : privacy::categories)
      if (any(3) == 0) request.categories.insert(category);
    const auto filter = index.filter(request, today);
    REQUIRE(filter.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& record = rows[i].record;
      bool seen = record.purposes.contains(request.purpose) && !record.blocked && record.expires > today;
      if (record.marked && request.purpose != Purpose::law_enforcement) seen = false;
      if (!request.categories.empty() && !request.categories.contains(record.category)) seen = false;
      if (!request.agencies.empty() && std::ranges::find(request.agencies, record.agency) == request.agencies.end())
        seen = false;
      REQUIRE(filter.test(i) == seen);
    }
    std::set<SubjectId> subjects;
    filter.for_each([&](std::size_t i) { subjects.insert(rows[i].record.subject); });
    CHECK(index.subjects(filter) == subjects.size());
    CHECK(index.ids(filter).size() == filter.count());
  }
}
