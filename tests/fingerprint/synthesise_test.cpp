#include "limen/fingerprint/synthesise.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>

#include "limen/fingerprint/compare.hpp"
#include "limen/fingerprint/extract.hpp"

#include "fingerprint/synthesise_pattern.hpp"
#include "fingerprint/synthesise_touch.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;
using namespace limen::fingerprint::synthesis;

namespace {

constexpr double pi = std::numbers::pi;

double wrapped(double angle) { return angle - 2 * pi * std::round(angle / (2 * pi)); }

/// Half turns of the ridge orientation on a circle: +1 around a core, −1 around a delta, 0 elsewhere.
int half_turns(const Flow& flow, Point centre, double radius) {
  double sum = 0;
  double last = 0;
  for (int i = 0; i <= 720; ++i) {
    const double a = i * pi / 360;
    const auto local = flow.at(static_cast<float>(centre.x + radius * std::cos(a)),
                               static_cast<float>(centre.y + radius * std::sin(a)));
    const double doubled = std::atan2(local.sin2, local.cos2);
    if (i > 0) sum += wrapped(doubled - last);
    last = doubled;
  }
  return static_cast<int>(std::lround(sum / (2 * pi)));
}

Image impression(const Finger& finger, std::uint64_t seed, const ImpressionOptions& options = {}) {
  return make_impression(finger, seed, options).value();
}

Template extracted(const Image& image) { return extract({image}).value(); }

double score_of(const Template& a, const Template& b) {
  const auto compared = compare(a, b);
  return compared ? compared->score.natural() : -100;
}

double mean_grey(const Image& image) {
  double sum = 0;
  for (const auto pixel : image.pixels()) sum += pixel;
  return sum / static_cast<double>(image.pixels().size());
}

struct Count {
  std::size_t cores, deltas;
};
constexpr std::array<Count, 5> singular_points{{{0, 0}, {1, 1}, {1, 1}, {1, 1}, {2, 2}}};

}  // namespace

TEST_CASE("patterns have names") {
  for (const Pattern pattern : patterns) CHECK(pattern_from(to_string(pattern)) == pattern);
  CHECK_FALSE(pattern_from("loop"));
}

TEST_CASE("patterns are drawn with their natural frequencies") {
  Random random(1);
  std::array<int, 5> drawn{};
  constexpr int n = 20000;
  for (int i = 0; i < n; ++i) ++drawn[static_cast<std::size_t>(draw_pattern(random))];
  constexpr std::array<double, 5> natural{0.037, 0.029, 0.338, 0.317, 0.279};
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(std::abs(drawn[i] / double{n} - natural[i]) < 4 * std::sqrt(natural[i] * (1 - natural[i]) / n));
}

TEST_CASE("each pattern has its cores and deltas, and no other singular point") {
  for (const Pattern pattern : patterns)
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
      CAPTURE(to_string(pattern));
      CAPTURE(seed);
      Random random(seed);
      const Flow flow(pattern, {}, random);
      const auto expected = singular_points[static_cast<std::size_t>(pattern)];
      CHECK(flow.cores().size() == expected.cores);
      CHECK(flow.deltas().size() == expected.deltas);
      for (const auto& core : flow.cores()) CHECK(half_turns(flow, core, 2) == 1);
      for (const auto& delta : flow.deltas()) CHECK(half_turns(flow, delta, 2) == -1);
      for (float y = 20; y < Finger::height; y += 28)
        for (float x = 20; x < Finger::width; x += 28) {
          int inside = 0;
          for (const auto& core : flow.cores()) inside += std::hypot(core.x - x, core.y - y) < 20 ? 1 : 0;
          for (const auto& delta : flow.deltas()) inside -= std::hypot(delta.x - x, delta.y - y) < 20 ? 1 : 0;
          CHECK(half_turns(flow, {x, y}, 20) == inside);
        }
    }
}

TEST_CASE("the same seeds give the same finger, impression and template; other seeds others") {
  const Finger finger = make_finger(11).value();
  CHECK(finger.ridges == make_finger(11)->ridges);
  CHECK(finger.minutiae == make_finger(11)->minutiae);
  CHECK_FALSE(finger.ridges == make_finger(12)->ridges);
  const Image image = impression(finger, 3);
  CHECK(image == impression(finger, 3));
  CHECK_FALSE(image == impression(finger, 4));
  CHECK_FALSE(image == impression(make_finger(12).value(), 3));
  CHECK(make_template(11, 3).value() == make_template(11, 3).value());
  CHECK_FALSE(make_template(11, 3).value() == make_template(11, 4).value());
  CHECK_FALSE(make_template(11, 3).value() == make_template(12, 3).value());
}

