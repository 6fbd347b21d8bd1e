// tests of scan_i8
#include <algorithm>
#include <tuple>

#include <doctest/doctest.h>

#include "tests/simd/kernels_support.hpp"

using namespace limen::test;
using limen::simd::Hit;
using limen::simd::PanelScan;

namespace {

constexpr std::size_t rows = 64;

/// A panel of random references as scan_i8 reads it, and the probes against it.
struct Panel {
  std::size_t n, count;
  std::vector<std::int8_t> references, probes;  // row by row
  std::vector<std::int8_t> grouped;             // the probes, sixteen together
  std::vector<std::uint8_t> panel;
  std::vector<std::int32_t> sums, least;

  Panel(std::size_t dimensions, std::size_t probes_asked, std::uint64_t seed)
      : n(dimensions),
        count(probes_asked),
        references(random_bytes(rows * n, seed)),
        probes(count * n),
        grouped((count + 15) / 16 * 16 * n),
        panel(rows * n),
        sums(count),
        least(count) {
    const auto values = random_bytes(count * n, seed + 1);
    for (std::size_t i = 0; i < values.size(); ++i) probes[i] = std::max<std::int8_t>(values[i], -127);
    group();
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t i = 0; i < n; ++i)
        panel[i / 4 * 4 * rows + 4 * r + i % 4] = static_cast<std::uint8_t>(references[r * n + i] + 128);
    for (std::size_t p = 0; p < count; ++p)
      for (std::size_t i = 0; i < n; ++i) sums[p] += probes[p * n + i];
  }

  std::int32_t dot(std::size_t r, std::size_t p) const {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += std::int32_t{references[r * n + i]} * probes[p * n + i];
    return sum;
  }
  void group() {
    for (std::size_t p = 0; p < count; ++p)
      for (std::size_t i = 0; i < n; ++i) grouped[limen::simd::place_of_code(p, i, n, 16)] = probes[p * n + i];
  }
  PanelScan scan(std::uint64_t visible, std::size_t together = 1) const {
    const auto* const codes = together == 1 ? probes.data() : grouped.data();
    return {panel.data(), panel.data(), n, visible, codes, together, sums.data(), least.data(), count};
  }
};

using Found = std::vector<std::tuple<std::uint32_t, std::uint32_t, std::int32_t>>;

Found found_by(const limen::simd::Kernels& kernels, const PanelScan& scan) {
  std::vector<Hit> hits(rows * scan.count + 1, Hit{77, 77, 77});
  const std::size_t size = kernels.scan_i8(scan, hits.data());
  Found found;
  for (std::size_t i = 0; i < size; ++i) found.emplace_back(hits[i].reference, hits[i].probe, hits[i].dot);
  std::ranges::sort(found);
  CHECK(hits.back().dot == 77);
  return found;
}

Found expected(const Panel& panel, std::uint64_t visible) {
  Found found;
  for (std::uint32_t r = 0; r < rows; ++r)
    for (std::uint32_t p = 0; p < panel.count; ++p)
      if ((visible >> r & 1U) != 0 && panel.dot(r, p) >= panel.least[p]) found.emplace_back(r, p, panel.dot(r, p));
  return found;
}

}  // namespace

TEST_CASE("a panel's hits are those of plain sums, on every target, for every number of probes") {
  for (const std::size_t n : {64U, 128U, 192U, 512U})
    for (const std::size_t count : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 31U, 32U, 33U, 48U}) {
      Panel panel(n, count, 100 * n + count);
      std::mt19937_64 generator(n + count);
      for (auto& least : panel.least) least = static_cast<std::int32_t>(generator() % 200000) - 50000;
      panel.least[0] = panel.dot(5, 0);  // a hit by equality
      const std::uint64_t visible = generator() | 32U;
      const auto wanted = expected(panel, visible);
      CHECK(!wanted.empty());
      on_each_target([&](const limen::simd::Kernels& kernels) {
        CAPTURE(n);
        CAPTURE(count);
        CHECK(found_by(kernels, panel.scan(visible)) == wanted);
        CHECK(found_by(kernels, panel.scan(visible, 16)) == wanted);
        auto alone = panel.scan(visible);
        alone.next = nullptr;
        CHECK(found_by(kernels, alone) == wanted);
        CHECK(found_by(kernels, panel.scan(0)).empty());
      });
    }
}

TEST_CASE("a panel's sums do not overflow, and every pair can be a hit") {
  for (const int reference : {-128, -127, 127})
    for (const int probe : {-127, 127}) {
      Panel panel(2048, 17, 1);
      std::ranges::fill(panel.references, static_cast<std::int8_t>(reference));
      std::ranges::fill(panel.panel, static_cast<std::uint8_t>(reference + 128));
      std::ranges::fill(panel.probes, static_cast<std::int8_t>(probe));
      panel.group();
      std::ranges::fill(panel.sums, 2048 * probe);
      std::ranges::fill(panel.least, INT32_MIN);
      const auto wanted = expected(panel, ~std::uint64_t{0});
      CHECK(wanted.size() == rows * 17);
      on_each_target([&](const limen::simd::Kernels& kernels) {
        for (const std::size_t together : {1U, 16U})
          CHECK(found_by(kernels, panel.scan(~std::uint64_t{0}, together)) == wanted);
      });
    }
}

TEST_CASE("the codes of probes lie where place_of_code says") {
  using limen::simd::place_of_code;
  CHECK(place_of_code(3, 130, 192, 1) == 3 * 192 + 130);
  CHECK(place_of_code(3, 130, 192, 16) == 2 * 16 * 64 + 3 * 64 + 2);
  CHECK(place_of_code(19, 64, 192, 16) == 16 * 192 + 16 * 64 + 3 * 64);
}
