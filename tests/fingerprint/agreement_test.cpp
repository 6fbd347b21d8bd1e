#include "fingerprint/agreement.hpp"

#include <algorithm>
#include <cmath>

#include "limen/fingerprint/synthesise.hpp"

#include "fingerprint/cascade.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;

namespace {

Template finger(std::uint64_t seed, std::uint64_t touch) { return synthesis::make_template(seed, touch).value(); }

/// Turned by a quarter, without its ridge map.
Template turned(Template t) {
  for (auto& m : t.minutiae) {
    const float x = m.x;
    m.x = static_cast<float>(t.height) - m.y;
    m.y = x;
    m.direction = std::fmod(m.direction + 3.14159265F / 2, 2 * 3.14159265F);
  }
  std::swap(t.width, t.height);
  t.map = {};
  return t;
}

Agreement agreement(const Template& probe, const Template& reference) {
  Index index;
  index.add(std::array{ReferenceId{1}}, std::span(&reference, 1)).value();
  const SearchProbe asked{Prepared(probe)};
  return agreement_of(index.state(), asked, 0);
}

}  // namespace

TEST_CASE("a finger agrees with itself in every minutia, however it was turned") {
  auto plain = finger(1, 1);
  plain.map = {};
  const auto itself = agreement(plain, plain);
  const int all = static_cast<int>(std::min<std::size_t>(plain.minutiae.size(), form_minutiae));
  CHECK(itself.pairs == all);
  CHECK(itself.of_probe == all);
  CHECK(itself.of_reference == all);
  const auto after = agreement(plain, turned(plain));
  CHECK(after.pairs >= all - 1);
  CHECK(after.of_probe >= all - 4);  // those on the rectangle's edge may fall outside by rounding
  CHECK(after.likeness > 0.85F * itself.likeness);
}

TEST_CASE("mates have more evidence than anybody else") {
  const std::size_t others = 150;
  std::vector<Template> gallery;
  std::vector<ReferenceId> ids;
  for (std::size_t i = 0; i < others; ++i) gallery.push_back(finger(i, 1)), ids.push_back({i + 1});
  Index index;
  index.add(ids, gallery).value();
  int first = 0;
  for (std::size_t p = 0; p < 20; ++p) {
    const SearchProbe asked{Prepared(finger(7 * p, 2))};
    std::vector<std::uint32_t> evidence;
    for (std::uint32_t row = 0; row < others; ++row)
      evidence.push_back(evidence_of(agreement_of(index.state(), asked, row)));
    first += std::ranges::max_element(evidence) - evidence.begin() == static_cast<std::ptrdiff_t>(7 * p) ? 1 : 0;
  }
  CHECK(first >= 19);
}

TEST_CASE("the evidence is the same on every target") {
  const auto probe = finger(3, 2), reference = finger(3, 1);
  const auto wanted = evidence_of(agreement(probe, reference));
  for (const auto& target : simd::targets()) {
    if (!target.runnable()) continue;
    CAPTURE(target.name);
    const simd::scoped_target scope(target.name);
    CHECK(evidence_of(agreement(probe, reference)) == wanted);
  }
}

TEST_CASE("minutiae all in one place, or few, or none that are alike, give finite evidence") {
  Template one_place;
  one_place.width = one_place.height = 100;
  one_place.minutiae.assign(40, Minutia{50, 50, 1, 0.5F, MinutiaKind::ending});
  const auto stacked = agreement(one_place, one_place);
  CHECK(std::isfinite(stacked.likeness));
  CHECK(stacked.pairs <= static_cast<int>(form_minutiae));
  auto few = finger(4, 1);
  few.minutiae.resize(4);
  for (const auto& [a, b] : {std::pair{few, finger(5, 1)}, std::pair{finger(5, 1), few}, std::pair{few, one_place},
                             std::pair{one_place, few}}) {
    const auto made = agreement(a, b);
    CHECK(std::isfinite(made.likeness));
    CHECK(made.likeness >= 0);
    CHECK(evidence_of(made) < 200 * evidence_unit);
  }
  CHECK(evidence_of({}) < no_evidence);  // nothing in common is less than what a stranger has
}
