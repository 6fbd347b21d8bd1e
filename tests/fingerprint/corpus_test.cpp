#include "tests/fingerprint/corpus.hpp"

#include "limen/fingerprint/compare.hpp"
#include "limen/fingerprint/explain.hpp"
#include "limen/fingerprint/extract.hpp"
#include "limen/fingerprint/synthesise.hpp"
#include "limen/io/image_file.hpp"
#include "limen/simd/target.hpp"

#include "tests/fingerprint/traps.hpp"

using namespace limen;
using namespace limen::fingerprint;
using namespace limen::test;

TEST_CASE("no stage makes a NaN, an infinity or a division by zero on any real print") {
  const auto paths = corpus();
  if (paths.empty() || !FloatingPointTraps::available) return skip("no ../shared/data/fingerprint, or no traps");
  std::vector<Reference> fingers;
  for (const auto& path : paths) {
    const Sample sample{io::read_image(path).value()};
    INFO(path.string());
    const FloatingPointTraps traps;
    CHECK(traps.armed());
    const auto finger = extract(sample);
    CHECK(finger.has_value());
    if (finger) fingers.emplace_back(*finger);
  }
  const FloatingPointTraps traps;
  std::size_t compared = 0;
  for (std::size_t i = 0; i < fingers.size(); ++i)
    for (const std::size_t step : {1U, 2U, 5U, 8U, 80U, 83U, 160U, 241U}) {  // mated, of one sensor, of two
      const auto result = compare(fingers[i], fingers[(i + step) % fingers.size()]);
      compared += result ? 1U : 0U;
      if (result) CHECK(std::isfinite(result->score.natural()));
    }
  CHECK(compared > 4000);
}

TEST_CASE("the same for synthetic prints and their comparison, explanation and pictures") {
  if (!FloatingPointTraps::available) return skip("no floating-point traps");
  const FloatingPointTraps traps;
  std::vector<Template> fingers;
  for (std::uint64_t seed = 1; seed <= 8; ++seed)
    for (const double severity : {0.0, 1.0, 2.0})
      fingers.push_back(
          extract({synthesis::make_impression(synthesis::make_finger(seed).value(), 1, {.severity = severity}).value()})
              .value());
  for (std::size_t i = 0; i < fingers.size(); ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const auto why = explain(fingers[i], fingers[j]);
      if (!why) continue;
      CHECK(std::isfinite(why->minus_log10_fmr));
      if (j + 1 == i) CHECK_FALSE(draw(*why, {}, {}).empty());
    }
}
