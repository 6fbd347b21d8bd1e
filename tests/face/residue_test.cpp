#include "face/residue.hpp"

#include <algorithm>

using namespace limen;
using face::Residue;

namespace {

/// Weights, something of the picture, and a buffer that the picture does not reach.
struct Buffers {
  std::vector<std::byte> weights = std::vector<std::byte>(100, std::byte{3});
  std::vector<std::byte> activations = std::vector<std::byte>(200);
  std::vector<std::byte> untouched = std::vector<std::byte>(200, std::byte{5});

  std::vector<std::span<std::byte>> all() { return {weights, activations, untouched}; }
  void look_at(int picture) { std::ranges::fill(activations, static_cast<std::byte>(picture)); }
};

bool all_are(const std::vector<std::byte>& bytes, int value) {
  return std::ranges::all_of(bytes, [&](std::byte b) { return b == static_cast<std::byte>(value); });
}

}  // namespace

TEST_CASE("what a picture changed is wiped, what it did not stays") {
  Buffers buffers;
  Residue residue;
  CHECK(!residue.learnt());
  buffers.look_at(7);
  const auto after_picture = Residue::fingerprints(buffers.all());
  buffers.look_at(1);
  residue.learn(after_picture, Residue::fingerprints(buffers.all()));
  CHECK(residue.learnt());
  buffers.look_at(9);
  residue.wipe(buffers.all());
  CHECK(all_are(buffers.weights, 3));
  CHECK(all_are(buffers.activations, 0));
  CHECK(all_are(buffers.untouched, 5));

  Buffers elsewhere;  // the same contents at other addresses
  elsewhere.look_at(9);
  std::ranges::fill(elsewhere.untouched, std::byte{6});
  residue.wipe(elsewhere.all());
  CHECK(all_are(elsewhere.weights, 3));
  CHECK(all_are(elsewhere.activations, 0));
  CHECK(all_are(elsewhere.untouched, 0));
}

TEST_CASE("what was wiped is written back where it is still there") {
  Buffers buffers;
  Residue residue;  // knows nothing: wipes everything
  buffers.look_at(9);
  const auto copies = residue.copies(buffers.all());
  CHECK(copies.size() == 3);
  residue.wipe(buffers.all());
  CHECK(all_are(buffers.weights, 0));
  auto left = buffers.all();
  left.pop_back();
  Residue::restore(copies, left);
  CHECK(all_are(buffers.weights, 3));
  CHECK(all_are(buffers.activations, 9));
  CHECK(all_are(buffers.untouched, 0));
}
