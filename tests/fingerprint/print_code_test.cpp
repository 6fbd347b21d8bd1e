#include "limen/fingerprint/print_code.hpp"

#include <random>

#include <doctest/doctest.h>

#include "limen/fingerprint/synthesise.hpp"

using namespace limen;
using namespace limen::fingerprint;

namespace {

std::vector<Template> some_prints() {
  std::vector<Template> prints;
  for (std::uint64_t seed = 0; seed < 12; ++seed) prints.push_back(synthesis::make_template(seed, 1).value());
  return prints;
}

PrintCode learnt_from(const std::vector<Template>& prints) {
  PrintStatistics statistics;
  for (const auto& print : prints) statistics.add(print);
  return statistics.code();
}

/// Whatever may stand in a template, likely or not.
Template any_template(std::mt19937& random) {
  const auto upto = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); };
  Template t;
  t.position = finger_positions[static_cast<std::size_t>(upto(10))];
  t.width = upto(5) == 0 ? upto(3) : 20 + upto(300);
  t.height = upto(5) == 0 ? Template::max_side : 20 + upto(300);
  t.quality_value = static_cast<std::uint8_t>(upto(100));
  for (int i = upto(1) * upto(255); i > 0; --i)
    t.minutiae.push_back(on_grid({static_cast<float>(upto(8 * t.width)) / 8, static_cast<float>(upto(8 * t.height)) / 8,
                                  static_cast<float>(upto(1000)) / 100, static_cast<float>(upto(100)) / 100,
                                  upto(1) == 0 ? MinutiaKind::ending : MinutiaKind::bifurcation}));
  if (RidgeMap::cells_in(t.width) == 0 || upto(3) == 0) return t;
  t.map.width = RidgeMap::cells_in(t.width);
  t.map.height = RidgeMap::cells_in(t.height);
  t.map.cells.resize(static_cast<std::size_t>(t.map.width * t.map.height));
  for (auto& cell : t.map.cells)
    if (upto(4) != 0) cell = RidgeCell::make(random() & 3U, random() & 15U, random() & 31U, random() & 15U);
  return t;
}

}  // namespace

TEST_CASE("a coded print is read back bit for bit, by a code that knows nothing and by one that has learnt") {
  const auto prints = some_prints();
  const PrintCode fresh;
  const auto learnt = learnt_from(prints);
  CHECK(fresh.bytes().empty());
  const auto kept = PrintCode::from_bytes(std::as_bytes(learnt.bytes())).value();
  std::mt19937 random(3);
  auto all = prints;
  for (int i = 0; i < 200; ++i) all.push_back(any_template(random));
  for (const auto& print : all)
    for (const auto* code : {&fresh, &learnt, &kept}) {
      const auto again = code->decode(code->encode(print));
      REQUIRE_MESSAGE(again.has_value(), again.error().message);
      CHECK(*again == print);
      CHECK(serialise(*again) == serialise(print));
    }
}

TEST_CASE("a code that has learnt from prints spares a tenth of others like them") {
  const auto learnt = learnt_from(some_prints());
  std::size_t coded = 0, stored = 0;
  for (std::uint64_t seed = 100; seed < 112; ++seed) {
    const auto print = synthesis::make_template(seed, 1).value();
    coded += learnt.encode(print).size();
    stored += serialise(print).size();
  }
  CHECK(10 * coded < 9 * stored);
}

TEST_CASE("bytes that were cut off are refused, those that were changed give an error or a print") {
  const auto prints = some_prints();
  const auto code = learnt_from(prints);
  const auto good = code.encode(prints[0]);
  for (std::size_t size = 0; size < good.size(); ++size)
    CHECK_FALSE(code.decode(std::span(good).first(size)).has_value());
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (i >= 5 && i < 9) continue;  // the size of the image: below
    auto changed = good;
    changed[i] ^= static_cast<std::byte>(1U << (i % 8));
    const auto read = code.decode(changed);
    if (!read) CHECK(read.error().code == ErrorCode::corrupt);
  }
  auto larger = good;
  larger.push_back(std::byte{0});
  CHECK_FALSE(code.decode(larger).has_value());
  auto immense = good;
  immense[6] = std::byte{0xFF};
  CHECK_FALSE(code.decode(immense).has_value());
  const std::byte one[] = {std::byte{1}};
  CHECK(PrintCode::from_bytes(one).error().code == ErrorCode::corrupt);
}
