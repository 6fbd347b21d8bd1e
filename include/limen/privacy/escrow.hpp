// Who is behind a pseudonym: known to nobody, unless enough holders of key shares come together, and the log says so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/privacy/audit.hpp"
#include "limen/privacy/box.hpp"
#include "limen/privacy/pseudonym.hpp"
#include "limen/privacy/shares.hpp"

namespace limen::privacy {

/// Who wants to know, and why. Filled by name; all but `legal_basis` and `case_reference` are required.
struct Reidentification {
  std::string officer{};
  std::string on_behalf_of{};
  std::string recipient{};
  std::string justification{};
  std::string legal_basis{};
  std::string case_reference{};
};

/// A file of pairs (pseudonym, identifier). The identifier is sealed to a public key whose secret half exists in shares
/// alone: who deposits cannot read, and no single person can. One thread, one process at a time. Movable.
class Escrow {
 public:
  static constexpr std::size_t longest_identifier = 256;  ///< bytes

  /// A new, empty file. The wrap key is split and forgotten: the shares are given out once, here. Errors:
  /// already_exists, io_error, invalid_argument (as split()).
  static Result<std::vector<KeyShare>> create(const std::filesystem::path& file, std::size_t threshold,
                                              std::size_t shares);
  /// `expected`: the public key as it was noted when the file was made, so that nobody can put another in its place.
  /// Errors: not_found, io_error, unsupported_format, newer_version, corrupt, wrong_key (another public key).
  static Result<Escrow> open(const std::filesystem::path& file,
                             const std::optional<BoxPublicKey>& expected = std::nullopt);

  const BoxPublicKey& public_key() const noexcept { return public_; }
  std::size_t size() const noexcept { return places_.size(); }
  bool holds(const Pseudonym& pseudonym) const { return places_.contains(pseudonym); }

  /// On the device when it returns. A pair that is there already is left as it is. Errors: invalid_argument (length),
  /// io_error.
  Result<void> deposit(const Pseudonym& pseudonym, std::string_view identifier);
  /// Overwrites a pair: nobody will know any more. Errors: not_found, io_error.
  Result<void> erase(const Pseudonym& pseudonym);

  /// The identifier. The audit entry (`reidentification`, with the numbers of the shares) is written before it is given
  /// out. `ring` and `scope` are those of the pseudonym: what was deposited is believed only if it gives that
  /// pseudonym. Errors: invalid_argument (a word missing; as combine()), not_found, wrong_key (shares of another
  /// escrow; the epoch is destroyed), tampered, audit_failed (nothing is given out).
  Result<SecureVector<char>> reidentify(const Pseudonym& pseudonym, std::span<const KeyShare> shares,
                                        const KeyRing& ring, const PseudonymScope& scope, const Reidentification& why,
                                        Audit& audit) const;

 private:
  Escrow(std::filesystem::path file, const BoxPublicKey& key) : file_(std::move(file)), public_(key) {}
  std::filesystem::path file_;
  BoxPublicKey public_;
  std::map<Pseudonym, std::uint64_t> places_{};  // number of the pair, from 0
  std::uint64_t pairs_ = 0;                      // erased ones too
};

}  // namespace limen::privacy
