// The gallery's seals: what goes into the store, and how it comes out again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "limen/core/result.hpp"
#include "limen/gallery/store.hpp"
#include "limen/privacy/event.hpp"
#include "limen/privacy/hold.hpp"
#include "limen/privacy/key.hpp"
#include "limen/privacy/seal.hpp"

namespace limen {

using GalleryId = std::array<std::byte, 16>;

/// What the gallery knows about itself, sealed and written anew in every transaction. A row that was taken out, put
/// back or put in behind the gallery's back no longer fits to it.
struct Manifest {
  std::uint64_t generation = 0;  ///< one more in every transaction
  std::uint64_t next_subject = 1;
  std::uint64_t next_reference = 1;
  std::uint64_t subjects = 0;
  std::uint64_t references = 0;
  privacy::Digest rows{};  ///< exclusive or of the keyed digests of all rows
  std::uint64_t next_fact = 1;
  Time trusted{};  ///< the last time the clock was believed
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

/// What is known about a subject beside its label.
using Fact = std::variant<privacy::Happened, privacy::Hold>;

/// Keys for each use, derived from the gallery's key and its id. `const` use is safe from several threads.
class Vault {
 public:
  Vault(const privacy::Key& key, const GalleryId& id);

  Bytes seal_key_check() const;
  bool opens(std::span<const std::byte> key_check) const;

  Bytes seal(const Manifest& manifest) const;
  Result<Manifest> open_manifest(std::span<const std::byte> sealed) const;

  privacy::Digest label_tag(std::string_view label) const;
  StoredSubject seal(SubjectId id, std::string_view label, Time enrolled) const;
  Result<std::string> open_label(const StoredSubject& subject) const;

  StoredFact seal(std::uint64_t id, SubjectId subject, const Fact& fact) const;
  Result<Fact> open_fact(const StoredFact& fact) const;

  /// A fresh key for this record, and the template sealed under it.
  StoredReference seal(const ReferenceRecord& record, std::span<const std::byte> serialised) const;
  /// Are the columns those that were sealed?
  Result<void> check(const StoredReference& reference) const;
  Result<SecureVector<std::byte>> open_template(const StoredReference& reference) const;
  /// The same record key, sealed by `by` for what the record is to be; the template is not touched.
  Result<void> rewrap(StoredReference& reference, const ReferenceRecord& next, const Vault& by) const;
  /// What stays when it is erased: by the record's own key, which goes with it.
  Result<privacy::Digest> commitment(const StoredReference& reference) const;

  /// A file of version 1, whose seals were bound to fewer columns, and its manifest.
  Result<Manifest> open_manifest_1(std::span<const std::byte> sealed) const;
  void toggle_1(const StoredReference& reference, privacy::Digest& rows) const;
  Result<void> upgrade(StoredReference& reference, const ReferenceRecord& next) const;

  /// Puts a row into Manifest::rows, or takes it out.
  void toggle(const StoredSubject& subject, privacy::Digest& rows) const;
  void toggle(const StoredReference& reference, privacy::Digest& rows) const;
  void toggle(const StoredFact& fact, privacy::Digest& rows) const;

  /// Commits to what a sweep would do.
  const privacy::Key& sweep_key() const noexcept { return sweeps_; }

  /// Made once, kept in the file: it stays when the gallery's key is changed.
  privacy::Key new_audit_key() const { return keys_.derive("audit"); }
  Bytes seal_audit_key(const privacy::Key& key) const;
  Result<privacy::Key> open_audit_key(std::span<const std::byte> sealed) const;

 private:
  SecureVector<std::byte> bound(std::string_view kind) const;
  SecureVector<std::byte> bound(const ReferenceRecord& record) const;
  SecureVector<std::byte> bound_template(const ReferenceRecord& record) const;
  SecureVector<std::byte> bound_1(std::string_view kind, const ReferenceRecord& record) const;
  SecureVector<std::byte> bound(const StoredFact& fact) const;
  SecureVector<std::byte> bound(const StoredSubject& subject) const;
  Result<SecureVector<std::byte>> record_key(const StoredReference& reference) const;

  GalleryId id_;
  privacy::Key keys_;    // of this gallery: the others derive from it
  privacy::Key wrap_;    // record keys
  privacy::Key labels_;  // labels
  privacy::Key tags_;    // label tags
  privacy::Key rows_;    // digests of rows
  privacy::Key facts_;   // events and holds
  privacy::Key sweeps_;  // tokens of sweeps
  privacy::Key manifest_;
};

/// 32 hexadecimal digits.
std::string to_string(const GalleryId& id);

}  // namespace limen
