#include "limen/fingerprint/template.hpp"

#include "limen/core/checksum.hpp"
#include "limen/fingerprint/quality.hpp"

#include "fingerprint/plain_map.hpp"
#include "tests/support.hpp"

using namespace limen;
using namespace limen::fingerprint;

namespace {

Template random_template(std::mt19937& random, int minutiae, bool with_map) {
  const auto upto = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); };
  Template t;
  t.position = finger_positions[static_cast<std::size_t>(upto(10))];
  t.impression = upto(1) == 0 ? Impression::swipe : Impression::live_scan_rolled;
  t.width = 20 + upto(600);
  t.height = 20 + upto(600);
  t.quality_value = static_cast<std::uint8_t>(upto(100));
  t.quality_flaws = static_cast<std::uint16_t>(random() & known_flaws);
  for (int i = 0; i < minutiae; ++i)
    t.minutiae.push_back(on_grid({static_cast<float>(upto(8 * t.width)) / 8, static_cast<float>(upto(8 * t.height)) / 8,
                                  static_cast<float>(upto(1000)) / 100, static_cast<float>(upto(100)) / 100,
                                  upto(1) == 0 ? MinutiaKind::ending : MinutiaKind::bifurcation}));
  if (!with_map) return t;
  t.map.width = RidgeMap::cells_in(t.width);
  t.map.height = RidgeMap::cells_in(t.height);
  t.map.cells.resize(static_cast<std::size_t>(t.map.width * t.map.height));
  const float angle = static_cast<float>(upto(314)) / 100;
  const int noise = upto(3);  // from a plane wave to chaos
  for (int r = 0; r < t.map.height; ++r)
    for (int c = 0; c < t.map.width; ++c) {
      if ((c / 9 + r / 7) % 3 == 0 || upto(20) == 0) continue;
      const float phase =
          2 * 3.14159265F * 8 / 9 * (static_cast<float>(r) * std::cos(angle) - static_cast<float>(c) * std::sin(angle));
      t.map.at(c, r) = quantise(0.9F, 9, angle + static_cast<float>(noise * upto(10)) / 10,
                                phase + static_cast<float>(noise * upto(10)) / 5);
    }
  return t;
}

/// With its map coded, and plain.
std::array<SecureVector<std::byte>, 2> both_forms(const Template& t) { return {serialise(t), serialise_plain(t)}; }

std::span<const std::byte> first(const SecureVector<std::byte>& bytes, std::size_t n) { return {bytes.data(), n}; }

}  // namespace

TEST_CASE("template bytes read back as the same template") {
  std::mt19937 random(7);
  for (const int minutiae : {0, 1, 2, 40, 255})
    for (int repeat = 0; repeat < 20; ++repeat) {
      const auto t = random_template(random, minutiae, repeat % 4 != 0);
      for (const auto& bytes : both_forms(t)) {
        const auto again = parse(bytes);
        REQUIRE_MESSAGE(again.has_value(), again.error().message);
        CHECK(*again == t);
      }
    }
}

TEST_CASE("a clean ridge flow costs a few bits a cell") {
  Template t;
  t.width = t.height = 320;
  t.map.width = t.map.height = 40;
  for (int r = 0; r < 40; ++r)
    for (int c = 0; c < 40; ++c)
      t.map.cells.push_back(quantise(
          1, 9, 0.5F,
          2 * 3.14159265F * 8 / 9 * (static_cast<float>(r) * std::cos(0.5F) - static_cast<float>(c) * std::sin(0.5F))));
  CHECK(serialise(t).size() < 20 + 1600 * 3 / 8);
}

TEST_CASE("truncated at any length or with any byte changed it is refused") {
  std::mt19937 random(11);
  for (const bool with_map : {false, true})
    for (const auto& bytes : both_forms(random_template(random, 9, with_map))) {
      for (std::size_t n = 0; n < bytes.size(); ++n) CHECK_FALSE(parse(first(bytes, n)));
      for (std::size_t i = 0; i < bytes.size(); ++i)
        for (const unsigned flip : {1U, 0x80U, 0xFFU}) {
          auto damaged = bytes;
          damaged[i] ^= static_cast<std::byte>(flip);
          CHECK_FALSE(parse(damaged));
        }
      auto longer = bytes;
      longer.push_back(std::byte{0});
      CHECK_FALSE(parse(longer));
    }
}

