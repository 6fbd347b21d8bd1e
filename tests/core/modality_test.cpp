#include "limen/core/modality.hpp"

#include <set>

#include <doctest/doctest.h>

using namespace limen;

TEST_CASE("names of finger positions go both ways, and have the standards' numbers") {
  std::set<std::string_view> names;
  for (const auto position : finger_positions) {
    CHECK(names.insert(to_string(position)).second);
    CHECK(finger_position_from(to_string(position)) == position);
    CHECK(finger_position_from(static_cast<std::uint8_t>(position)) == position);
  }
  CHECK(names.size() == 11);
  CHECK(finger_position_from("right_index") == FingerPosition::right_index);
  CHECK(static_cast<int>(FingerPosition::left_little) == 10);
}

TEST_CASE("names of impressions and modalities go both ways") {
  int known = 0;
  for (int number = 0; number < 256; ++number)
    if (const auto impression = impression_from(static_cast<std::uint8_t>(number))) {
      ++known;
      CHECK(static_cast<int>(*impression) == number);
      CHECK(impression_from(to_string(*impression)) == impression);
    }
  CHECK(known == 7);
  for (const auto modality : {Modality::fingerprint, Modality::face})
    CHECK(modality_from(to_string(modality)) == modality);
}

TEST_CASE("what limen does not know is nothing") {
  for (const char* name : {"", "Right_index", "right index", "thumb", "unknown ", "invalid"}) {
    CHECK_FALSE(finger_position_from(name));
    CHECK_FALSE(impression_from(name));
    CHECK_FALSE(modality_from(name));
  }
  CHECK_FALSE(finger_position_from(std::uint8_t{11}));
  CHECK_FALSE(impression_from(std::uint8_t{255}));
  CHECK(to_string(static_cast<FingerPosition>(77)) == "invalid");
}