TEST_CASE("a finger says what it is") {
  for (const Pattern pattern : patterns) {
    const Finger finger = make_finger(21, {.pattern = pattern}).value();
    CHECK(finger.pattern == pattern);
    CHECK(finger.seed == 21);
    CHECK(finger.cores.size() == singular_points[static_cast<std::size_t>(pattern)].cores);
    CHECK(finger.nodes.size() == std::size_t{Finger::columns} * Finger::rows);
    CHECK(finger.minutiae.size() > 50);
    CHECK(finger.minutiae.size() < 200);
    for (const auto& m : finger.minutiae) {
      CHECK(m.x >= 0);
      CHECK(m.x <= Finger::width);
      CHECK(m.y >= 0);
      CHECK(m.y <= Finger::height);
      CHECK(m.direction >= 0);
      CHECK(m.direction < 6.2832F);
    }
  }
}

TEST_CASE("the ridge period is the one asked for") {
  for (const double period : {7.5, 9.0, 11.0}) {
    const Finger finger = make_finger(5, {.period = period, .period_sd = 0}).value();
    double sum = 0;
    for (const auto& node : finger.nodes) sum += 2 * pi / std::hypot(node.kx, node.ky);
    CHECK(sum / static_cast<double>(finger.nodes.size()) == doctest::Approx(period).epsilon(0.06));
  }
}

TEST_CASE("options outside their ranges are refused by name") {
  const auto refused = [](const auto& result, const std::string& name) {
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == ErrorCode::invalid_argument);
    CHECK(result.error().message.find(name) != std::string::npos);
  };
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  refused(make_finger(1, {.pattern = static_cast<Pattern>(9)}), "pattern");
  refused(make_finger(1, {.period = 5}), "period");
  refused(make_finger(1, {.period = nan}), "period");
  refused(make_finger(1, {.period_sd = -1}), "period_sd");
  const Finger finger = make_finger(1).value();
  refused(make_impression(Finger{}, 1), "make_finger");
  const std::pair<ImpressionOptions, const char*> bad[]{{{.width = 95}, "width"},
                                                        {{.height = 1001}, "height"},
                                                        {{.severity = 2.1}, "severity"},
                                                        {{.rotation_sd = -1}, "rotation_sd"},
                                                        {{.rotation_max = 181}, "rotation_max"},
                                                        {{.translation_sd = 81}, "translation_sd"},
                                                        {{.distortion = nan}, "distortion"},
                                                        {{.torsion_sd = 21}, "torsion_sd"},
                                                        {{.contact = 0.3}, "contact"},
                                                        {{.wetness = 1.5}, "wetness"},
                                                        {{.noise = 4}, "noise"},
                                                        {{.contrast = 0.1}, "contrast"}};
  for (const auto& [options, name] : bad) {
    refused(make_impression(finger, 1, options), name);
    refused(make_template(1, 1, {.impression = options}), name);
  }
  refused(make_template(1, 1, {.finger = {.period = 13}}), "period");
}

TEST_CASE("the ends of the ranges work") {
  const Finger finger = make_finger(2, {.period = 12, .period_sd = 1}).value();
  CHECK(impression(finger, 1,
                   {.width = 96,
                    .height = 1000,
                    .severity = 2,
                    .rotation_sd = 30,
                    .rotation_max = 180,
                    .translation_sd = 80,
                    .distortion = 12,
                    .torsion_sd = 20,
                    .contact = 1.3,
                    .noise = 3})
            .height() == 1000);
  const auto far = make_template(2, 1,
                                 {.impression = {.width = 1000,
                                                 .height = 96,
                                                 .severity = 2,
                                                 .rotation_sd = 30,
                                                 .rotation_max = 180,
                                                 .translation_sd = 80,
                                                 .distortion = 12,
                                                 .torsion_sd = 20,
                                                 .contact = 0.4}});
  REQUIRE(far);
  CHECK(far->width == 1000);
  CHECK(far->map.width == RidgeMap::cells_in(1000));
}

TEST_CASE("options do what they say") {
  const Finger finger = make_finger(8).value();
  const Image plain = impression(finger, 1, {.severity = 0, .wetness = 0});
  CHECK(plain.width() == 388);
  CHECK(plain.height() == 374);
  CHECK(plain.resolution == 500_ppi);
  CHECK(mean_grey(impression(finger, 1, {.severity = 0, .wetness = 0.8})) < mean_grey(plain) - 5);
  CHECK(mean_grey(impression(finger, 1, {.severity = 0, .wetness = -0.8})) > mean_grey(plain) + 5);
  CHECK(mean_grey(impression(finger, 1, {.severity = 0, .contact = 0.6, .wetness = 0})) > mean_grey(plain) + 5);
  CHECK(mean_grey(impression(finger, 1, {.severity = 0, .wetness = 0, .contrast = 0.4})) > mean_grey(plain) + 5);
  const ImpressionOptions turned{.rotation_sd = 30, .rotation_max = 2};
  CHECK(std::abs(draw_touch(8, 4, turned).rotation) <= 2.001 * pi / 180);
  CHECK(draw_touch(8, 4, {.severity = 0}).rotation == 0);
}

