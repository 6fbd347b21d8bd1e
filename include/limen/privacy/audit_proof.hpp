// What a log proves to those who do not have it: signed tree heads, that an entry is in it, that it was only continued.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/privacy/audit_entry.hpp"
#include "limen/privacy/key.hpp"
#include "limen/privacy/merkle.hpp"
#include "limen/privacy/sign.hpp"

namespace limen::privacy {

/// A log at one moment: all there is to keep of it elsewhere.
struct TreeHead {
  std::string log;         ///< the log's random name, 32 hexadecimal digits
  std::uint64_t size = 0;  ///< entries
  Time time{};             ///< when it was taken
  Digest root;             ///< of the Merkle tree over the entries
  Digest head;             ///< hash of the last entry
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

/// The anchor that is published, or given to the supervisory authority.
struct SignedTreeHead {
  TreeHead tree;
  PublicKey signer;
  Signature signature;
  friend bool operator==(const SignedTreeHead&, const SignedTreeHead&) = default;
};

SignedTreeHead sign(const TreeHead& tree, const SigningKey& key);
/// Errors: access_denied (signed by another than the trusted one), tampered.
Result<TreeHead> opened(const SignedTreeHead& head, const PublicKey& trusted);

/// That one entry is in a log. Move-only.
struct EntryProof {
  std::string log;
  std::uint64_t sequence = 0;
  std::uint64_t size = 0;  ///< of the tree it leads to
  std::string previous;    ///< hash and MAC of the entry before, 96 hexadecimal digits
  std::string body;        ///< the line, up to its hash
  std::vector<Digest> path;
  /// Opens this entry of a keyed log, and no other. Its subjects stay hidden.
  std::optional<Key> key{};
};

/// That the log of `second` entries begins with the log of `first`.
struct ContinuationProof {
  std::string log;
  std::uint64_t first = 0, second = 0;
  std::vector<Digest> path;
  friend bool operator==(const ContinuationProof&, const ContinuationProof&) = default;
};

/// The entry, as far as the proof discloses it; of a keyed log without a key: number, time and hash. Error: tampered
/// (not in that tree), wrong_key (the key opens another entry).
Result<AuditRecord> check(const EntryProof& proof, const TreeHead& tree);
/// Error: tampered (the second is no continuation of the first, or of other logs).
Result<void> check(const ContinuationProof& proof, const TreeHead& first, const TreeHead& second);

/// One line of JSON each, with one spelling.
std::string to_json(const SignedTreeHead& head);
std::string to_json(const EntryProof& proof);
std::string to_json(const ContinuationProof& proof);
/// The inverses; a line end after it is allowed. Error: unsupported_format.
Result<SignedTreeHead> tree_head_from(std::string_view json);
Result<EntryProof> entry_proof_from(std::string_view json);
Result<ContinuationProof> continuation_proof_from(std::string_view json);

}  // namespace limen::privacy
