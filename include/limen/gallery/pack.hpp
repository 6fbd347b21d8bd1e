// A watchlist pack on the device: searched like a gallery, without names, until it expires.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"
#include "limen/gallery/pack_info.hpp"
#include "limen/gallery/view.hpp"
#include "limen/privacy/key.hpp"
#include "limen/privacy/pseudonym.hpp"

namespace limen {

/// Who opens, and whom it trusts. Filled by name; all borrowed.
struct PackDevice {
  const privacy::Key* key = nullptr;  ///< required: the device's seed, as of privacy::BoxKey
  privacy::PublicKey issuer{};        ///< required: whose signature is believed
  /// A file in which the device remembers the latest time, the newest version of each series and what was revoked, so
  /// that none of these goes back. Empty: it remembers nothing, and only the pack's own dates guard the clock.
  std::filesystem::path memory{};
  std::vector<std::filesystem::path> revocations{};  ///< signed lists
  const Clock* clock = nullptr;                      ///< none: the system's clock. Must outlive the pack.
};

/// Movable; const members are safe to share between threads.
class Pack {
 public:
  /// A full pack, then its updates in their order. Checked before anything is decrypted: the issuer's signature
  /// (tampered; access_denied if it is another issuer's), the device (wrong_key), the chain of updates
  /// (invalid_argument), the clock (clock_suspect: before the pack was made, or before a time this device has seen),
  /// expiry, revocation and an older version than this device has seen (access_denied). Further errors: not_found,
  /// io_error, unsupported_format, newer_version, corrupt.
  static Result<Pack> open(std::span<const std::filesystem::path> files, const PackDevice& device);

  Pack(Pack&&) noexcept;
  Pack& operator=(Pack&&) noexcept;
  ~Pack();

  const PackInfo& info() const noexcept;    ///< of the last file
  std::size_t subjects() const noexcept;    ///< after all updates
  std::size_t references() const noexcept;  ///< after all updates

  /// What may be searched now, prepared at the first call: for screen(), like a gallery's. Subjects are numbered within
  /// the series. Errors: purpose_required, access_denied (another purpose than the pack's; expired), clock_suspect,
  /// corrupt, io_error (the memory).
  Result<View> view(const ViewRequest& request, const Work& work = {});
  /// What the device knows of a candidate, and what it tells the issuer. Error: not_found.
  Result<privacy::Pseudonym> pseudonym(SubjectId subject) const;

 private:
  struct State;
  explicit Pack(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace limen
