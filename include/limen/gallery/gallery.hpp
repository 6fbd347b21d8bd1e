// The gallery: sealed references of subjects, each with purposes and a retention class, in one file.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"
#include "limen/gallery/enrolment.hpp"
#include "limen/gallery/store.hpp"
#include "limen/gallery/sweep.hpp"
#include "limen/gallery/view.hpp"
#include "limen/privacy/audit.hpp"
#include "limen/privacy/key.hpp"
#include "limen/privacy/key_provider.hpp"
#include "limen/privacy/retention_policy.hpp"

namespace limen {

struct GalleryOptions {
  const Clock* clock = nullptr;              ///< none: the system's clock. Must outlive the gallery.
  std::chrono::milliseconds patience{2000};  ///< how long a writer waits for another process before it says busy
  const privacy::RetentionPolicy* retention = nullptr;  ///< none: the shipped rules. Copied.
  /// So much time may pass between two writes, or two sweeps, before the clock is suspected to have jumped.
  std::chrono::seconds max_skew = std::chrono::days{7};
};

/// Movable, not copyable; safe to call from several threads. Several processes may open one file; their writes follow
/// one another. Every function may return io_error, corrupt, tampered and busy.
class Gallery {
 public:
  /// A new, empty gallery file (mode 0600). Error: already_exists.
  static Result<Gallery> create(const std::filesystem::path& file, const privacy::Key& key,
                                const GalleryOptions& options = {});
  /// The same under a passphrase; the parameters are stored in the file.
  static Result<Gallery> create(
      const std::filesystem::path& file, const privacy::Passphrase& passphrase, const GalleryOptions& options = {},
      const privacy::PassphraseParameters& parameters = privacy::PassphraseParameters::random());
  /// The same under a key that the provider wraps. The provider is not needed after this.
  static Result<Gallery> create(const std::filesystem::path& file, privacy::KeyProvider& provider,
                                const GalleryOptions& options = {});
  /// A file of version 1 becomes one of version 2, in one transaction. Errors: not_found, unsupported_format (not a
  /// gallery), newer_version, wrong_key (also a key for a gallery that has a passphrase, and the other way round),
  /// tampered.
  static Result<Gallery> open(const std::filesystem::path& file, const privacy::Key& key,
                              const GalleryOptions& options = {});
  static Result<Gallery> open(const std::filesystem::path& file, const privacy::Passphrase& passphrase,
                              const GalleryOptions& options = {});
  static Result<Gallery> open(const std::filesystem::path& file, privacy::KeyProvider& provider,
                              const GalleryOptions& options = {});
  /// Over a store of the caller's: an empty one becomes a new gallery.
  static Result<Gallery> over(std::unique_ptr<Store> store, const privacy::Key& key,
                              const GalleryOptions& options = {});

  Gallery(Gallery&&) noexcept;
  Gallery& operator=(Gallery&&) noexcept;
  ~Gallery();

  /// One subject with all its references, or nothing. Errors: purpose_required, retention_required (also a class that
  /// may not be kept, one that has already ended or never ends, and one that is not for this category, purpose or legal
  /// basis), already_exists (the label), invalid_argument (no template, no label).
  Result<SubjectId> enrol(const Enrolment& enrolment);
  /// Many subjects in one transaction: all or none. Sealing runs on the executor; `cancelled` leaves nothing behind.
  Result<std::vector<SubjectId>> enrol_many(std::span<const Enrolment> enrolments, const Work& work = {});
  /// Further references of a subject; the label is left empty. Error: not_found.
  Result<void> add(SubjectId subject, const Enrolment& enrolment);
  /// Erases the subject, its references and their keys, and purges the file of them; tells how many references went.
  /// Views taken before still hold their prepared references. Errors: not_found; access_denied (a legal hold); busy if
  /// it was erased while another process reads, so that its sealed bytes stay in the write-ahead log until purge().
  Result<std::size_t> remove(SubjectId subject);
  /// After this nothing that was removed is left in the gallery's files. Error: busy.
  Result<void> purge();

