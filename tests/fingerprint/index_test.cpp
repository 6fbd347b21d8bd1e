// tests of index
#include "limen/fingerprint/index.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <doctest/doctest.h>

#include "limen/fingerprint/calibration.hpp"
#include "limen/fingerprint/compare.hpp"
#include "limen/fingerprint/synthesise.hpp"
#include "limen/simd/target.hpp"

#include "fingerprint/plain_map.hpp"
#include "tests/files.hpp"
#include "tests/support.hpp"

using namespace limen::test;
using namespace limen::fingerprint;
using limen::ErrorCode;
using limen::FingerPosition;
using limen::ReferenceId;
using limen::SubjectId;
using limen::search::Filter;

namespace {

std::vector<Template> touches(std::size_t count, std::uint64_t touch, std::uint64_t first = 0) {
  std::vector<Template> made;
  for (std::size_t i = 0; i < count; ++i) made.push_back(synthesis::make_template(first + i, touch).value());
  return made;
}

std::vector<ReferenceId> ids_from(std::uint64_t first, std::size_t count) {
  std::vector<ReferenceId> ids(count);
  for (std::size_t i = 0; i < count; ++i) ids[i] = {first + i};
  return ids;
}

std::vector<Probe> probes_of(const std::vector<Template>& fingers) {
  std::vector<Probe> probes;
  for (const auto& finger : fingers) probes.emplace_back(finger);
  return probes;
}

/// Fingers 0 … 299 under ids 1 … 300.
const std::vector<Template>& gallery() {
  static const auto made = touches(300, 1);
  return made;
}
const Index& index_of_gallery() {
  static const Index index = [] {
    Index made;
    made.add(ids_from(1, gallery().size()), gallery()).value();
    return made;
  }();
  return index;
}
/// The same fingers, touched again: every tenth.
const std::vector<Probe>& probes() {
  static const auto made = [] {
    std::vector<Template> fingers;
    for (std::uint64_t i = 0; i < 30; ++i) fingers.push_back(synthesis::make_template(10 * i, 2).value());
    return probes_of(fingers);
  }();
  return made;
}

auto lists_of(const Index& index, const IndexQuery& query, const limen::Work& work = {}) {
  return index.search(probes(), query, work).value().lists;
}

}  // namespace

TEST_CASE("every profile finds the mates, with the score of the full comparison and what it stands for") {
  for (const auto profile : {Profile::fast, Profile::safe, Profile::exhaustive}) {
    CAPTURE(to_string(profile));
    const auto found = index_of_gallery().search(probes(), {.candidates = 3, .profile = profile}).value();
    for (std::size_t p = 0; p < probes().size(); ++p) {
      CAPTURE(p);
      REQUIRE(!found.lists[p].empty());
      const auto& best = found.lists[p][0];
      CHECK(best.id == ReferenceId{10 * p + 1});
      const auto made = compare(probes()[p], Reference(gallery()[10 * p])).value();
      CHECK(best.score == made.score);
      CHECK(best.method == Method::ridge_map);
      CHECK(best.minus_log10_fmr == calibration().minus_log10_fmr(made.score));
      CHECK(best.extrapolated == calibration().extrapolated(made.score));
      CHECK(found.visible[p] == gallery().size());
      CHECK(found.lists[p].size() <= 3);
      CHECK(std::ranges::is_sorted(found.lists[p], std::greater{}, &IndexCandidate::minus_log10_fmr));
    }
  }
}