TEST_CASE("skin and image point at each other") {
  const Touch touch = draw_touch(3, 5, {.severity = 2});
  for (const Point p : {Point{120, 100}, Point{200, 190}, Point{260, 250}}) {
    const Point back = touch.image_of(touch.at(p).skin);
    CHECK(std::hypot(back.x - p.x, back.y - p.y) < 0.3F);
  }
}

TEST_CASE("impressions of all patterns are taken by the extractor") {
  for (const Pattern pattern : patterns) {
    CAPTURE(to_string(pattern));
    const Finger finger = make_finger(31, {.pattern = pattern}).value();
    const Template found = extracted(impression(finger, 1));
    CHECK(found.minutiae.size() >= 15);
    CHECK(found.minutiae.size() <= 90);
    const auto valid = std::count_if(found.map.cells.begin(), found.map.cells.end(), [](auto c) { return c.valid(); });
    CHECK(valid > 600);
    CHECK(valid < 1500);
  }
}

TEST_CASE("the extractor finds the finger's minutiae where they are, pointing where they point") {
  int expected = 0;
  int found = 0;
  int same_kind = 0;
  for (const std::uint64_t seed : {41U, 42U, 43U}) {
    const Finger finger = make_finger(seed).value();
    const ImpressionOptions clean{.severity = 0, .wetness = 0};
    const Template t = extracted(impression(finger, 1, clean));
    const Touch touch = draw_touch(seed, 1, clean);
    for (const auto& m : finger.minutiae) {
      const Point p = touch.image_of({m.x, m.y});
      if (p.x < 0 || p.y < 0 || p.x > 387 || p.y > 373 || touch.at(p).contact < 0.35F) continue;
      ++expected;
      for (const auto& n : t.minutiae)
        if (std::hypot(n.x - p.x, n.y - p.y) < 8 && std::abs(wrapped(n.direction - m.direction)) < 0.4) {
          ++found;
          same_kind += n.kind == m.kind ? 1 : 0;
          break;
        }
    }
  }
  MESSAGE(found << " of " << expected << " found, " << same_kind << " of the same kind");
  CHECK(expected > 60);
  CHECK(found > 0.85 * expected);
  CHECK(same_kind > 0.7 * found);
}

TEST_CASE("a made template lies on the stored grid and reads back") {
  for (const std::uint64_t finger : {51U, 52U, 53U}) {
    const Template t = make_template(finger, 1).value();
    CHECK(parse(serialise(t)).value() == t);
    CHECK(t.minutiae.size() >= 15);
    CHECK(t.minutiae.size() <= 90);
    CHECK(std::is_sorted(t.minutiae.begin(), t.minutiae.end(),
                         [](const Minutia& a, const Minutia& b) { return a.quality > b.quality; }));
    for (const auto& m : t.minutiae) CHECK(on_grid(m) == m);
  }
}

TEST_CASE("mated pairs score higher than non-mated ones, in images, in templates and between them") {
  constexpr int fingers = 5;
  std::vector<Template> first, second, made, made_again;
  for (std::uint64_t f = 0; f < fingers; ++f) {
    const Finger finger = make_finger(60 + f, {.pattern = Pattern::left_loop}).value();
    first.push_back(extracted(impression(finger, 1)));
    second.push_back(extracted(impression(finger, 2)));
    made.push_back(make_template(60 + f, 2, {.finger = {.pattern = Pattern::left_loop}}).value());
    made_again.push_back(make_template(60 + f, 3, {.finger = {.pattern = Pattern::left_loop}}).value());
  }
  const auto separated = [](const std::vector<Template>& a, const std::vector<Template>& b) {
    double least_mated = 1e9;
    double most_other = -1e9;
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t j = 0; j < b.size(); ++j) {
        const double score = score_of(a[i], b[j]);
        if (i == j)
          least_mated = std::min(least_mated, score);
        else
          most_other = std::max(most_other, score);
      }
    MESSAGE("mated at least " << least_mated << ", non-mated at most " << most_other);
    return least_mated > most_other + 3;
  };
  CHECK(separated(first, second));
  CHECK(separated(made, made_again));
  CHECK(separated(first, made));
}
