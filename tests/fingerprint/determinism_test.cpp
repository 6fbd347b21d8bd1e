// The same template and the same score on any number of threads and any SIMD target.
#include "limen/core/executor.hpp"
#include "limen/fingerprint/compare.hpp"
#include "limen/fingerprint/extract.hpp"
#include "limen/fingerprint/synthesise.hpp"
#include "limen/io/image_file.hpp"
#include "limen/simd/target.hpp"

#include "tests/fingerprint/corpus.hpp"

using namespace limen;
using namespace limen::fingerprint;
using namespace limen::test;

namespace {

/// Two impressions of each of five fingers.
std::vector<Image> synthetic_prints() {
  std::vector<Image> prints;
  for (std::uint64_t finger = 1; finger <= 5; ++finger)
    for (const std::uint64_t seed : {1U, 2U})
      prints.push_back(synthesis::make_impression(synthesis::make_finger(finger).value(), seed).value());
  return prints;
}

std::vector<Template> extracted(const std::vector<Image>& prints) {
  std::vector<Template> templates;
  for (const Image& print : prints) templates.push_back(extract({print}).value());
  return templates;
}

/// Each print with its mate and with the next finger's.
std::vector<double> scores(const std::vector<Template>& templates) {
  std::vector<double> all;
  for (std::size_t i = 0; i + 2 < templates.size(); ++i)
    for (const std::size_t step : {1U, 2U}) {
      const auto compared = compare(templates[i], templates[i + step]);
      all.push_back(compared ? compared->score.natural() : -100);
    }
  return all;
}

/// Scores of templates extracted on each target differ by at most 0.05; most templates are the same.
void check_targets(const std::vector<Image>& prints) {
  const auto expected = scores(extracted(prints));
  int targets = 0;
  for (const auto& target : simd::targets()) {
    const simd::scoped_target forced(target.name);
    if (!forced) continue;
    CAPTURE(target.name);
    ++targets;
    const auto found = scores(extracted(prints));
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CAPTURE(i);
      CHECK(std::abs(found[i] - expected[i]) <= 0.05);
    }
  }
  CHECK(targets >= 1);
}

}  // namespace

TEST_CASE("templates are the same bytes on any number of threads") {
  const auto prints = synthetic_prints();
  std::vector<SecureVector<std::byte>> expected;
  for (const Template& finger : extracted(prints)) expected.push_back(serialise(finger));
  for (const std::size_t threads : {2U, 3U, 7U}) {
    CAPTURE(threads);
    ThreadPool pool(threads);
    std::vector<SecureVector<std::byte>> found(prints.size());
    pool.for_each(prints.size(),
                  [&](std::size_t i, std::size_t) { found[i] = serialise(extract({prints[i]}).value()); });
    CHECK(found == expected);
  }
}

TEST_CASE("templates extracted on every SIMD target score alike") { check_targets(synthetic_prints()); }

TEST_CASE("templates of real prints extracted on every SIMD target score alike") {
  std::vector<Image> prints;
  for (const auto& path : corpus())
    if (const auto name = path.stem().string(); name == "101_1" || name == "101_2")
      prints.push_back(io::read_image(path).value());
  if (prints.empty()) return skip("no ../shared/data/fingerprint");
  CHECK(prints.size() == 14);
  check_targets(prints);
}
