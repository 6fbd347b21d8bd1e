// Each stage of the comparison by itself, on prints from a closed formula whose warp is known.
#include <array>
#include <cmath>
#include <memory>

#include "fingerprint/comparator.hpp"
#include "fingerprint/flow.hpp"
#include "fingerprint/registration.hpp"
#include "fingerprint/seeds.hpp"
#include "fingerprint/spread.hpp"
#include "tests/fingerprint/phase_print.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;
using limen::test::moved;
using limen::test::PhaseSkin;
using limen::test::SkinPoint;

namespace {

/// Twisted about (120, 200) by a fifth of a radian that fades within 70 px: more than a cubic can follow.
SkinPoint twisted(SkinPoint p) {
  const double x = p.x - 120, y = p.y - 200;
  const double angle = 0.2 * std::exp(-(x * x + y * y) / (2 * 70.0 * 70.0));
  return {120 + std::cos(angle) * x - std::sin(angle) * y, 200 + std::sin(angle) * x + std::cos(angle) * y};
}

/// The stages up to the superposition of the first hypothesis; what the comparator does before it registers.
struct Stages {
  Prepared a, b;
  Pairs pairs;
  Hypotheses hypotheses;
  Pairing pairing;
  Warp warp;
  PhaseField field;

  Stages(const Template& first, const Template& second) : a(first), b(second) {
    find_pairs(a, b, Method::ridge_map, pairs);
    propose(a, b, pairs, hypotheses);
    REQUIRE(hypotheses.count > 0);
    Hypothesis& best = hypotheses.at[0];
    refine_rigid(a, b, best);
    pairing = best.pairing;
    grow(a, b, best.candidates(), best.motion, pairing, warp);
    superpose(a, b, warp, field);
  }
};

}  // namespace

TEST_CASE("descriptors at rest are read as they were made") {
  const Prepared finger(PhaseSkin(3).impression());
  const auto descriptors = std::make_unique<Descriptors>();
  unpack_orientations(finger, *descriptors);
  unpack_neighbourhoods(finger, *descriptors);
  REQUIRE(finger.count > 10);
  for (std::size_t i = 0; i < static_cast<std::size_t>(finger.count); ++i) {
    const auto& numbers = descriptors->orientations[i];
    for (std::size_t k = 0; k < orientation_points; ++k) {
      const bool valid = (descriptors->masks[i].bits[k / 64] >> (k % 64) & 1) != 0;
      const double length = std::hypot(numbers[2 * k], numbers[2 * k + 1]);
      CHECK(length == doctest::Approx(valid ? orientation_scale : 0).epsilon(0.01));
    }
    double square = 0;
    for (const auto number : descriptors->neighbourhoods[i]) {
      CHECK(number % neighbourhood_step == 0);
      square += number * number;
    }
    // The length before rounding to steps is the length after it, but for the rounding.
    CHECK(std::sqrt(square) * static_cast<double>(finger.neighbourhood_norms[i]) == doctest::Approx(1).epsilon(0.3));
  }
  const auto pairs = std::make_unique<Pairs>();
  find_pairs(finger, finger, Method::ridge_map, *pairs);
  for (std::size_t i = 0; i < static_cast<std::size_t>(finger.count); ++i)
    CHECK(similarity(finger, finger, *pairs, i, i) > 0.93F);
}

TEST_CASE("a bend is the same along a row of cells as point by point, and level outside its nodes") {
  Bend bend;
  bend.lay(16, 24, 13, 9);
  CHECK(bend.columns == 5);
  CHECK(bend.rows == 4);
  for (std::size_t k = 0; k < bend.count(); ++k) {
    bend.x[k] = static_cast<float>(k % 7);
    bend.y[k] = static_cast<float>(k % 5) - 2;
  }
  for (int row = 0; row < 9; ++row) {
    std::array<float, 13> x{}, y{};
    bend.add_row(row, x, y);
    for (std::size_t column = 0; column < x.size(); ++column) {
      const Point p = bend.at(16 + 8 * static_cast<float>(column) + 4, 24 + 8 * static_cast<float>(row) + 4);
      CHECK(8 * x[column] == doctest::Approx(p.x).epsilon(1e-4));
      CHECK(8 * y[column] == doctest::Approx(p.y).epsilon(1e-4));
    }
  }
  CHECK(bend.at(-1e6F, -1e6F).x == bend.x[0]);
  CHECK(bend.at(1e6F, 1e6F).y == doctest::Approx(bend.y[bend.count() - 1]));
  CHECK(Bend{}.at(5, 5) == Point{});
}

