#include "limen/face/template.hpp"

#include <cmath>
#include <limits>

#include "limen/core/checksum.hpp"
#include "limen/face/quality.hpp"

#include "faces.hpp"
#include "tests/support.hpp"

using namespace limen;
using limen::test::template_of;

namespace {

std::vector<std::byte> bytes_of(const face::Template& made) {
  const auto bytes = face::serialise(made);
  return {bytes.begin(), bytes.end()};
}

// The same bytes after a change, with a checksum that is right.
std::vector<std::byte> resealed(std::vector<std::byte> bytes) {
  const auto sum = crc32(std::span(bytes).first(bytes.size() - 4));
  for (std::size_t i = 0; i < 4; ++i) bytes[bytes.size() - 4 + i] = static_cast<std::byte>(sum >> (8 * i));
  return bytes;
}

}  // namespace

TEST_CASE("a template is read as it was written") {
  for (const std::size_t dimension : {1UL, 16UL, 128UL, 512UL, 4096UL}) {
    auto made = template_of(static_cast<unsigned>(dimension), dimension);
    made.landmarks_estimated = dimension == 16;
    made.mirror_averaged = dimension == 128;
    const auto again = face::parse(bytes_of(made));
    REQUIRE(again);
    CHECK(*again == made);
    CHECK(face::quality(*again).value == 73);
    CHECK(face::quality(*again).reasons.size() == 2);
  }
}

TEST_CASE("the bytes have the documented length") { CHECK(bytes_of(template_of(1, 128)).size() == 108 + 256 + 4); }

TEST_CASE("template bytes cut at any length are refused") {
  const auto bytes = bytes_of(template_of(3, 64));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto made = face::parse(std::span(bytes).first(length));
    REQUIRE_FALSE(made);
    CHECK((made.error().code == ErrorCode::corrupt || made.error().code == ErrorCode::unsupported_format));
  }
  auto longer = bytes;
  longer.push_back({});
  CHECK_FALSE(face::parse(longer));
}

TEST_CASE("any flipped byte of a template is found") {
  auto bytes = bytes_of(template_of(4, 64));
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (const int flip : {0x01, 0x80, 0xFF}) {
      CAPTURE(i);
      bytes[i] ^= static_cast<std::byte>(flip);
      CHECK_FALSE(face::parse(bytes));
      bytes[i] ^= static_cast<std::byte>(flip);
    }
}

TEST_CASE("impossible values with a right checksum are refused") {
  const auto bytes = bytes_of(template_of(5, 64));
  const auto refused = [&](std::size_t at, int value, ErrorCode code) {
    auto changed = bytes;
    changed[at] = static_cast<std::byte>(value);
    const auto made = face::parse(resealed(changed));
    CAPTURE(at);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == code);
  };
  refused(4, 2, ErrorCode::newer_version);
  refused(4, 0, ErrorCode::corrupt);
  refused(5, 4, ErrorCode::corrupt);       // unknown flag
  refused(6, 63, ErrorCode::corrupt);      // dimension
  refused(47, 0x80, ErrorCode::corrupt);   // unknown flaw
  refused(48, 101, ErrorCode::corrupt);    // quality
  refused(49, 1, ErrorCode::corrupt);      // reserved
  refused(109, 0x7F, ErrorCode::corrupt);  // no unit vector
  auto nobody = bytes;
  std::fill_n(nobody.begin() + 8, 32, std::byte{0});
  CHECK_FALSE(face::parse(resealed(nobody)));
  CHECK(face::parse(resealed(bytes)));
}

TEST_CASE("an embedding from elsewhere is brought to unit length, or refused") {
  const auto model = test::model_of(9);
  const std::vector<float> v{3, 4};
  const auto made = face::make_template(model, 0, v).value();
  CHECK(made.embedding[0] == doctest::Approx(0.6).epsilon(1e-4));
  CHECK(made.embedding[1] == doctest::Approx(0.8).epsilon(1e-4));
  const auto refused = [&](std::vector<float> w) {
    return face::make_template(model, 0, w).error().code == ErrorCode::invalid_argument;
  };
  CHECK(refused({}));
  CHECK(refused({0, 0}));
  CHECK(refused({1, std::numeric_limits<float>::quiet_NaN()}));
  CHECK(refused({1, std::numeric_limits<float>::infinity()}));
  CHECK(refused(std::vector<float>(4097, 1.0F)));
  CHECK_FALSE(face::make_template({}, 0, v));
  CHECK(face::make_template(model, 0, std::vector<float>{1e-30F, 0}));
  CHECK(face::make_template(model, 0, std::vector<float>{1e30F, 0}));
}
