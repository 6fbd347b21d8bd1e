// Protected templates: scores are kept, keys separate, damage is refused.
#include "limen/privacy/protect.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include <doctest/doctest.h>

#include "limen/simd/target.hpp"

using namespace limen;
using namespace limen::privacy;

namespace {

std::vector<float> embedding(std::uint32_t seed, std::size_t dimension, std::uint32_t touch = 0, float noise = 0.5F) {
  std::mt19937 person(seed), other(seed * 7919 + touch);
  std::normal_distribution<float> normal;
  std::vector<float> x(dimension);
  for (auto& value : x) value = normal(person);
  normal.reset();
  if (touch != 0)
    for (auto& value : x) value += noise * normal(other);
  double square = 0;
  for (const auto value : x) square += double{value} * double{value};
  for (auto& value : x) value = static_cast<float>(value / std::sqrt(square));
  return x;
}

double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * double{b[i]};
  return sum;
}

Key key(std::uint8_t number) {
  std::vector<std::byte> bytes(32, std::byte{number});
  return Key::from_bytes(bytes).value();
}

template <class T>
std::span<const T> view(const SecureVector<T>& values) {
  return values;
}

}  // namespace

TEST_CASE("A rotation keeps inner products, and its key takes it back") {
  for (const std::size_t d : {2U, 3U, 64U, 128U, 512U}) {
    const auto protector = RotationProtector::make(key(1), d).value();
    const auto a = embedding(1, d), b = embedding(1, d, 1);
    const auto pa = protector.protect(a).value(), pb = protector.protect(b).value();
    CHECK(std::abs(dot(pa, pb) - dot(a, b)) < 1e-5);
    CHECK(std::abs(dot(pa, pa) - 1) < 1e-5);
    CHECK(dot(protector.recover(pa).value(), a) > 1 - 1e-5);
    CHECK(protector.protect(a).value() == pa);
  }
}

TEST_CASE("Rotations of two keys have nothing in common") {
  constexpr std::size_t d = 256;
  const auto one = RotationProtector::make(key(1), d).value(), two = RotationProtector::make(key(2), d).value();
  CHECK(one.tag() != two.tag());
  double worst = 0;
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    const auto x = embedding(seed, d);
    worst = std::max(worst, std::abs(dot(one.protect(x).value(), two.protect(x).value())));
    worst = std::max(worst, std::abs(dot(one.protect(x).value(), x)));
  }
  CHECK(worst < 0.3);  // independent directions: deviation 1/16
}

TEST_CASE("A code protector keeps Hamming distances, and its key takes it back") {
  std::mt19937_64 random(5);
  for (const std::size_t bits : {64U, 128U, 2048U}) {
    const auto protector = CodeProtector::make(key(3), bits).value();
    std::vector<std::uint64_t> a(bits / 64), b(bits / 64);
    for (auto& word : a) word = random();
    for (auto& word : b) word = random();
    const auto distance = [](const auto& x, const auto& y) {
      int sum = 0;
      for (std::size_t i = 0; i < x.size(); ++i) sum += std::popcount(x[i] ^ y[i]);
      return sum;
    };
    const auto pa = protector.protect(a).value(), pb = protector.protect(b).value();
    CHECK(distance(pa, pb) == distance(a, b));
    CHECK(std::ranges::equal(protector.recover(pa).value(), a));
    const auto other = CodeProtector::make(key(4), bits).value();
    if (bits == 2048) CHECK(std::abs(distance(pa, other.protect(a).value()) - 1024) < 200);
  }
}

TEST_CASE("Index of max: the code says which projection is the largest") {
  for (const std::size_t choices : {2U, 4U, 8U, 16U}) {
    const auto protector = IomProtector::make(key(1), 96, {.hashes = 65, .choices = choices}).value();
    const auto x = embedding(9, 96);
    const auto hashes = protector.hash(x).value();
    for (std::size_t h = 0; h < hashes.size(); ++h) {
      std::size_t best = 0;
      double most = -1e30;
      for (std::size_t c = 0; c < choices; ++c) {
        const auto product = dot(protector.projections().subspan((h * choices + c) * 96, 96), x);
        if (product > most) most = product, best = c;
      }
      CHECK(hashes[h] == best);
    }
    const auto code = protector.protect(x).value();
    CHECK(code.size() == protector.words());
    CHECK(protector.hashes_of(code).value() == hashes);
  }
}

