#include "privacy/hex.hpp"

#include <algorithm>
#include <array>

#include <doctest/doctest.h>

using namespace limen::privacy;

TEST_CASE("digits give their bytes, whatever their number") {
  std::array<std::byte, 23> bytes{};
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(37 * size + 89 * i);
    const auto some = std::span(bytes).first(size);
    const auto hex = to_hex(some);
    CHECK(hex.size() == 2 * size);
    std::array<std::byte, 23> again{};
    CHECK(from_hex(hex, std::span(again).first(size)));
    CHECK(std::ranges::equal(std::span(again).first(size), some));
    CHECK_FALSE(from_hex(hex + "0", std::span(again).first(size)));
    if (size > 0) CHECK_FALSE(from_hex(hex, std::span(again).first(size - 1)));
  }
}

TEST_CASE("any other character at any place is found") {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const std::size_t size : {1U, 4U, 7U}) {
    std::array<std::byte, 7> bytes{};
    const auto into = std::span(bytes).first(size);
    for (std::size_t place = 0; place < 2 * size; ++place)
      for (int c = 0; c < 256; ++c) {
        std::string hex(2 * size, '7');
        hex[place] = static_cast<char>(c);
        const bool right = from_hex(hex, into);
        CHECK(right == (digits.find(static_cast<char>(c)) != std::string_view::npos));
        if (right) CHECK(to_hex(into) == hex);
      }
  }
}
