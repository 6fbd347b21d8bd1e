#include "limen/core/trace.hpp"

#include <string>

#include <doctest/doctest.h>

TEST_CASE("a trace that nobody listens to does nothing") {
  const limen::Trace off;
  CHECK_FALSE(off.on());
  off("field", limen::FieldView{});
  off("image", limen::ImageView{});
}

TEST_CASE("a trace hands on what it was asked for") {
  std::string heard;
  const limen::Trace fields(
      [&](std::string_view name, limen::FieldView field) { heard += std::string(name) + std::to_string(field.width); },
      {});
  CHECK(fields.on());
  const float value = 1;
  fields("orientation", limen::FieldView{&value, 7, 1, 1, 8});
  fields("scaled", limen::ImageView{});  // nobody listens to images
  CHECK(heard == "orientation7");
}
