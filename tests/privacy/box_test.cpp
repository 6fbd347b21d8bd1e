// Sealed boxes: only the device opens them, and only unchanged.
#include "limen/privacy/box.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace limen;
using namespace limen::privacy;

TEST_CASE("A box opens with the key it was sealed to, and with no other") {
  const BoxKey device(Key::random()), other(Key::random());
  const std::vector<std::byte> text(37, std::byte{7});
  const auto sealed = seal_to(device.public_key(), text).value();
  CHECK(sealed.size() == text.size() + box_overhead);
  CHECK(std::ranges::equal(device.open(sealed).value(), text));
  CHECK(other.open(sealed).error().code == ErrorCode::wrong_key);
  CHECK(seal_to(device.public_key(), text).value() != sealed);
  CHECK(device.open(seal_to(device.public_key(), {}).value()).value().empty());
}

TEST_CASE("A box cut or changed at any byte does not open") {
  const BoxKey device(Key::random());
  const std::vector<std::byte> text(5, std::byte{7});
  const auto sealed = seal_to(device.public_key(), text).value();
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    CHECK(!device.open(std::span(sealed).first(i)));
    auto changed = sealed;
    changed[i] ^= std::byte{1};
    CHECK(!device.open(changed));
  }
}

TEST_CASE("One seed gives one key; its public half survives as text; what is no key is refused") {
  const auto seed = Key::random();
  const BoxKey device(seed);
  CHECK(BoxKey(Key::from_bytes(seed.reveal()).value()).public_key() == device.public_key());
  CHECK(box_public_key_from(to_string(device.public_key())) == device.public_key());
  CHECK(!box_public_key_from(to_string(device.public_key()).substr(1)));
  CHECK(seal_to(BoxPublicKey{}, {}).error().code == ErrorCode::invalid_argument);
}