TEST_CASE("Index of max: a score is the number of hashes that agree, on every target") {
  for (const std::size_t choices : {2U, 4U, 8U, 16U}) {
    const auto protector = IomProtector::make(key(1), 128, {.hashes = 200, .choices = choices}).value();
    IomBlock block(protector, 40);
    std::vector<SecureVector<std::uint8_t>> hashes;
    for (std::uint32_t i = 0; i < 40; ++i) {
      const auto x = embedding(i / 2, 128, i % 2);
      block.add(protector, protector.protect(x).value()).value();
      hashes.push_back(protector.hash(x).value());
    }
    const auto asked = embedding(3, 128, 2);
    const auto wanted = protector.hash(asked).value();
    for (const auto& target : simd::targets()) {
      if (!target.runnable()) continue;
      const simd::scoped_target use(target.name);
      const auto probe = IomProbe::make(protector, asked).value();
      std::vector<Score> scores(block.size());
      score(probe, block, scores);
      for (std::size_t i = 0; i < scores.size(); ++i) {
        int same = 0;
        for (std::size_t h = 0; h < wanted.size(); ++h) same += hashes[i][h] == wanted[h];
        CHECK(scores[i].milli == 1000 * same);
      }
      CHECK(std::ranges::max_element(scores) - scores.begin() >= 6);
      CHECK(std::ranges::max_element(scores) - scores.begin() <= 7);
    }
  }
}

TEST_CASE("Index of max: codes of two keys do not compare") {
  const auto one = IomProtector::make(key(1), 64).value(), two = IomProtector::make(key(2), 64).value();
  IomBlock block(one);
  CHECK(block.add(two, two.protect(embedding(1, 64)).value()).error().code == ErrorCode::model_mismatch);
  block.add(one, one.protect(embedding(1, 64)).value()).value();
  std::vector<Score> scores(1);
  score(IomProbe::make(two, embedding(1, 64)).value(), block, scores);
  CHECK(scores[0] == Score::lowest());
}

TEST_CASE("What cannot be protected is refused") {
  const auto code_of = [](const auto& result) { return result.error().code; };
  CHECK(code_of(RotationProtector::make(key(1), 1)) == ErrorCode::invalid_argument);
  CHECK(code_of(RotationProtector::make(key(1), 4097)) == ErrorCode::invalid_argument);
  CHECK(code_of(CodeProtector::make(key(1), 0)) == ErrorCode::invalid_argument);
  CHECK(code_of(CodeProtector::make(key(1), 65)) == ErrorCode::invalid_argument);
  for (const IomParameters bad : {IomParameters{7, 4}, {4097, 4}, {512, 1}, {512, 3}, {512, 32}})
    CHECK(code_of(IomProtector::make(key(1), 64, bad)) == ErrorCode::invalid_argument);
  const auto rotation = RotationProtector::make(key(1), 4).value();
  const auto iom = IomProtector::make(key(1), 4, {.hashes = 8, .choices = 4}).value();
  std::vector<float> x{1, 0, 0};
  CHECK(code_of(rotation.protect(x)) == ErrorCode::invalid_argument);
  CHECK(code_of(rotation.recover({})) == ErrorCode::invalid_argument);
  CHECK(code_of(iom.hash(x)) == ErrorCode::invalid_argument);
  x = {1, 0, 0, std::numeric_limits<float>::quiet_NaN()};
  CHECK(code_of(rotation.protect(x)) == ErrorCode::invalid_argument);
  CHECK(code_of(iom.protect(x)) == ErrorCode::invalid_argument);
  const std::uint64_t impossible = 1;  // weight 1: no number below 4 has that code
  CHECK(code_of(iom.hashes_of(std::span(&impossible, 1))) == ErrorCode::corrupt);
  CHECK(code_of(iom.hashes_of({})) == ErrorCode::corrupt);
}
