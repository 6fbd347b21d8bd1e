#include "limen/face/compare.hpp"

#include <cmath>

#include "limen/face/block.hpp"
#include "limen/face/calibration.hpp"
#include "limen/face/models.hpp"
#include "limen/search/concepts.hpp"

#include "faces.hpp"
#include "tests/support.hpp"

using namespace limen;
using limen::test::template_of;

static_assert(search::ModalityTemplate<face::Template>);
static_assert(search::Comparable<face::Probe, face::Block>);
static_assert(!std::is_copy_constructible_v<face::Probe>);

TEST_CASE("the score is the cosine, symmetric, and 1 with itself") {
  for (unsigned seed = 0; seed < 50; ++seed) {
    const auto a = template_of(seed), b = template_of(seed + 1000);
    double dot = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.embedding.size(); ++i) {
      dot += double{a.embedding[i]} * b.embedding[i];
      aa += double{a.embedding[i]} * a.embedding[i];
      bb += double{b.embedding[i]} * b.embedding[i];
    }
    CHECK(face::compare(a, b).value().natural() == doctest::Approx(dot / std::sqrt(aa * bb)).epsilon(0.001).scale(1));
    CHECK(face::compare(a, b).value() == face::compare(b, a).value());
    CHECK(face::compare(a, a).value().milli == 1000);
  }
}

TEST_CASE("extreme vectors: one component, opposite directions, the longest") {
  const auto model = test::model_of(1);
  const auto plus = face::make_template(model, 0, std::vector<float>{1, 0, 0}).value();
  const auto minus = face::make_template(model, 0, std::vector<float>{-1, 0, 0}).value();
  const auto other = face::make_template(model, 0, std::vector<float>{0, 1, 0}).value();
  CHECK(face::compare(plus, plus).value().milli == 1000);
  CHECK(face::compare(plus, minus).value().milli == -1000);
  CHECK(face::compare(plus, other).value().milli == 0);
  const auto flat = face::make_template(model, 0, std::vector<float>(4096, 1.0F)).value();
  CHECK(face::compare(flat, flat).value().milli == 1000);
}

TEST_CASE("templates of different models are never compared") {
  const auto a = template_of(1);
  auto b = template_of(1, 128, 2);
  CHECK(face::compare(a, b).error().code == ErrorCode::model_mismatch);
  CHECK(face::compare(a, b).error().message.find("0202") != std::string::npos);
  b = a;
  b.preprocessing ^= 1;
  CHECK(face::compare(a, b).error().code == ErrorCode::model_mismatch);
  CHECK(face::compare(a, template_of(1, 64)).error().code == ErrorCode::model_mismatch);
}

TEST_CASE("a block gives every reference the score of the comparison alone") {
  face::Block::Builder builder;
  std::vector<face::Template> references;
  for (unsigned i = 0; i < 200; ++i) {
    references.push_back(template_of(i, i % 7 == 3 ? 64 : 128, i % 5 == 2 ? 2 : 1));
    builder.add(references.back());
  }
  const auto block = builder.finish();
  CHECK(builder.size() == 0);
  REQUIRE(block.size() == references.size());
  const auto asked = template_of(77);
  const auto probe = prepare(asked);
  std::vector<Score> scores(block.size());
  score(probe, block, scores);
  for (std::size_t i = 0; i < references.size(); ++i) {
    CHECK(scores[i] == face::compare(asked, references[i]).value_or(Score::lowest()));
    CHECK(scores[i] == compare(probe, block, i));
  }
}

TEST_CASE("an empty block and an embedding that is none give nothing") {
  const auto probe = prepare(template_of(1));
  score(probe, face::Block{}, {});
  auto broken = template_of(2);
  broken.embedding[0] = NAN;
  broken.embedding[1] = 40;
  face::Block::Builder builder;
  builder.add(broken);
  builder.add(template_of(3));
  const auto block = builder.finish();
  std::vector<Score> scores(2);
  score(probe, block, scores);
  CHECK(scores[0] == Score::lowest());
  CHECK(scores[1] > Score::lowest());
  score(prepare(broken), block, scores);
  CHECK(scores[1] == Score::lowest());
  CHECK_FALSE(face::compare(broken, template_of(3)));
}

TEST_CASE("a calibration is monotone, its threshold is the inverse, and it says where it extrapolates") {
  CHECK(face::calibration(test::model_of(1)) == nullptr);
  const auto* known = face::calibration(*face::model_id_from(face::known_models()[2].sha256));
  REQUIRE(known != nullptr);
  double before = -1;
  for (std::int32_t milli = -1000; milli <= 1000; ++milli) {
    const double rate = known->minus_log10_fmr({milli});
    CHECK(rate >= before);
    before = rate;
  }
  CHECK(known->minus_log10_fmr(Score::lowest()) == 0);
  CHECK(known->minus_log10_fmr(Score::from(0.336)) == doctest::Approx(3));
  CHECK_FALSE(known->extrapolated(Score::from(0.469)));
  CHECK(known->extrapolated(Score::from(0.470)));
  for (const double fmr : {0.9, 0.1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-9}) {
    const auto threshold = known->threshold(fmr);
    CHECK(known->minus_log10_fmr(threshold) >= -std::log10(fmr));
    CHECK(known->minus_log10_fmr({threshold.milli - 1}) < -std::log10(fmr));
  }
  for (const double nonsense : {0.0, 1.0, -1.0, 2.0, std::nan("")})
    CHECK(known->threshold(nonsense).milli == INT32_MAX);
}