  /// Changes the key: every record key is wrapped anew, labels are sealed anew, no template is touched. In one
  /// transaction; other processes that have the gallery open get wrong_key from then on. The audit key stays. Error:
  /// busy, if it was done while another process reads, so that keys wrapped by the old one stay in the write-ahead log
  /// until purge().
  Result<void> rotate(const privacy::Key& key, const Work& work = {});
  Result<void> rotate(const privacy::Passphrase& passphrase, const Work& work = {},
                      const privacy::PassphraseParameters& parameters = privacy::PassphraseParameters::random());
  Result<void> rotate(privacy::KeyProvider& provider, const Work& work = {});

  /// Something happened to the subject's data: clocks start, start anew or end, and its references' time with them.
  /// `at`: none is the present. Errors: not_found, invalid_argument (an event that only the engine makes; a time
  /// outside the years 1900 to 2999).
  Result<void> record_event(SubjectId subject, privacy::Event event, std::optional<Time> at = {});
  /// From now on what a rule would erase of this subject is blocked instead. Errors: not_found, invalid_argument.
  Result<HoldId> hold(SubjectId subject, const privacy::Hold& hold);
  Result<void> release(HoldId hold);  ///< not_found
  /// Out of every view, and readable only by who says that he means to; retention runs on. Error: not_found.
  Result<void> block(SubjectId subject);
  Result<void> unblock(SubjectId subject);
  /// Protection was granted (Regulation (EU) 2024/1358, art. 31): from now on seen for law enforcement alone. Recorded
  /// as an event, from which the notice to the other states runs. Error: not_found.
  Result<void> mark(SubjectId subject);
  Result<void> unmark(SubjectId subject);  ///< protection was withdrawn

  /// What a sweep would do now. Errors: clock_suspect.
  Result<SweepPlan> plan_sweep();
  /// Does what the plan with that token says, in one transaction, after an audit entry that says so; then purges the
  /// files and searches for what was erased. Errors: invalid_argument (no officer; what is due is not what the token
  /// stands for any more), clock_suspect, audit_failed (nothing is done).
  Result<SweepReceipt> sweep(const privacy::Digest& token, const SweepTerms& terms, Audit& audit,
                             const Work& work = {});
  /// What is due when, for every reference, in the order of the ids.
  Result<std::vector<RetentionStatus>> retention();
  /// Somebody has looked at the clock and says that it is right. Whoever does it makes an audit entry.
  Result<void> trust_clock();

  /// What may be searched, decided now. Errors: purpose_required, tampered.
  Result<View> view(const ViewRequest& request, const Work& work = {});

  Result<std::vector<SubjectRecord>> list();              ///< in the order of the ids
  Result<SubjectRecord> subject(SubjectId id);            ///< not_found
  Result<SubjectRecord> subject(std::string_view label);  ///< not_found
  /// Also of references that are no more. Error: not_found (there never was one).
  Result<ReferenceState> state(ReferenceId id);
  /// What stays of an erased reference; none, if it is not erased.
  Result<std::optional<Tombstone>> tombstone(ReferenceId id);
  /// The template of a reference as face::parse() or fingerprint::parse() read it: for watchlist packs and for the data
  /// subject. Whoever hands it on makes an audit entry. Errors: not_found; access_denied: it is blocked, and the caller
  /// does not say that he means to read it all the same.
  enum class Blocked { refuse, read };
  Result<SecureVector<std::byte>> stored_template(ReferenceId id, Blocked blocked = Blocked::refuse);
  Result<GalleryStats> stats();
  /// The store's consistency, then every seal, label and template opened and read.
  Result<void> check(const Work& work = {});

  const std::string& id() const noexcept;  ///< 32 hexadecimal digits, random, for the audit
  /// For Audit::open: a key of its own, kept in the gallery.
  privacy::Key audit_key() const;

 private:
  struct State;
  explicit Gallery(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace limen
