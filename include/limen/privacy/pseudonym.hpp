// Pseudonyms: keyed, for one purpose, one agency and one field. Without the key nobody can make, test or link one.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/privacy/key.hpp"
#include "limen/privacy/purpose.hpp"

namespace limen::privacy {

/// ENISA, Pseudonymisation techniques and best practices (2019), 5.2.
enum class PseudonymPolicy : std::uint8_t {
  deterministic = 1,        ///< the same identifier always gives the same pseudonym
  document_randomised = 2,  ///< the same within one document, another in each document
  fully_randomised = 3,     ///< another each time
};

/// Who may link what: pseudonyms of two scopes have nothing in common. Filled by name.
struct PseudonymScope {
  Purpose purpose{};   ///< required
  std::string agency;  ///< required: who uses them
  std::string field;   ///< required: what is replaced, e.g. "surname"
  PseudonymPolicy policy = PseudonymPolicy::deterministic;
  std::string document{};  ///< required with document_randomised, empty otherwise
};

struct Pseudonym {
  std::uint32_t epoch = 0;            ///< of the key
  std::array<std::byte, 16> salt{};   ///< zero where it is deterministic
  std::array<std::byte, 16> value{};  ///< keyed BLAKE2b-128
  friend constexpr auto operator<=>(const Pseudonym&, const Pseudonym&) = default;
};

/// "3.<32 hexadecimal digits>", with a salt "3-<32>.<32>".
std::string to_string(const Pseudonym& pseudonym);
std::optional<Pseudonym> pseudonym_from(std::string_view text) noexcept;

enum class EpochState : std::uint8_t { current = 1, verify_only = 2, destroyed = 3 };

struct Epoch {
  std::uint32_t number = 0;
  EpochState state = EpochState::current;
  friend bool operator==(const Epoch&, const Epoch&) = default;
};

/// The keys of all epochs. Move-only, wiped, never serialised but by seal(). Const members are safe between threads.
/// Identifiers are brought into canonical() form first; its errors are returned.
class KeyRing {
 public:
  KeyRing();  ///< epoch 1, with a random key
  KeyRing(KeyRing&&) noexcept = default;
  KeyRing& operator=(KeyRing&&) noexcept = default;
  KeyRing(const KeyRing&) = delete;
  KeyRing& operator=(const KeyRing&) = delete;

  /// Under the current key. Errors: purpose_required, invalid_argument (scope or identifier).
  Result<Pseudonym> pseudonym(const PseudonymScope& scope, std::string_view identifier) const;
  /// Does it stand for that identifier? Also of a former epoch, for any policy. Errors: as above; wrong_key (its epoch
  /// is destroyed or unknown).
  Result<bool> matches(const PseudonymScope& scope, const Pseudonym& pseudonym, std::string_view identifier) const;

  std::uint32_t rotate();  ///< a new current key; the former is verify-only. Gives the new epoch's number.
  /// After this nobody can test or link pseudonyms of that epoch. Errors: not_found; access_denied (the current one:
  /// rotate first).
  Result<void> destroy(std::uint32_t epoch);
  std::vector<Epoch> epochs() const;

  /// From a former epoch to the current one: for each identifier its two (deterministic) pseudonyms, sealed under two
  /// keys, so that it takes two people to read. Errors: as pseudonym(), wrong_key (the epoch is destroyed or unknown).
  Result<Bytes> rewrap(const PseudonymScope& scope, std::span<const std::string> identifiers, std::uint32_t from,
                       const Key& first, const Key& second) const;

  /// The one way out: all keys, sealed. Destroyed ones are not in it.
  Bytes seal(const Key& under) const;
  /// Errors: tampered (another key, any changed byte), newer_version.
  static Result<KeyRing> open(std::span<const std::byte> sealed, const Key& under);

 private:
  struct Slot {
    Epoch epoch;
    std::optional<Key> key;
  };
  explicit KeyRing(std::vector<Slot> slots) noexcept : slots_(std::move(slots)) {}
  const Slot* usable(std::uint32_t epoch) const noexcept;
  std::vector<Slot> slots_;  // ascending; the last is current
};

/// What rewrap() sealed: (former, current), in the order of the former. Error: tampered.
Result<std::vector<std::pair<Pseudonym, Pseudonym>>> open_rewrap(std::span<const std::byte> sealed, const Key& first,
                                                                 const Key& second);

}  // namespace limen::privacy
