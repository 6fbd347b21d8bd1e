#include "limen/privacy/purpose.hpp"

#include <doctest/doctest.h>

using namespace limen;

TEST_CASE("every purpose has a spelling of its own that reads back") {
  for (const auto purpose : privacy::purposes) {
    CHECK(privacy::known(purpose));
    CHECK(privacy::purpose_from(to_string(purpose)) == purpose);
  }
  CHECK_FALSE(privacy::purpose_from("none"));
  CHECK_FALSE(privacy::purpose_from("Border_check"));
  CHECK_FALSE(privacy::purpose_from(""));
}

TEST_CASE("an unknown purpose is in no set") {
  const auto unknown = static_cast<Purpose>(99);
  CHECK_FALSE(privacy::known(unknown));
  CHECK_FALSE(privacy::known(Purpose{}));
  CHECK(PurposeSet(unknown).empty());
  CHECK(PurposeSet(Purpose{}).empty());
  CHECK_FALSE(PurposeSet(Purpose::border_check).contains(Purpose{}));
  CHECK_FALSE(PurposeSet(Purpose::border_check).contains(unknown));
}

TEST_CASE("a set keeps its purposes through its bits, and impossible bits give none") {
  const PurposeSet set{Purpose::border_check, Purpose::law_enforcement};
  CHECK(PurposeSet::from_bits(set.bits()) == set);
  CHECK(set.contains(Purpose::law_enforcement));
  CHECK_FALSE(set.contains(Purpose::evaluation));
  CHECK(to_string(set) == "border_check,law_enforcement");
  CHECK_FALSE(PurposeSet::from_bits(1));        // bit 0 is no purpose
  CHECK_FALSE(PurposeSet::from_bits(1U << 7));  // the first value after the last
}
