// What is outside the view changes no bit of the answer: added, changed, blocked, marked, erased, of another agency,
// category or purpose, expired.
#include <functional>
#include <set>

#include <doctest/doctest.h>

#include "limen/face/block.hpp"
#include "limen/face/models.hpp"
#include "limen/fingerprint/synthesise.hpp"
#include "limen/gallery/gallery.hpp"
#include "limen/screening/decide.hpp"
#include "limen/screening/screen.hpp"

#include "tests/gallery/people.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::test;
using privacy::Key;

namespace {

const std::string ours = "agency A", others = "agency B";

face::ModelId known_model() {
  for (const auto& model : face::known_models())
    if (model.name.starts_with("mobilefacenet")) return face::model_id_from(model.sha256).value();
  return {};
}

fingerprint::Template finger(std::uint64_t person, std::uint64_t touch) {
  auto made = fingerprint::synthesis::make_template(1000 * person, touch).value();
  made.position = FingerPosition::right_index;
  return made;
}

Enrolment person(std::uint64_t number, std::string agency = ours) {
  Enrolment enrolment;
  enrolment.label = "person " + std::to_string(number);
  enrolment.purposes = {Purpose::border_check, Purpose::law_enforcement};
  enrolment.retention_class = "sis_missing_person";
  enrolment.agency = std::move(agency);
  enrolment.fingers = {finger(number, 0)};
  enrolment.faces = {make_face(static_cast<std::uint32_t>(number), 0, known_model())};
  return enrolment;
}

struct Border {
  TemporaryDirectory folder{};
  FixedClock clock{today};
  Gallery gallery =
      Gallery::create(folder / "g.limen", Key::random(), {.clock = &clock, .max_skew = std::chrono::days{4000}})
          .value();
  Audit audit = Audit::open(folder / "audit.log", {.clock = &clock}).value();
  const ViewRequest question{.purpose = Purpose::border_check,
                             .at = today + std::chrono::days{30},
                             .legal_basis = "act 7",
                             .agencies = {ours},
                             .categories = Category::missing_person};

  Border() {
    for (std::uint64_t i = 0; i < 12; ++i) REQUIRE(gallery.enrol(person(i)));
  }

  struct Answer {
    ScreenResult found;
    Decision decision;
    std::size_t blocks, rows;
    std::set<ReferenceId> ids;
  };
  Answer ask(std::uint64_t who) {
    const auto view = gallery.view(question).value();
    ProbeSet probes{.fingers = {finger(who, 1)},
                    .faces = {make_face(static_cast<std::uint32_t>(who), 1, known_model())}};
    ScreenRequest request;
    request.officer = "officer";
    request.legal_basis = "act 7";
    request.candidates = 1000;
    auto found = screen(view, std::move(probes), request, audit).value();
    auto decision = decide(found, {.fpir = 1e-3}).value();
    Answer answer{std::move(found), std::move(decision), view.faces().size(), view.fingers().size(), {}};
    answer.ids.insert(view.ids().begin(), view.ids().end());
    for (const auto& block : view.faces()) answer.rows += block.block->size();
    return answer;
  }
};

}  // namespace

TEST_CASE("whatever happens outside the view, the answer is the same bit for bit") {
  Border border;
  const std::uint64_t asked[] = {3, 100, 103, 107};  // inside; added outside; unknown
  std::vector<Border::Answer> before;
  for (const auto who : asked) before.push_back(border.ask(who));
  REQUIRE(before[0].found.candidates.size() >= 1);
  CHECK(before[0].found.view_size == 24);

  const auto unchanged = [&](const char* after) {
    INFO(after);
    for (std::size_t i = 0; i < std::size(asked); ++i) {
      const auto now = border.ask(asked[i]);
      CHECK(now.found.candidates == before[i].found.candidates);
      CHECK(now.found.view_hash == before[i].found.view_hash);
      CHECK(now.found.view_size == before[i].found.view_size);
      CHECK(now.found.view_subjects == before[i].found.view_subjects);
      CHECK(now.found.compared == before[i].found.compared);
      CHECK(now.decision.candidates == before[i].decision.candidates);
      CHECK(now.decision.threshold == before[i].decision.threshold);
      // Work by blocks cannot read what stands in none, nor a search what its filter hides.
      CHECK(now.blocks == before[i].blocks);
      CHECK(now.rows == before[i].rows);
      CHECK(now.ids == before[i].ids);
    }
  };
  auto& gallery = border.gallery;
  std::vector<SubjectId> outside;
  const auto add = [&](std::uint64_t number, const std::function<void(Enrolment&)>& edit) {
    auto one = person(number);
    edit(one);
    outside.push_back(gallery.enrol(one).value());
  };
  add(100, [](auto& e) { e.agency = others; });
  unchanged("another agency's was added");
  add(101, [](auto& e) { e.purposes = Purpose::victim_identification; });
  unchanged("one for another purpose was added");
  add(102, [](auto& e) { e.retention_class = "sis_arrest"; });
  unchanged("one of another category was added");
  add(103, [](auto& e) { e.anchor = today - std::chrono::days{5 * 365 - 10}; });  // its time ends before the view's
  unchanged("one that expires before was added");
  add(3, [](auto& e) { e.label = "the same finger, kept by others", e.agency = others; });
  unchanged("the asked person's own print was added by another agency");
  REQUIRE(gallery.record_event(outside[0], privacy::Event::reviewed));
  unchanged("an event of another's");
  REQUIRE(gallery.block(outside[0]));
  REQUIRE(gallery.mark(outside[1]));
  unchanged("others were blocked and marked");
  REQUIRE(gallery.hold(outside[2], {"court", "case", today + std::chrono::days{90}}));
  unchanged("another is held");
  auto more = person(100, others);
  more.label.clear();
  REQUIRE(gallery.add(outside[0], more));
  unchanged("more of another's");
  REQUIRE(gallery.remove(outside[4]));
  unchanged("another was removed");
  border.clock.set(today + std::chrono::days{20});
  const auto done = gallery.sweep(gallery.plan_sweep().value().token, {.officer = "officer"}, border.audit).value();
  CHECK(done.tombstones.size() == 2);
  unchanged("another's time ended, and it was swept");
  REQUIRE(gallery.rotate(Key::random()));
  unchanged("the key was changed");

  const auto view = gallery.view(border.question).value().hash();
  REQUIRE(gallery.block({4}));  // inside
  CHECK(gallery.view(border.question).value().hash() != view);
  CHECK(border.ask(3).found.candidates != before[0].found.candidates);
}
