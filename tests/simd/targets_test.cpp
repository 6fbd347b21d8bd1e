#include <cstdlib>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "limen/simd/target.hpp"

namespace simd = limen::simd;

TEST_CASE("scalar comes first and always runs") {
  REQUIRE_FALSE(simd::targets().empty());
  CHECK(simd::targets().front().name == "scalar");
  CHECK(simd::targets().front().runnable());
  CHECK(simd::targets().front().features.empty());
}

TEST_CASE("targets have names of their own, and tables of their own without a gap") {
  std::set<std::string_view> names;
  std::set<const simd::Kernels*> tables;
  for (const auto& target : simd::targets()) {
    CAPTURE(target.name);
    CHECK(names.insert(target.name).second);
    if (!target.runnable()) continue;
    CHECK(tables.insert(target.kernels).second);
    const auto* pointers = reinterpret_cast<void (*const*)()>(target.kernels);
    for (std::size_t i = 0; i < sizeof(simd::Kernels) / sizeof(pointers[0]); ++i) {
      CAPTURE(i);
      CHECK((pointers[i] != nullptr));
    }
  }
}

TEST_CASE("LIMEN_SIMD is obeyed if this machine can run it; else the last runnable target is active") {
  const simd::Target *best = nullptr, *asked = nullptr;
  const char* variable = std::getenv("LIMEN_SIMD");
  const std::string_view named = variable != nullptr ? variable : "";
  for (const auto& target : simd::targets()) {
    if (!target.runnable()) continue;
    best = &target;
    if (target.name == named) asked = &target;
  }
  CHECK(&simd::active_target() == (asked != nullptr ? asked : best));
  CHECK(&simd::active() == simd::active_target().kernels);
  CHECK(simd::rejected().has_value() == (asked == nullptr && !named.empty()));
  CHECK(simd::rejected().value_or(named) == named);
}

TEST_CASE("a scope makes a runnable target active, and gives back what was") {
  const auto before = simd::active_target().name;
  {
    const simd::scoped_target scalar("scalar");
    CHECK(scalar);
    CHECK(simd::active_target().name == "scalar");
    for (const auto& target : simd::targets()) {
      const simd::scoped_target inner(target.name);
      CHECK(static_cast<bool>(inner) == target.runnable());
      CHECK(simd::active_target().name == (target.runnable() ? target.name : "scalar"));
    }
    CHECK(simd::active_target().name == "scalar");
  }
  CHECK(simd::active_target().name == before);
}

TEST_CASE("a scope of an unknown target changes nothing") {
  for (const char* name : {"", "avx1024", "SCALAR", "scalar "}) {
    const auto before = simd::active_target().name;
    const simd::scoped_target unknown(name);
    CHECK_FALSE(unknown);
    CHECK(simd::active_target().name == before);
  }
}
