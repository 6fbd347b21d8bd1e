#include "limen/search/filter.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include <doctest/doctest.h>

using limen::search::Filter;

TEST_CASE("a filter begins with nobody or with all, and holds no bit beyond its end") {
  for (const std::size_t n : {0U, 1U, 63U, 64U, 65U, 128U, 1000U}) {
    CAPTURE(n);
    CHECK(Filter(n).count() == 0);
    CHECK(Filter(n, true).count() == n);
    CHECK(Filter(n, true).all());
    CHECK(Filter(n, true).size() == n);
    CHECK((Filter(n) == Filter(n, true)) == (n == 0));
    std::size_t next = 0;
    Filter(n, true).for_each([&](std::size_t i) { CHECK(i == next++); });
    CHECK(next == n);
  }
}

TEST_CASE("a filter behaves as a vector of booleans") {
  std::mt19937 generator(3);
  Filter filter(200);
  std::vector<bool> plain(200);
  for (int round = 0; round < 2000; ++round) {
    const auto i = generator() % 200;
    if (generator() % 2 == 0) {
      filter.set(i), plain[i] = true;
    } else {
      filter.reset(i), plain[i] = false;
    }
    CHECK(filter.test(i) == plain[i]);
  }
  std::vector<bool> walked(200);
  filter.for_each([&](std::size_t i) { walked[i] = true; });
  CHECK(walked == plain);
  CHECK(filter.count() == static_cast<std::size_t>(std::count(plain.begin(), plain.end(), true)));
}

TEST_CASE("seen by both; beyond the shorter one's end is not seen") {
  Filter a(130, true), b(70);
  b.set(0), b.set(69);
  a &= b;
  CHECK(a.size() == 130);
  CHECK(a.count() == 2);
  CHECK(a.test(69));
  Filter c(10, true);
  c &= Filter(130, true);
  CHECK(c == Filter(10, true));
}
