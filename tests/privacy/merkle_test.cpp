#include "limen/privacy/merkle.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace limen::privacy;

namespace {

std::vector<Digest> leaves_of(std::size_t count) {
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < count; ++i) {
    const auto text = "leaf " + std::to_string(i);
    leaves.push_back(leaf_hash(std::as_bytes(std::span(text))));
  }
  return leaves;
}

/// MTH of RFC 6962, section 2.1, word by word.
Digest slow_root(std::span<const Digest> leaves) {
  if (leaves.empty()) return digest({});
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  std::string bytes("\x01", 1);
  for (const auto& half : {slow_root(leaves.first(k)), slow_root(leaves.subspan(k))})
    bytes.append(reinterpret_cast<const char*>(half.bytes.data()), half.bytes.size());
  return digest(std::as_bytes(std::span(bytes)));
}

Digest changed(Digest digest) {
  digest.bytes[7] ^= std::byte{4};
  return digest;
}

constexpr std::size_t most = 40;

}  // namespace

TEST_CASE("the root is that of the definition, however it is come by") {
  MerkleTree tree;
  for (std::size_t n = 0; n <= most; ++n) {
    const auto leaves = leaves_of(n);
    CHECK(tree.size() == n);
    CHECK(tree.root() == slow_root(leaves));
    CHECK(merkle_root(leaves) == tree.root());
    CHECK(MerkleTree(n, {tree.peaks().begin(), tree.peaks().end()}) == tree);
    tree.add(leaves_of(n + 1)[n]);
  }
  CHECK(MerkleTree(3, {Digest{}}).size() == 0);
  const std::byte nothing[] = {std::byte{0}};
  CHECK(leaf_hash({}) == digest(nothing));
}

TEST_CASE("a tree grows by whole subtrees as by their leaves") {
  const auto leaves = leaves_of(most);
  for (const unsigned height : {0U, 1U, 2U, 3U}) {
    const std::size_t step = std::size_t{1} << height;
    for (std::size_t first = 0; first + step <= most; first += step) {
      MerkleTree tree;
      for (std::size_t i = 0; i < first; ++i) tree.add(leaves[i]);
      tree.add(merkle_root(std::span(leaves).subspan(first, step)), height);
      CHECK(tree.size() == first + step);
      CHECK(tree.root() == slow_root(std::span(leaves).first(first + step)));
    }
  }
}

TEST_CASE("each leaf of each tree has a proof, and it is good for that leaf, place, size and root alone") {
  for (std::size_t n = 1; n <= most; ++n) {
    const auto leaves = leaves_of(n);
    const auto root = slow_root(leaves);
    for (std::size_t i = 0; i < n; ++i) {
      auto path = inclusion_path(leaves, i);
      REQUIRE(verify_inclusion(leaves[i], i, n, path, root));
      CHECK_FALSE(verify_inclusion(changed(leaves[i]), i, n, path, root));
      CHECK_FALSE(verify_inclusion(leaves[i], i, n, path, changed(root)));
      for (std::size_t j = 0; j <= n; ++j)
        if (j != i) CHECK_FALSE(verify_inclusion(leaves[i], j, n, path, root));
      for (auto& step : path) {
        const auto good = step;
        step = changed(step);
        CHECK_FALSE(verify_inclusion(leaves[i], i, n, path, root));
        step = good;
      }
      path.push_back(root);
      CHECK_FALSE(verify_inclusion(leaves[i], i, n, path, root));
      path.pop_back();
      if (path.empty()) continue;
      path.pop_back();
      CHECK_FALSE(verify_inclusion(leaves[i], i, n, path, root));
    }
  }
}

TEST_CASE("each tree continues each earlier one, and no other") {
  for (std::size_t n = 0; n <= most; ++n) {
    const auto leaves = leaves_of(n);
    const auto root = slow_root(leaves);
    for (std::size_t m = 0; m <= n; ++m) {
      const auto old = slow_root(std::span(leaves).first(m));
      auto path = consistency_path(leaves, m);
      REQUIRE(verify_consistency(m, old, n, root, path));
      CHECK_FALSE(verify_consistency(m, changed(old), n, root, path));
      if (m != 0) CHECK_FALSE(verify_consistency(m, old, n, changed(root), path));
      if (m != 0 && m + 1 < n) CHECK_FALSE(verify_consistency(m + 1, old, n, root, path));
      for (auto& step : path) {
        const auto good = step;
        step = changed(step);
        CHECK_FALSE(verify_consistency(m, old, n, root, path));
        step = good;
      }
      path.push_back(root);
      CHECK_FALSE(verify_consistency(m, old, n, root, path));
    }
    CHECK_FALSE(verify_consistency(n + 1, root, n, root, {}));
  }
  // A leaf in the middle changed: the old root is no beginning of the new tree.
  auto leaves = leaves_of(20);
  const auto old = slow_root(std::span(leaves).first(11));
  leaves[4] = changed(leaves[4]);
  CHECK_FALSE(verify_consistency(11, old, 20, slow_root(leaves), consistency_path(leaves, 11)));
}
