// Which of a network's buffers hold something of a picture, and which hold what it needs again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "limen/core/bytes.hpp"

namespace limen::face {

/// Buffers are told apart by what is in them. What stands in one after a picture and again after a black one is not of
/// the picture, and stays, at whichever address it is found; everything else is wiped. So after each picture a buffer
/// either is wiped or holds, to the bit, what a run on black left in one.
class Residue {
 public:
  using Buffers = std::span<const std::span<std::byte>>;
  using Fingerprint = std::pair<std::size_t, std::uint64_t>;  ///< bytes, hash
  using Fingerprints = std::map<const std::byte*, Fingerprint>;
  static Fingerprints fingerprints(Buffers buffers);

  bool learnt() const noexcept { return learnt_; }
  /// Both of the same buffers.
  void learn(const Fingerprints& after_picture, const Fingerprints& after_black);

  void wipe(Buffers buffers) const;

  using Copies = std::map<std::byte*, SecureVector<std::byte>>;
  /// Of what wipe() would wipe.
  Copies copies(Buffers buffers) const;
  /// Writes back what was copied of those buffers that are still there.
  static void restore(const Copies& copies, Buffers buffers);

 private:
  bool stays(std::span<const std::byte> buffer) const;

  std::set<Fingerprint> staying_;
  bool learnt_ = false;
};

}  // namespace limen::face
