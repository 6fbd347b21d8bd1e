// The attacks work where they must: if they did not, nothing would be shown by their failing elsewhere.
#include "limen/evaluation/inversion.hpp"

#include <cmath>
#include <random>

#include <doctest/doctest.h>

using namespace limen;
using namespace limen::evaluation;
using privacy::IomProtector;
using privacy::Key;
using privacy::RotationProtector;

namespace {

std::vector<float> embedding(std::uint32_t seed, std::size_t dimension) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> x(dimension);
  double square = 0;
  for (auto& value : x) value = normal(random), square += double{value} * double{value};
  for (auto& value : x) value = static_cast<float>(value / std::sqrt(square));
  return x;
}

double cosine(std::span<const float> a, std::span<const float> b) {
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    ab += double{a[i]} * double{b[i]}, aa += double{a[i]} * double{a[i]}, bb += double{b[i]} * double{b[i]};
  return ab / std::sqrt(aa * bb);
}

Key key(std::uint8_t number) {
  std::vector<std::byte> bytes(32, std::byte{number});
  return Key::from_bytes(bytes).value();
}

}  // namespace

TEST_CASE("With the key, a long enough code gives nearly the embedding; the gradient beats least squares") {
  const auto x = embedding(1, 128);
  double before = 0;
  for (const std::size_t hashes : {64U, 256U, 1024U}) {
    const auto protector = IomProtector::make(key(1), 128, {.hashes = hashes, .choices = 4}).value();
    const auto code = protector.protect(x).value();
    const StolenCode stolen{&protector, code};
    const auto linear = cosine(preimage({&stolen, 1}, 0).value(), x);
    const auto refined = cosine(preimage({&stolen, 1}).value(), x);
    CHECK(refined > linear);
    CHECK(refined > before);
    before = refined;
  }
  CHECK(before > 0.95);
}

TEST_CASE("Several codes of one embedding under several stolen keys tell more than one") {
  const auto x = embedding(2, 128);
  std::vector<IomProtector> protectors;
  std::vector<SecureVector<std::uint64_t>> codes;
  for (std::uint8_t k = 1; k <= 4; ++k) {
    protectors.push_back(IomProtector::make(key(k), 128, {.hashes = 64, .choices = 4}).value());
    codes.push_back(protectors.back().protect(x).value());
  }
  std::vector<StolenCode> stolen;
  double before = 0;
  for (std::size_t k = 0; k < 4; k += 3) {
    while (stolen.size() <= k) stolen.push_back({&protectors[stolen.size()], codes[stolen.size()]});
    const auto found = cosine(preimage(stolen).value(), x);
    CHECK(found > before + 0.1);
    before = found;
  }
}

TEST_CASE("Without the key the code tells nothing") {
  const auto x = embedding(3, 128);
  const auto used = IomProtector::make(key(1), 128).value(), guessed = IomProtector::make(key(2), 128).value();
  const auto code = used.protect(x).value();
  const StolenCode stolen{&guessed, code};
  CHECK(std::abs(cosine(preimage({&stolen, 1}).value(), x)) < 0.35);  // deviation of chance: 1/√128 = 0.09
}

TEST_CASE("As many known pairs as components undo a rotation without its key; few do not") {
  constexpr std::size_t d = 64;
  const auto protector = RotationProtector::make(key(1), d).value();
  std::vector<std::vector<float>> known;
  std::vector<SecureVector<float>> seen;
  for (std::uint32_t i = 0; i < d; ++i) {
    known.push_back(embedding(100 + i, d));
    seen.push_back(protector.protect(known.back()).value());
  }
  std::vector<KnownPair> pairs;
  for (std::size_t i = 0; i < d; ++i) pairs.push_back({known[i], seen[i]});
  const auto x = embedding(1, d);
  const auto target = protector.protect(x).value();
  CHECK(cosine(from_known_pairs(pairs, target).value(), x) > 0.999);
  CHECK(cosine(from_known_pairs(std::span(pairs).first(4), target).value(), x) < 0.6);
}

TEST_CASE("Nothing stolen, nothing said") {
  CHECK(preimage({}).error().code == ErrorCode::invalid_argument);
  CHECK(from_known_pairs({}, {}).error().code == ErrorCode::invalid_argument);
  const auto a = IomProtector::make(key(1), 64).value(), b = IomProtector::make(key(1), 65).value();
  const auto code = a.protect(embedding(1, 64)).value(), other = b.protect(embedding(1, 65)).value();
  const std::vector<StolenCode> mixed{{&a, code}, {&b, other}};
  CHECK(preimage(mixed).error().code == ErrorCode::invalid_argument);
  const StolenCode cut{&a, std::span(code).first(3)};
  CHECK(preimage({&cut, 1}).error().code == ErrorCode::corrupt);
}
