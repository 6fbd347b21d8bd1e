// Issuing watchlist packs: a view of a gallery, for one device, until a date.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"
#include "limen/gallery/gallery.hpp"
#include "limen/gallery/pack_info.hpp"
#include "limen/privacy/audit.hpp"
#include "limen/privacy/pseudonym.hpp"

namespace limen {

/// Filled by name.
struct PackTerms {
  Purpose purpose{};               ///< required: of the view
  std::string issuer{};            ///< required: the agency, as devices show it; at most 256 bytes
  privacy::BoxPublicKey device{};  ///< required: who can open it
  Time expires{};                  ///< required: hard; after the present, at most a year from it
  std::string officer{};           ///< required: who hands it out
  std::string legal_basis{};
  std::string justification{};
  std::string case_reference{};
};

/// Makes full packs and updates, and revokes them. What a device has is kept in a *ledger*, one sealed file for each
/// series; whoever loses it makes a new pack. One thread at a time. The references are borrowed.
class PackIssuer {
 public:
  /// `seed` gives the signing key and seals the ledgers. `names` turns labels into the pseudonyms of a scope of its own
  /// for each series: the packs of two devices cannot be linked.
  PackIssuer(const privacy::Key& seed, const privacy::KeyRing& names, const Clock* clock = nullptr);

  const privacy::PublicKey& public_key() const noexcept { return signing_.public_key(); }

  /// The references of the view, their labels as pseudonyms; nothing else. An audit entry (`disclosure`) comes before
  /// the file; the ledger after it. Where the command did not end, run it again: it writes both anew. Errors:
  /// already_exists (the ledger), invalid_argument, purpose_required, clock_suspect (expires), audit_failed, io_error,
  /// and as Gallery::view.
  Result<PackInfo> create(Gallery& gallery, const PackTerms& terms, const std::filesystem::path& pack,
                          const std::filesystem::path& ledger, Audit& audit, const Work& work = {});
  /// What has changed since the ledger's version: subjects that came, that changed, and that are gone. Issuer, device
  /// and purpose are the ledger's, what the terms say of them has to fit or to be empty. Errors: as create();
  /// not_found, wrong_key, tampered (the ledger).
  Result<PackInfo> update(Gallery& gallery, const PackTerms& terms, const std::filesystem::path& pack,
                          const std::filesystem::path& ledger, Audit& audit, const Work& work = {});
  /// A signed list: devices that have seen it open none of these series again, not even older copies.
  Result<void> revoke(std::span<const PackSeries> series, const std::filesystem::path& list) const;

  /// Whom a pseudonym of a pack stands for. Error: not_found.
  Result<SubjectRecord> subject(Gallery& gallery, const PackInfo& pack, const privacy::Pseudonym& pseudonym) const;

 private:
  struct Ledger;
  Result<PackInfo> issue(Gallery& gallery, const PackTerms& terms, Ledger&& before, const std::filesystem::path& pack,
                         const std::filesystem::path& ledger, Audit& audit, const Work& work);
  Time now() const;

  privacy::SigningKey signing_;
  privacy::Key ledgers_;
  const privacy::KeyRing& names_;
  const Clock* clock_;
};

}  // namespace limen
