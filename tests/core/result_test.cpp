#include "limen/core/result.hpp"

#include <memory>
#include <set>
#include <string>

#include <doctest/doctest.h>

using limen::Error;
using limen::ErrorCode;
using limen::Result;

namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return {ErrorCode::invalid_argument, std::to_string(n) + " is odd"};
  return n / 2;
}

}  // namespace

TEST_CASE("a result holds a value or an error") {
  CHECK(half(4));
  CHECK(*half(4) == 2);
  CHECK(half(4).value() == 2);
  CHECK(half(4).value_or(7) == 2);
  const auto odd = half(3);
  REQUIRE_FALSE(odd);
  CHECK(odd.error() == Error{ErrorCode::invalid_argument, "3 is odd"});
  CHECK(odd.value_or(7) == 7);
}

TEST_CASE("value() of an error throws it") {
  try {
    (void)half(3).value();
    FAIL("no exception");
  } catch (const limen::Exception& e) {
    CHECK(e.code() == ErrorCode::invalid_argument);
    CHECK(std::string(e.what()) == "3 is odd");
  }
  const Result<void> bad(ErrorCode::busy, "locked");
  CHECK_THROWS_AS(bad.value(), limen::Exception);
  CHECK_NOTHROW(Result<void>{}.value());
}

TEST_CASE("results chain until the first error") {
  const auto quarter = [](int n) { return half(n).and_then(half); };
  CHECK(*quarter(8) == 2);
  CHECK(quarter(6).error().message == "3 is odd");
  CHECK(quarter(5).error().message == "5 is odd");
}

TEST_CASE("a result may hold what can only be moved") {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
  auto pointer = std::move(result).value();
  CHECK(*pointer == 5);
  Result<std::unique_ptr<int>> again(std::make_unique<int>(6));
  CHECK(*std::move(again).value_or(nullptr) == 6);
}

TEST_CASE("every error code has a name of its own") {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(ErrorCode::unavailable); ++code) {
    const auto name = to_string(static_cast<ErrorCode>(code));
    CAPTURE(code);
    CHECK(name != "unknown");
    CHECK(names.insert(name).second);
  }
  CHECK(to_string(ErrorCode::quality_too_low) == "quality_too_low");
  CHECK(to_string(static_cast<ErrorCode>(static_cast<int>(ErrorCode::unavailable) + 1)) == "unknown");
}
