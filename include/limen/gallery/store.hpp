// Where a gallery keeps its rows. A store sees sealed bytes and the columns it needs, never a template or a label.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/gallery/enrolment.hpp"
#include "limen/privacy/digest.hpp"

namespace limen {

struct StoredSubject {
  SubjectId id{};
  privacy::Digest label_tag;  ///< keyed hash of the label: finds it, and keeps it unique
  Time enrolled{};
  Bytes sealed_label;
};

/// The record's columns are bound to both sealed parts as associated data: changed, neither opens.
struct StoredReference {
  ReferenceRecord record;
  Bytes wrapped_key;      ///< the record's own key, sealed under the gallery's
  Bytes sealed_template;  ///< sealed under the record's key
};

/// An event or a hold of a subject.
struct StoredFact {
  std::uint64_t id = 0;
  SubjectId subject{};
  Bytes sealed;
};

/// What stays of an erased reference.
struct Tombstone {
  ReferenceId reference{};
  Time at{};
  /// Keyed by the record's destroyed key: it says nothing, but whoever has an old copy can tell that it was this
  /// record.
  privacy::Digest commitment{};
  friend bool operator==(const Tombstone&, const Tombstone&) = default;
};

/// One file implements this for SQLite. Called by one thread at a time; several processes may hold the same store.
/// Every function may return io_error, corrupt or busy.
class Store {
 public:
  virtual ~Store() = default;

  enum class Access { read, write };
  /// read: what is read until the end is one snapshot. write: all or nothing; what is not committed when the process
  /// dies was never there; busy while another process writes.
  virtual Result<void> begin(Access access) = 0;
  virtual Result<void> commit() = 0;
  virtual void roll_back() noexcept = 0;

  /// The version of the layout in which it stands: 2, or 1 until upgrade().
  virtual Result<int> version() = 0;
  using Upgrade = std::function<Result<void>(StoredReference&)>;
  /// Inside a transaction: from version 1 to 2; each reference, with its template, is changed by `each` on the way.
  virtual Result<void> upgrade(const Upgrade& each) = 0;

  /// Small named values. put() overwrites.
  virtual Result<std::optional<Bytes>> get(std::string_view name) = 0;
  virtual Result<void> put(std::string_view name, std::span<const std::byte> value) = 0;
  virtual Result<void> take_out(std::string_view name) = 0;

  virtual Result<void> insert(const StoredSubject& subject) = 0;  ///< already_exists if the label tag is taken
  virtual Result<void> insert(const StoredReference& reference) = 0;
  virtual Result<void> insert(const StoredFact& fact) = 0;
  virtual Result<void> insert(const Tombstone& tombstone) = 0;
  virtual Result<void> update(const StoredSubject& subject) = 0;      ///< tag and label
  virtual Result<void> update(const StoredReference& reference) = 0;  ///< columns and wrapped key, not the template
  virtual Result<void> update(const StoredFact& fact) = 0;            ///< what is sealed
  virtual Result<void> remove(SubjectId subject) = 0;                 ///< with all its references and facts
  virtual Result<void> remove(ReferenceId reference) = 0;
  virtual Result<void> remove_fact(std::uint64_t id) = 0;

  using OnSubject = std::function<Result<void>(const StoredSubject&)>;
  using OnReference = std::function<Result<void>(const StoredReference&)>;
  using OnFact = std::function<Result<void>(const StoredFact&)>;
  /// In the order of the ids. An error from the callback ends the walk and is returned.
  virtual Result<void> subjects(const OnSubject& each) = 0;
  virtual Result<std::optional<StoredSubject>> subject(SubjectId id) = 0;
  virtual Result<std::optional<StoredSubject>> subject(const privacy::Digest& label_tag) = 0;
  /// Without templates (sealed_template is empty).
  virtual Result<void> references(const OnReference& each) = 0;
  virtual Result<StoredReference> reference(ReferenceId id) = 0;  ///< with its template; not_found
  virtual Result<void> facts(const OnFact& each) = 0;
  virtual Result<std::optional<Tombstone>> tombstone(ReferenceId id) = 0;

  virtual Result<std::uint64_t> bytes() = 0;
  virtual Result<void> check() = 0;  ///< the store's own consistency; corrupt
  /// After removals: nothing of what was removed stays in the store's files (busy while others read).
  virtual Result<void> purge() = 0;
};

}  // namespace limen