TEST_CASE("a bend is solved from equations along ridge normals") {
  Bend bend;
  bend.lay(0, 0, 40, 40);
  const auto true_x = [](float x, float y) { return 0.02F * x - 0.01F * y; };
  const auto true_y = [](float x, float y) { return 1 + 0.015F * y + 0 * x; };
  for (int round = 0; round < 8; ++round) {
    BendSystem system(bend);
    for (int i = 0; i < 40 * 40; ++i) {
      const auto x = static_cast<float>(8 * (i % 40) + 4), y = static_cast<float>(8 * (i / 40) + 4);
      const float angle = 0.7F * static_cast<float>(i % 9);
      const float nx = std::cos(angle), ny = std::sin(angle);
      const Point is = bend.at(x, y);
      system.add(x, y, nx, ny, 1, nx * (true_x(x, y) - is.x) + ny * (true_y(x, y) - is.y));
    }
    system.relax(bend);
  }
  for (const float x : {20.0F, 150.0F, 300.0F})
    for (const float y : {20.0F, 170.0F, 300.0F}) {
      CHECK(bend.at(x, y).x == doctest::Approx(true_x(x, y)).epsilon(0.05).scale(3));
      CHECK(bend.at(x, y).y == doctest::Approx(true_y(x, y)).epsilon(0.05).scale(3));
    }
}

TEST_CASE("a window says how far the warp is off along the ridge normal") {
  const Prepared a(PhaseSkin(4).impression());
  const auto field = std::make_unique<PhaseField>();
  const auto windows = std::make_unique<Windows>();
  Warp warp;
  warp.set(Rigid{1, 0, 1.5F, -2}, 176, 176);  // a print on itself, but displaced
  superpose(a, a, warp, *field);
  sum_windows(a, *field, 1, *windows);
  int equations = 0;
  double error = 0;
  for (int r = 0; r < windows->rows; ++r)
    for (int c = 0; c < windows->columns; ++c) {
      const Flow flow = flow_at(a, a, warp, *windows, c, r);
      if (!(flow.weight > 0)) continue;
      ++equations;
      error += std::abs(static_cast<double>(flow.shift - (flow.nx * -1.5F + flow.ny * 2)));
    }
  CHECK(equations > 100);
  CHECK(error / equations < 0.6);  // px
}

TEST_CASE("ridges coincide on skin that is the same, and nowhere else") {
  const Prepared a(PhaseSkin(4).impression()), other(PhaseSkin(5).impression());
  const auto field = std::make_unique<PhaseField>();
  Warp warp;
  warp.set(Rigid{}, 176, 176);
  superpose(a, a, warp, *field);
  const Coherence same = coherence(a, *field);
  CHECK(same.sharp > 0.95F);
  CHECK(same.registration > 0.97F);
  superpose(a, other, warp, *field);
  CHECK(coherence(a, *field).sharp < 0.2F);
}

TEST_CASE("the bend follows a twist that the cubic cannot") {
  for (std::uint64_t seed = 11; seed < 15; ++seed) {
    CAPTURE(seed);
    const PhaseSkin skin(seed, 40);
    const auto s = std::make_unique<Stages>(skin.impression(), skin.impression(twisted));
    register_ridges(s->a, s->b, s->pairing, s->warp, s->field);
    const Coherence cubic = coherence(s->a, s->field);
    spread(s->a, s->b, s->pairing, s->warp, s->field);
    const Coherence bent = coherence(s->a, s->field);
    CHECK_FALSE(s->warp.bend.is_flat());
    CHECK(bent.sharp > cubic.sharp + 0.08F);
    CHECK(bent.registration > cubic.registration);
    CHECK(bent.registration > 0.85F);
  }
}

TEST_CASE("golden: each stage of a comparison") {
  // In the order of the stages. After a wanted change the failures print the new numbers.
  const PhaseSkin skin(1);
  const auto s = std::make_unique<Stages>(skin.impression(), skin.impression(twisted));
  const auto is = [](double found, double golden) {
    CAPTURE(found);
    CHECK(found == doctest::Approx(golden).epsilon(1e-4));
  };
  is(static_cast<double>(s->pairs.count), 116);
  is(static_cast<double>(s->hypotheses.count), 4);
  is(static_cast<double>(s->hypotheses.at[0].motion.tx), -4.25298);
  is(static_cast<double>(s->hypotheses.at[0].pairing.sum), 33.4735);
  is(static_cast<double>(s->pairing.sum), 34.1998);
  is(static_cast<double>(s->warp.x[0]), 192.108);
  is(static_cast<double>(s->field.overlap), 1896);
  is(static_cast<double>(coherence(s->a, s->field).sharp), 0.490544);
  register_ridges(s->a, s->b, s->pairing, s->warp, s->field);
  is(static_cast<double>(coherence(s->a, s->field).sharp), 0.664352);
  spread(s->a, s->b, s->pairing, s->warp, s->field);
  is(static_cast<double>(coherence(s->a, s->field).sharp), 0.798314);
  Evidence evidence;
  weigh_minutiae(s->a, s->b, s->pairs, s->warp, evidence);
  weigh_ridges(s->a, s->field, evidence);
  is(static_cast<double>(evidence[Feature::coherence]), 0.705592);
  is(static_cast<double>(evidence[Feature::pairs]), 12);
  is(static_cast<double>(evidence[Feature::pair_quality]), 0.912345);
}