TEST_CASE("bytes with a right checksum and wrong content are refused") {
  std::mt19937 random(5);
  auto good = serialise(random_template(random, 3, true));
  const auto with = [&](std::size_t at, unsigned value) {
    auto bytes = good;
    bytes[at] = static_cast<std::byte>(value);
    const auto sum = crc32(first(bytes, bytes.size() - 4));
    for (std::size_t i = 0; i < 4; ++i) bytes[bytes.size() - 4 + i] = static_cast<std::byte>(sum >> (8 * i));
    return parse(bytes);
  };
  CHECK(with(4, 3).error().code == ErrorCode::newer_version);
  CHECK(with(4, 2).error().code == ErrorCode::corrupt);  // a coded map that says it is plain
  CHECK(with(0, 'X').error().code == ErrorCode::unsupported_format);
  CHECK(with(4, 0).error().code == ErrorCode::corrupt);
  CHECK(with(5, 77).error().message.find("finger position 77") != std::string::npos);
  CHECK(with(6, 77).error().message.find("impression 77") != std::string::npos);
  CHECK(with(7, 101).error().message.find("quality 101") != std::string::npos);
  CHECK(with(9, 0x80).error().code == ErrorCode::corrupt);
  CHECK(with(11, 0xFF).error().message.find("px") != std::string::npos);
  CHECK(with(14, 255).error().code == ErrorCode::corrupt);
  CHECK(with(15, 2).error().code == ErrorCode::corrupt);
  CHECK(with(15, 0).error().message.find("too many") != std::string::npos);
  CHECK(with(17, 0xFF).error().message.find("outside the image") != std::string::npos);
  for (int i = 0; i < 2000; ++i) (void)with(34 + random() % (good.size() - 38), random() & 0xFFU);  // must not crash
}

TEST_CASE("a plain map is refused unless it has exactly the cells that it says are valid") {
  RidgeMap map{5, 3, {}};
  map.cells.resize(15);
  map.cells[2] = RidgeCell::make(1, 2, 3, 4);
  map.cells[14] = RidgeCell::make(3, 15, 31, 15);
  const auto good = encode_plain(map);
  REQUIRE(good.size() == 2 + 2 * 2);
  const auto reads = [](SecureVector<std::byte> bytes) {
    RidgeMap read{5, 3, {}};
    return decode_plain(bytes, read);
  };
  RidgeMap again{5, 3, {}};
  REQUIRE(decode_plain(good, again));
  CHECK(again == map);
  auto beyond = good, missing = good, invalid = good, longer = good;
  beyond[1] |= std::byte{0x80};  // a sixteenth cell of fifteen
  missing[0] |= std::byte{1};
  invalid[3] = std::byte{0};
  longer.push_back(std::byte{0});
  CHECK_FALSE(reads(beyond));
  CHECK_FALSE(reads(missing));
  CHECK_FALSE(reads(invalid));
  CHECK_FALSE(reads(longer));
  CHECK_FALSE(reads({}));
  CHECK_FALSE(reads({good.begin(), good.begin() + 1}));
}

TEST_CASE("minutiae snap to the stored grid once") {
  const Minutia m = on_grid({10.06F, 20.07F, -0.02F, 0.501F, MinutiaKind::bifurcation});
  CHECK(m.x == 10.0F);
  CHECK(m.y == 20.125F);
  CHECK(m.direction == doctest::Approx(255 * 6.2831853 / 256));
  CHECK(m.quality == doctest::Approx(0.501).epsilon(0.01));
  CHECK(on_grid(m) == m);
  const Minutia wild = on_grid({-5, NAN, INFINITY, 7, MinutiaKind::ending});
  CHECK(wild == Minutia{0, 0, 0, 1, MinutiaKind::ending});
}

TEST_CASE("a ridge cell keeps angle and phase consistent where the angle wraps") {
  constexpr float pi = 3.14159265F;
  CHECK(quantise(1, 9, 3.12F, 1.0F) == quantise(1, 9, 3.12F - pi, -1.0F));
  CHECK(quantise(1, 9, -0.01F, 1.0F) == quantise(1, 9, 0.01F, 1.0F));
  CHECK(quantise(1, 9, pi + 0.01F, 1.0F) == quantise(1, 9, 0.01F, -1.0F));
  const auto cell = quantise(0.7F, 9.3F, 1.0F, -1.0F);
  CHECK(cell.valid());
  CHECK(cell.reliability() == 2);
  CHECK(period_levels[cell.period()] == doctest::Approx(9.3).epsilon(0.04));
  CHECK(cell.orientation() == 10);
  CHECK(cell.phase() == 13);
}

TEST_CASE("flaws have words") {
  Template t;
  t.quality_value = 12;
  t.quality_flaws = with(with(0, Flaw::too_dry), Flaw::few_minutiae);
  const auto q = quality(t);
  CHECK(q.value == 12);
  REQUIRE(q.reasons.size() == 2);
  CHECK(q.reasons[0].find("too dry") != std::string::npos);
  CHECK(q.reasons[1].find("few minutiae") != std::string::npos);
  for (const auto flaw : flaws) CHECK(has(known_flaws, flaw));
}
