// A Merkle tree over the records of a log, as in RFC 6962, section 2.1, with BLAKE2b-256: short proofs that a record is
// in it, and that a later tree continues an earlier one.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "limen/privacy/digest.hpp"

namespace limen::privacy {

/// A leaf's hash is BLAKE2b-256 of 0x00 and the leaf, a node's of 0x01 and its two children, so that neither can be
/// passed off as the other.
Digest leaf_hash(std::span<const std::byte> leaf) noexcept;
Digest node_hash(const Digest& left, const Digest& right) noexcept;

/// A tree that grows by leaves and keeps only the roots of its complete subtrees: at most 64 digests. A value.
class MerkleTree {
 public:
  MerkleTree() = default;
  /// From peaks() of a tree of that size; the empty tree unless their number fits.
  MerkleTree(std::uint64_t size, std::vector<Digest> peaks);

  /// A leaf, or the root over the next 2^height leaves. Precondition: 2^height divides size().
  void add(const Digest& subtree, unsigned height = 0);
  std::uint64_t size() const noexcept { return size_; }
  /// Of the empty tree: the digest of no bytes.
  Digest root() const noexcept;
  std::span<const Digest> peaks() const noexcept { return peaks_; }

  friend bool operator==(const MerkleTree&, const MerkleTree&) = default;

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> peaks_;  // of the set bits of size_, the largest first
};

/// Root over these leaves.
Digest merkle_root(std::span<const Digest> leaves) noexcept;

/// The siblings on the way from a leaf to the root, the lowest first. Precondition: index < leaves.size().
std::vector<Digest> inclusion_path(std::span<const Digest> leaves, std::uint64_t index);
/// Is the leaf number `index` of the tree of that size and root? Any thread.
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> path,
                      const Digest& root) noexcept;

/// What shows that the tree over the first `first` leaves is the beginning of the tree over all. Precondition:
/// first <= leaves.size().
std::vector<Digest> consistency_path(std::span<const Digest> leaves, std::uint64_t first);
/// Is the tree (first, first_root) the beginning of the tree (second, second_root)? Any thread.
bool verify_consistency(std::uint64_t first, const Digest& first_root, std::uint64_t second, const Digest& second_root,
                        std::span<const Digest> path) noexcept;

}  // namespace limen::privacy