TEST_CASE("the stages take what stage_sizes says, and few visible references are all compared") {
  const auto found = index_of_gallery().search(probes(), {}).value();
  CHECK(found.stages[0] == stage_sizes(300, 0.005));
  CHECK(found.stages[0].compared < 300);
  for (const std::size_t n : {0U, 1U, 63U, 100'000U, 1'000'000U, 100'000'000U}) {
    CAPTURE(n);
    const auto all = stage_sizes(n, 0.005, Profile::exhaustive);
    CHECK(all.compared == n);
    StageSizes last{n, n, n};
    for (const double loss : {least_loss, 0.003, 0.005, 0.01, 0.1, most_loss}) {
      const auto sizes = stage_sizes(n, loss);
      CHECK(sizes.compared <= sizes.aligned);
      CHECK(sizes.aligned <= sizes.described);
      CHECK(sizes.described <= last.described);
      CHECK(sizes.compared <= last.compared);
      CHECK(stage_sizes(n, loss, Profile::safe).described == n);
      last = sizes;
    }
  }
}

TEST_CASE("the same lists for any number of threads, every target and every order of adding") {
  const IndexQuery query{.candidates = 10};
  const auto expected = lists_of(index_of_gallery(), query);
  limen::ThreadPool pool(3);
  CHECK(lists_of(index_of_gallery(), query, {.executor = &pool}) == expected);

  auto order = ids_from(1, gallery().size());
  std::ranges::reverse(order);
  std::swap(order[3], order[200]);
  std::vector<Template> shuffled;
  for (const auto id : order) shuffled.push_back(gallery()[id.value - 1]);
  Index other;
  other.add(order, shuffled, {}, {.executor = &pool}).value();
  CHECK(lists_of(other, query) == expected);

  for (const auto& target : limen::simd::targets()) {
    if (!target.runnable()) continue;
    CAPTURE(target.name);
    const limen::simd::scoped_target scope(target.name);
    Index again;
    again.add(ids_from(1, gallery().size()), gallery()).value();
    CHECK(again.search(std::span(probes()).first(4), query).value().lists ==
          std::vector(expected.begin(), expected.begin() + 4));
  }
}

TEST_CASE("a batch gives what single searches give") {
  const auto together = lists_of(index_of_gallery(), {.candidates = 5});
  for (std::size_t p = 0; p < probes().size(); p += 7) {
    const auto alone = index_of_gallery().search(std::span(probes()).subspan(p, 1), {.candidates = 5}).value();
    CHECK(alone.lists[0] == together[p]);
  }
}

TEST_CASE("who may not be seen is no candidate, and changes nothing") {
  Filter even(gallery().size());
  for (std::size_t i = 0; i < gallery().size(); i += 2) even.set(i);
  const auto found = index_of_gallery().search(probes(), {.filter = &even}).value();
  Index alone;
  std::vector<ReferenceId> ids;
  std::vector<Template> fingers;
  for (std::size_t i = 0; i < gallery().size(); i += 2) {
    ids.push_back({i + 1});
    fingers.push_back(gallery()[i]);
  }
  alone.add(ids, fingers).value();
  const auto expected = alone.search(probes(), {}).value();
  CHECK(found.lists == expected.lists);
  CHECK(found.visible == expected.visible);
  CHECK(found.stages == expected.stages);

  Filter none(gallery().size()), one(gallery().size());
  one.set(20);
  for (const auto& list : lists_of(index_of_gallery(), {.filter = &none})) CHECK(list.empty());
  const auto single = lists_of(index_of_gallery(), {.filter = &one});
  CHECK(single[2].size() == 1);
  CHECK(single[2][0].id == ReferenceId{21});
}

TEST_CASE("an index that was changed answers as one made anew") {
  Index index;
  index.add(ids_from(1, 200), std::span(gallery()).first(200)).value();
  index.remove(ids_from(1, 100)).value();
  index.add(ids_from(201, 100), std::span(gallery()).subspan(200)).value();
  index.update(ids_from(101, 100), std::span(gallery()).first(100)).value();         // wrong fingers …
  index.update(ids_from(101, 100), std::span(gallery()).subspan(100, 100)).value();  // … and the right ones again
  index.add(ids_from(1, 100), std::span(gallery()).first(100)).value();
  CHECK(index.size() == 300);
  CHECK(lists_of(index, {}) == lists_of(index_of_gallery(), {}));
  index.compact().value();
  CHECK(lists_of(index, {}) == lists_of(index_of_gallery(), {}));
  for (const auto id : {1U, 100U, 101U, 300U}) CHECK(index.finger({id}).value() == gallery()[id - 1]);
  CHECK(index.memory().templates == index_of_gallery().memory().templates);

  index.remove(ids_from(1, 300)).value();
  CHECK(index.size() == 0);
  CHECK(index.memory().templates == 0);
  for (const auto& list : lists_of(index, {})) CHECK(list.empty());
}

TEST_CASE("a snapshot stays what it was, whatever becomes of the index") {
  std::optional<Index> snapshot;
  std::vector<std::vector<IndexCandidate>> before;
  {
    Index index;
    index.add(ids_from(1, 300), gallery()).value();
    before = lists_of(index, {});
    snapshot = index.snapshot();
    CHECK(snapshot->read_only());
    CHECK(!index.read_only());
    CHECK(lists_of(*snapshot, {}) == before);
    index.remove(ids_from(1, 100)).value();
    index.add(ids_from(1, 50), touches(50, 3, 7000)).value();
    index.update(ids_from(200, 50), touches(50, 3, 8000)).value();
    CHECK(index.snapshot().size() == 250);
    CHECK(lists_of(*snapshot, {}) == before);
    CHECK(lists_of(index, {}) != before);
    index.compact().value();
    const auto later = index.snapshot();
    index.remove(ids_from(1, 50)).value();
    CHECK(later.size() == 250);
    CHECK(later.contains({1}));
    CHECK(!index.contains({1}));
    CHECK(later.finger({1}).value() == touches(1, 3, 7000)[0]);
  }
  CHECK(lists_of(*snapshot, {}) == before);
  CHECK(snapshot->add(ids_from(1000, 1), touches(1, 1)).error().code == ErrorCode::access_denied);
  const TemporaryDirectory folder;
  snapshot->save(folder / "s.index").value();
  auto opened = Index::open(folder / "s.index").value();
  CHECK(lists_of(opened, {}) == before);
  CHECK(lists_of(opened.snapshot(), {}) == before);
}

TEST_CASE("an index of several chunks answers as its parts do, in memory, saved, mapped and loaded") {
  Index index;
  const auto some = touches(300, 1);
  std::vector<Template> many;
  for (std::size_t i = 0; i < 8500; ++i) many.push_back(some[i % 300]);
  index.add(ids_from(1, many.size()), many).value();
  Filter beyond(many.size());
  for (std::size_t i = 8400; i < many.size(); ++i) beyond.set(i);  // fingers 0 … 99, in the third chunk
  const auto check = [&](const Index& one) {
    const auto found = one.search(probes(), {.candidates = 1, .filter = &beyond}).value();
    for (std::size_t p = 0; p < 10; ++p) {
      REQUIRE(found.lists[p].size() == 1);
      CHECK(found.lists[p][0].id == ReferenceId{8401 + 10 * p});
    }
    return lists_of(one, {.candidates = 40});
  };
  const auto expected = check(index);
  const TemporaryDirectory folder;
  index.save(folder / "many.index").value();
  CHECK(check(Index::open(folder / "many.index").value()) == expected);
  auto loaded = Index::load(folder / "many.index").value();
  CHECK(check(loaded) == expected);
  index.remove(ids_from(1, 8400)).value();  // the last ones move into the first chunk
  CHECK(index.memory().templates < loaded.memory().templates / 20);
  const auto left = index.search(probes(), {.candidates = 1}).value();
  for (std::size_t p = 0; p < 10; ++p) CHECK(left.lists[p][0].id == ReferenceId{8401 + 10 * p});
}

TEST_CASE("templates as they are stored give the index that the templates give") {
  std::vector<limen::SecureVector<std::byte>> bytes;
  for (const auto& finger : gallery()) bytes.push_back(serialise(finger));
  std::vector<std::span<const std::byte>> spans(bytes.begin(), bytes.end());
  Index index;
  index.add_serialised(ids_from(1, spans.size()), spans).value();
  CHECK(lists_of(index, {}) == lists_of(index_of_gallery(), {}));
  spans[7] = spans[7].first(10);
  const auto refused = Index().add_serialised(ids_from(1, spans.size()), spans);
  REQUIRE(!refused);
  CHECK(refused.error().code == ErrorCode::corrupt);
  CHECK(refused.error().message.find("template 7 cannot be read") != std::string::npos);
}

TEST_CASE("small numbers of references, and strange ones") {
  const auto strange = [] {
    std::vector<Template> made(4);
    made[1].width = made[1].height = 300;
    for (int i = 0; i < 255; ++i)  // all alike, in one place
      made[1].minutiae.push_back({.x = 100, .y = 100, .quality = 1});
    made[2].width = made[2].height = 8191;  // too few
    for (float i = 0; i < 3; ++i) made[2].minutiae.push_back({.x = 8000 * i / 3, .y = 8191, .quality = 1});
    made[3] = synthesis::make_template(5, 1).value();
    made[3].map = {};  // minutiae alone
    return made;
  }();
  for (const std::size_t n : {0U, 1U, 15U, 16U, 17U}) {
    CAPTURE(n);
    Index index;
    index.add(ids_from(1, n), std::span(gallery()).first(n)).value();
    index.add(ids_from(1000, strange.size()), strange).value();
    const auto found = index.search(probes(), {}).value();
    CHECK(found.visible[0] == n + 2);  // not the empty one, not the one with three minutiae
    CHECK((n > 0) == (!found.lists[0].empty() && found.lists[0][0].id == ReferenceId{1}));
    const auto odd = index.search(probes_of(strange), {}).value();
    CHECK(odd.lists[0].empty());
    CHECK(odd.lists[2].empty());
    CHECK(index.finger({1001}).value().minutiae.size() == 255);
  }
}

TEST_CASE("very many equal references: the lower ids, whatever the order") {
  Index index;
  auto ids = ids_from(1, 500);
  std::ranges::reverse(ids);
  index.add(ids, std::vector<Template>(500, gallery()[0])).value();
  const auto found = index.search(std::span(probes()).first(1), {.candidates = 5}).value();
  CHECK(found.stages[0].compared == 32);
  for (std::size_t i = 0; i < 5; ++i) CHECK(found.lists[0][i].id == ReferenceId{i + 1});
}

TEST_CASE("references without a ridge map stand in the same list, by their own calibration") {
  auto fingers = gallery();
  for (std::size_t i = 0; i < fingers.size(); i += 2) fingers[i].map = {};
  Index index;
  index.add(ids_from(1, fingers.size()), fingers).value();
  std::size_t first = 0;
  const auto lists = lists_of(index, {.candidates = 3});
  for (std::size_t p = 0; p < lists.size(); ++p) {
    if (lists[p].empty() || lists[p][0].id != ReferenceId{10 * p + 1}) continue;
    ++first;
    CHECK(lists[p][0].method == Method::minutiae_only);
    CHECK(lists[p][0].minus_log10_fmr == calibration(Method::minutiae_only).minus_log10_fmr(lists[p][0].score));
  }
  CHECK(first >= 28);  // of 30
}

TEST_CASE("a probe of known position is asked about that one, about none, and on request about those beside it") {
  auto fingers = gallery();
  for (std::size_t i = 0; i < fingers.size(); ++i) fingers[i].position = limen::finger_positions[i % 11];
  Index index;
  index.add(ids_from(1, fingers.size()), fingers).value();
  const auto ask = [&](FingerPosition position, bool neighbours) {
    auto probe = fingers[0];
    probe.position = position;
    return index.search(probes_of({probe}), {.neighbours = neighbours}).value().visible[0];
  };
  const auto at = [&](std::size_t k) {
    return static_cast<std::size_t>(std::ranges::count(index.positions(), limen::finger_positions[k]));
  };
  CHECK(ask(FingerPosition::unknown, false) == 300);
  CHECK(ask(FingerPosition::right_index, false) == at(0) + at(2));
  CHECK(ask(FingerPosition::right_index, true) == at(0) + at(1) + at(2) + at(3));
  CHECK(ask(FingerPosition::right_little, true) == at(0) + at(4) + at(5));  // no finger of the other hand
  CHECK(ask(FingerPosition::left_thumb, true) == at(0) + at(6) + at(7));
  CHECK(ask(FingerPosition::left_little, true) == at(0) + at(9) + at(10));
}

TEST_CASE("several fingers of a person are summed, missing ones and strangers do no harm") {
  // 100 persons of three fingers each, the last of which nobody has captured of every fourth person.
  constexpr std::array positions{FingerPosition::right_index, FingerPosition::left_index, FingerPosition::right_thumb};
  Index index;
  std::vector<Template> fingers;
  std::vector<ReferenceId> ids;
  std::vector<SubjectId> subjects;
  for (std::size_t i = 0; i < gallery().size(); ++i) {
    if (i % 3 == 2 && i / 3 % 4 == 0) continue;
    fingers.push_back(gallery()[i]);
    fingers.back().position = positions[i % 3];
    ids.push_back({i + 1});
    subjects.push_back({1000 - i / 3});
  }
  index.add(ids, fingers, subjects).value();
  index.add(ids_from(5000, 1), std::span(gallery()).first(1)).value();  // nobody's
  for (const std::size_t person : {0U, 17U, 40U, 99U}) {
    CAPTURE(person);
    auto captured = std::vector<Template>{};
    for (std::size_t f = 0; f < 3; ++f) {
      captured.push_back(synthesis::make_template(3 * person + f, 2).value());
      captured.back().position = positions[f];
    }
    captured.push_back(Template{});  // a failed capture
    const auto asked = probes_of(captured);
    const auto found = index.search_person(asked, {.candidates = 3}).value();
    REQUIRE(!found.empty());
    CHECK(found[0].subject == SubjectId{1000 - person});
    CHECK(found[0].fingers.size() == 4);
    CHECK(found[0].fingers[0].id == ReferenceId{3 * person + 1});
    CHECK(found[0].fingers[1].id == ReferenceId{3 * person + 2});
    CHECK((found[0].fingers[2].id == ReferenceId{3 * person + 3}) == (person % 4 != 0));
    CHECK(found[0].fingers[3].id == ReferenceId{});
    double sum = 0;
    for (const auto& finger : found[0].fingers) sum += finger.minus_log10_fmr;
    CHECK(found[0].minus_log10_fmr == sum);
    limen::ThreadPool pool(3);
    CHECK(index.search_person(asked, {.candidates = 3}, {.executor = &pool}).value() == found);
    const auto all = index.search_person(asked, {.candidates = 3, .profile = Profile::exhaustive}).value();
    CHECK(all[0] == found[0]);
    // Whoever is named is compared with as well, if he is seen; a stranger to the index is not.
    const std::vector<SubjectId> also{{950}, {77777}};
    const auto more = index.search_person(asked, {.candidates = 1000, .also = also}).value();
    const auto named = std::ranges::find(more, SubjectId{950}, &PersonCandidate::subject);
    REQUIRE(named != more.end());
    CHECK(named->compared == std::vector<std::size_t>{1, 1, 1, 0});
    CHECK(std::ranges::find(more, SubjectId{77777}, &PersonCandidate::subject) == more.end());
    CHECK(more[0] == found[0]);
    const TemporaryDirectory folder;
    index.save(folder / "index").value();
    CHECK(Index::open(folder / "index").value().search_person(asked, {.candidates = 3}).value() == found);
  }
  CHECK(index.search_person({}, {}).value().empty());
}

TEST_CASE("refusals say what is wrong, and change nothing") {
  Index index;
  index.add(ids_from(1, 3), std::span(gallery()).first(3)).value();
  const auto code = [](const auto& result) { return result ? std::nullopt : std::optional(result.error().code); };
  const auto three = std::span(gallery()).first(3);
  const std::vector<ReferenceId> twice{{7}, {7}, {8}}, none{{7}, {0}, {8}};
  CHECK(code(index.add(ids_from(3, 3), three)) == ErrorCode::already_exists);
  CHECK(code(index.add(twice, three)) == ErrorCode::invalid_argument);
  CHECK(code(index.add(none, three)) == ErrorCode::invalid_argument);
  CHECK(code(index.add(ids_from(7, 2), three)) == ErrorCode::invalid_argument);
  CHECK(code(index.add(ids_from(7, 3), three, std::vector<SubjectId>(2))) == ErrorCode::invalid_argument);
  CHECK(code(index.update(ids_from(3, 3), three)) == ErrorCode::not_found);
  CHECK(code(index.remove(ids_from(3, 2))) == ErrorCode::not_found);
  CHECK(code(index.finger({9})) == ErrorCode::not_found);
  auto broken = std::vector<Template>(three.begin(), three.end());
  broken[2].width = 9000;
  CHECK(code(index.add(ids_from(7, 3), broken)) == ErrorCode::invalid_argument);
  broken[2] = three[2];
  broken[2].minutiae.resize(256);
  CHECK(code(index.add(ids_from(7, 3), broken)) == ErrorCode::invalid_argument);
  broken[2] = three[2];
  broken[2].map.cells.pop_back();
  CHECK(code(index.add(ids_from(7, 3), broken)) == ErrorCode::invalid_argument);
  CHECK(index.size() == 3);
  CHECK(index.contains({3}));
  CHECK(!index.contains({7}));

  const Filter wrong(2);
  CHECK(code(index.search(probes(), {.filter = &wrong})) == ErrorCode::invalid_argument);
  CHECK(code(index.search(probes(), {.threshold = std::nan("")})) == ErrorCode::invalid_argument);
  for (const double loss : {0.0, -1.0, 0.6, std::nan("")})
    CHECK(code(index.search(probes(), {.loss = loss})) == ErrorCode::invalid_argument);
  CHECK(index.search({}, {}).value().lists.empty());
  for (const auto& list : lists_of(index, {.candidates = 0})) CHECK(list.empty());
  CHECK(lists_of(index, {.threshold = 1e9})[0].empty());
}

TEST_CASE("a stop at any moment is an error, and leaves the index as it was") {
  Index index;
  index.add(ids_from(1, 20), std::span(gallery()).first(20)).value();
  for (std::size_t stop_at = 0; stop_at < 40; stop_at += 3) {
    std::stop_source source;
    std::size_t told = 0;
    const limen::Work work{.stop = source.get_token(), .progress = [&](std::size_t, std::size_t) {
                             if (told++ == stop_at) source.request_stop();
                           }};
    const auto added = index.add(ids_from(100, 30), std::span(gallery()).first(30), {}, work);
    if (!added) CHECK(added.error().code == ErrorCode::cancelled);
    if (added) index.remove(ids_from(100, 30)).value();
    CHECK(index.size() == 20);
    const auto found = index.search(probes(), {}, work);
    if (!found) CHECK(found.error().code == ErrorCode::cancelled);
  }
}

TEST_CASE("thousands of probes at once") {
  Index index;
  index.add(ids_from(1, 2), std::span(gallery()).first(2)).value();
  std::vector<Probe> many;
  auto small = gallery()[1];
  small.minutiae.resize(8);
  small.map = {};
  for (int i = 0; i < 10'000; ++i) many.emplace_back(small);
  CHECK(index.search(many, {.candidates = 1}).value().lists.size() == 10'000);
}

TEST_CASE("a saved index answers as the one in memory, mapped and loaded") {
  const TemporaryDirectory folder;
  const auto& index = index_of_gallery();
  index.save(folder / "index").value();
  const auto mapped = Index::open(folder / "index").value();
  auto loaded = Index::load(folder / "index").value();
  mapped.verify().value();
  CHECK(mapped.read_only());
  CHECK(mapped.memory().mapped);
  CHECK(!loaded.read_only());
  const auto expected = lists_of(index, {});
  CHECK(lists_of(mapped, {}) == expected);
  CHECK(lists_of(loaded, {}) == expected);
  CHECK(mapped.finger({17}).value() == gallery()[16]);
  CHECK(mapped.contains({300}));
  CHECK(!mapped.contains({301}));
  auto changed = Index::open(folder / "index").value();
  CHECK(changed.add(ids_from(900, 1), std::span(gallery()).first(1)).error().code == ErrorCode::access_denied);
  CHECK(changed.remove(ids_from(1, 1)).error().code == ErrorCode::access_denied);
  CHECK(changed.compact().error().code == ErrorCode::access_denied);
  loaded.remove(ids_from(1, 299)).value();
  loaded.save(folder / "index").value();  // replaced while it is mapped
  CHECK(lists_of(mapped, {}) == expected);
  CHECK(Index::open(folder / "index").value().size() == 1);
}

TEST_CASE("a file that was cut, changed or made by a later limen is refused") {
  const TemporaryDirectory folder;
  Index index;
  index.add(ids_from(1, 2), std::span(gallery()).first(2)).value();
  index.save(folder / "index").value();
  const auto whole = slurp(folder / "index");
  for (std::size_t length = 0; length < whole.size(); length += 1 + length / 8) {
    spill(folder / "cut", whole.substr(0, length));
    CAPTURE(length);
    CHECK(fault_of<Index>(folder / "cut"));
  }
  spill(folder / "long", whole + '\0');
  CHECK(fault_of<Index>(folder / "long") == ErrorCode::corrupt);
  for (std::size_t at = 0; at < whole.size(); at += at < 64 ? 1 : 37) {
    auto flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    spill(folder / "flipped", flipped);
    CAPTURE(at);
    CHECK(fault_of<Index>(folder / "flipped"));
  }
  auto newer = whole;
  newer[8] = 2;
  spill(folder / "newer", newer);
  CHECK(fault_of<Index>(folder / "newer") == ErrorCode::newer_version);
  CHECK(Index::open(folder / "absent").error().code == ErrorCode::not_found);
}

TEST_CASE("a damaged template of a mapped file is an error that names it, not a missing candidate") {
  const TemporaryDirectory folder;
  index_of_gallery().save(folder / "index").value();
  auto bytes = slurp(folder / "index");
  const auto first = limen::fingerprint::serialise_plain(gallery()[20]);
  const auto at = bytes.find(std::string(reinterpret_cast<const char*>(first.data()), first.size()));
  REQUIRE(at != std::string::npos);
  bytes[at + 40] = static_cast<char>(bytes[at + 40] ^ 1);
  spill(folder / "damaged", bytes);
  const auto mapped = Index::open(folder / "damaged").value();
  const auto found = mapped.search(std::span(probes()).subspan(2, 1), {});
  REQUIRE(!found);
  CHECK(found.error().code == ErrorCode::corrupt);
  CHECK(found.error().message.find("id 21 ") != std::string::npos);
  CHECK(mapped.verify().error().code == ErrorCode::corrupt);
}
