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
#include "limen/gallery/view.hpp"
#include "limen/privacy/key.hpp"

namespace limen {

struct GalleryOptions {
  const Clock* clock = nullptr;              ///< none: the system's clock. Must outlive the gallery.
  std::chrono::milliseconds patience{2000};  ///< how long a writer waits for another process before it says busy
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
  /// Errors: not_found, unsupported_format (not a gallery), newer_version, wrong_key (also a key for a gallery that has
  /// a passphrase, and the other way round), tampered.
  static Result<Gallery> open(const std::filesystem::path& file, const privacy::Key& key,
                              const GalleryOptions& options = {});
  static Result<Gallery> open(const std::filesystem::path& file, const privacy::Passphrase& passphrase,
                              const GalleryOptions& options = {});
  /// Over a store of the caller's: an empty one becomes a new gallery.
  static Result<Gallery> over(std::unique_ptr<Store> store, const privacy::Key& key,
                              const GalleryOptions& options = {});

  Gallery(Gallery&&) noexcept;
  Gallery& operator=(Gallery&&) noexcept;
  ~Gallery();

  /// One subject with all its references, or nothing. Errors: purpose_required, retention_required (also a class that
  /// may not be kept, and one that has already ended), already_exists (the label), invalid_argument (no template, no
  /// label).
  Result<SubjectId> enrol(const Enrolment& enrolment);
  /// Many subjects in one transaction: all or none. Sealing runs on the executor; `cancelled` leaves nothing behind.
  Result<std::vector<SubjectId>> enrol_many(std::span<const Enrolment> enrolments, const Work& work = {});
  /// Further references of a subject; the label is left empty. Error: not_found.
  Result<void> add(SubjectId subject, const Enrolment& enrolment);
  /// Erases the subject, its references and their keys, and purges the file of them; tells how many references went.
  /// Views taken before still hold their prepared references. Errors: not_found; busy if it was erased while another
  /// process reads, so that its sealed bytes stay in the write-ahead log until purge().
  Result<std::size_t> remove(SubjectId subject);
  /// After this nothing that was removed is left in the gallery's files. Error: busy.
  Result<void> purge();

  /// What may be searched, decided now. Errors: purpose_required, tampered.
  Result<View> view(const ViewRequest& request, const Work& work = {});

  Result<std::vector<SubjectRecord>> list();              ///< in the order of the ids
  Result<SubjectRecord> subject(SubjectId id);            ///< not_found
  Result<SubjectRecord> subject(std::string_view label);  ///< not_found
  /// The template of a reference as face::parse() or fingerprint::parse() read it: for watchlist packs and for the data
  /// subject. Whoever hands it on makes an audit entry. Error: not_found.
  Result<SecureVector<std::byte>> stored_template(ReferenceId id);
  Result<GalleryStats> stats();
  /// The store's consistency, then every seal, label and template opened and read.
  Result<void> check(const Work& work = {});

  const std::string& id() const noexcept;  ///< 32 hexadecimal digits, random, for the audit
  /// For Audit::open: a key of its own that follows from the gallery's.
  privacy::Key audit_key() const;

 private:
  struct State;
  explicit Gallery(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace limen
