// Attacks on protected templates: how much of the embedding comes back. Shipped so that claims can be checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/privacy/protect.hpp"

namespace limen::evaluation {

/// A protected template and the protector, key included, that fell into the attacker's hands with it.
struct StolenCode {
  const privacy::IomProtector* protector = nullptr;
  std::span<const std::uint64_t> code;
};

/// An embedding of unit length that would give the stolen code, or come near it. `steps` = 0: ridge least squares on
/// "the chosen projection is above the mean of its hash". Then that many gradient steps up the likelihood of the codes
/// (softmax of each hash's projections). Several codes of one person under several keys: the attack via record
/// multiplicity. Errors: invalid_argument (no code, different dimensions), corrupt (a code that cannot be).
Result<SecureVector<float>> preimage(std::span<const StolenCode> stolen, std::size_t steps = 200);

/// An embedding and what a RotationProtector of unknown key made of it.
struct KnownPair {
  std::span<const float> embedding;
  std::span<const float> protected_embedding;
};

/// What the pairs tell, without any key, of another protected embedding of the same key: the combination of known
/// embeddings whose protected forms come nearest (least squares), of unit length. With as many independent pairs as
/// components this is the embedding itself. Errors: invalid_argument (no pair, lengths differ).
Result<SecureVector<float>> from_known_pairs(std::span<const KnownPair> pairs, std::span<const float> target);

}  // namespace limen::evaluation
