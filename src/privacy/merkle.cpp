#include "limen/privacy/merkle.hpp"

#include <bit>
#include <optional>

namespace limen::privacy {

namespace {

constexpr std::byte leaf_prefix{0}, node_prefix{1};

/// Where a tree of n > 1 leaves is cut: the largest power of two below n.
constexpr std::uint64_t cut(std::uint64_t n) noexcept { return std::bit_floor(n - 1); }

std::optional<Digest> root_above(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                 std::span<const Digest> path) noexcept {
  if (size == 1) return path.empty() ? std::optional(leaf) : std::nullopt;
  if (path.empty()) return std::nullopt;
  const auto k = cut(size);
  const auto& sibling = path.back();
  const auto below = path.first(path.size() - 1);
  if (index < k) {
    const auto left = root_above(leaf, index, k, below);
    return left ? std::optional(node_hash(*left, sibling)) : std::nullopt;
  }
  const auto right = root_above(leaf, index - k, size - k, below);
  return right ? std::optional(node_hash(sibling, *right)) : std::nullopt;
}

/// `whole`: the first tree is a complete subtree of the second up to here, whose root the verifier has.
void add_consistency(std::span<const Digest> leaves, std::uint64_t first, bool whole, std::vector<Digest>& path) {
  if (first == leaves.size()) {
    if (!whole) path.push_back(merkle_root(leaves));
    return;
  }
  const auto k = cut(leaves.size());
  if (first <= k) {
    add_consistency(leaves.first(k), first, whole, path);
    path.push_back(merkle_root(leaves.subspan(k)));
  } else {
    add_consistency(leaves.subspan(k), first - k, false, path);
    path.push_back(merkle_root(leaves.first(k)));
  }
}

struct Roots {
  Digest first, second;
};

std::optional<Roots> roots_of(std::uint64_t first, std::uint64_t second, bool whole, const Digest& first_root,
                              std::span<const Digest> path) noexcept {
  if (first == second) {
    if (whole) return path.empty() ? std::optional(Roots{first_root, first_root}) : std::nullopt;
    return path.size() == 1 ? std::optional(Roots{path[0], path[0]}) : std::nullopt;
  }
  if (path.empty()) return std::nullopt;
  const auto k = cut(second);
  const auto& sibling = path.back();
  const auto below = path.first(path.size() - 1);
  if (first <= k) {
    const auto left = roots_of(first, k, whole, first_root, below);
    return left ? std::optional(Roots{left->first, node_hash(left->second, sibling)}) : std::nullopt;
  }
  const auto right = roots_of(first - k, second - k, false, first_root, below);
  if (!right) return std::nullopt;
  return Roots{node_hash(sibling, right->first), node_hash(sibling, right->second)};
}

}  // namespace

Digest leaf_hash(std::span<const std::byte> leaf) noexcept {
  return Hasher{}.add(std::span(&leaf_prefix, 1)).add(leaf).finish();
}

Digest node_hash(const Digest& left, const Digest& right) noexcept {
  return Hasher{}.add(std::span(&node_prefix, 1)).add(left.bytes).add(right.bytes).finish();
}

MerkleTree::MerkleTree(std::uint64_t size, std::vector<Digest> peaks) {
  if (static_cast<std::size_t>(std::popcount(size)) != peaks.size()) return;
  size_ = size;
  peaks_ = std::move(peaks);
}

void MerkleTree::add(const Digest& subtree, unsigned height) {
  auto node = subtree;
  for (auto below = size_ >> height; (below & 1U) != 0; below >>= 1U) {
    node = node_hash(peaks_.back(), node);
    peaks_.pop_back();
  }
  peaks_.push_back(node);
  size_ += std::uint64_t{1} << height;
}

Digest MerkleTree::root() const noexcept {
  if (peaks_.empty()) return digest({});
  auto root = peaks_.back();
  for (auto i = peaks_.size() - 1; i-- > 0;) root = node_hash(peaks_[i], root);
  return root;
}

Digest merkle_root(std::span<const Digest> leaves) noexcept {
  MerkleTree tree;
  for (const auto& leaf : leaves) tree.add(leaf);
  return tree.root();
}

std::vector<Digest> inclusion_path(std::span<const Digest> leaves, std::uint64_t index) {
  if (leaves.size() == 1) return {};
  const auto k = cut(leaves.size());
  const bool left = index < k;
  auto path = left ? inclusion_path(leaves.first(k), index) : inclusion_path(leaves.subspan(k), index - k);
  path.push_back(merkle_root(left ? leaves.subspan(k) : leaves.first(k)));
  return path;
}

bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> path,
                      const Digest& root) noexcept {
  return index < size && root_above(leaf, index, size, path) == root;
}

std::vector<Digest> consistency_path(std::span<const Digest> leaves, std::uint64_t first) {
  std::vector<Digest> path;
  if (first != 0) add_consistency(leaves, first, true, path);
  return path;
}

bool verify_consistency(std::uint64_t first, const Digest& first_root, std::uint64_t second, const Digest& second_root,
                        std::span<const Digest> path) noexcept {
  if (first == 0) return path.empty() && first_root == digest({}) && (second != 0 || second_root == first_root);
  if (first > second) return false;
  const auto roots = roots_of(first, second, true, first_root, path);
  return roots && roots->first == first_root && roots->second == second_root;
}

}  // namespace limen::privacy
