// The inside of a gallery: the store, its seals, and the index of what it holds.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "limen/gallery/gallery.hpp"

#include "gallery/fingers.hpp"
#include "gallery/founding.hpp"
#include "gallery/shelf.hpp"
#include "gallery/vault.hpp"
#include "gallery/visibility.hpp"

namespace limen {

/// begin() … commit(), or roll_back() on every other way out.
class Transaction {
 public:
  explicit Transaction(Store& store) : store_(store) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (open_) store_.roll_back();
  }
  Result<void> begin(Store::Access access) {
    auto begun = store_.begin(access);
    open_ = begun.has_value();
    return begun;
  }
  Result<void> commit() {
    open_ = false;
    return store_.commit();  // rolls back if it fails
  }

 private:
  Store& store_;
  bool open_ = false;
};

/// A value of the store's, or what to do about its absence.
Result<Bytes> required(Store& store, std::string_view name);

/// What is known about a subject beside its label and its references.
struct SubjectFacts {
  std::vector<privacy::Happened> events{};
  std::vector<SubjectHold> holds{};
};

struct Gallery::State {
  State(std::unique_ptr<Store> with, const privacy::Key& key, const GalleryId& gallery, const GalleryOptions& options)
      : store(std::move(with)),
        gallery_id(gallery),
        id(to_string(gallery)),
        vault(key, gallery),
        audit_key(vault.new_audit_key()),
        clock(options.clock),
        max_skew(options.max_skew) {
    if (options.retention != nullptr) policy = *options.retention;
  }

  std::unique_ptr<Store> store;
  GalleryId gallery_id;
  std::string id;
  Vault vault;
  privacy::Key audit_key;
  privacy::RetentionPolicy policy{};
  const Clock* clock;
  std::chrono::seconds max_skew;
  SystemClock system{};
  std::mutex mutex{};

  Manifest manifest{};                                  // as it was when the rows were read
  std::vector<Row> rows{};                              // all references, ascending ids
  std::unordered_map<SubjectId, SubjectFacts> facts{};  // of the subjects that have any
  PreparedFingers fingers{};
  std::optional<Visibility> visibility{};  // of the rows; none: to be made
  LastViews last_views{};

  Time now() const { return clock != nullptr ? clock->now() : system.now(); }

  /// Inside a transaction: the rows are those of the store, and every one of them is sealed by this gallery.
  Result<void> refresh(bool always = false);
  /// refresh() in a transaction of its own.
  Result<void> read_anew(bool always = false);
  Result<Manifest> read_manifest();
  /// A file of version 1 becomes one of version 2.
  Result<void> upgrade();

  using Change = std::function<Result<void>(Manifest&)>;
  /// One transaction: refresh, the change with a manifest to be brought up to date, commit. What was laid out for views
  /// is forgotten.
  Result<void> write(const Change& change) { return write(change, vault); }
  /// The same; the manifest is sealed by another vault.
  Result<void> write(const Change& change, const Vault& by);
  Result<void> rotate(const privacy::Key& key, const KeyRow& key_row, const Work& work);

  const Row* find(ReferenceId id) const noexcept;
  /// Inside write(): the row as it is stored. Error: tampered, if it is another.
  Result<StoredReference> stored(const Row& row);
  /// Inside write(): other columns for some rows, in the store; alter_rows() afterwards.
  using Altered = std::vector<std::pair<std::size_t, ReferenceRecord>>;  // by place in `rows`
  Result<void> alter(Manifest& next, const Altered& altered);
  void alter_rows(const Altered& altered);
  /// Inside write(): these rows (by place) and their keys, and the subjects of which nothing is left; tells how many
  /// subjects those were. erase_rows() afterwards.
  struct Erased {
    std::vector<Tombstone> tombstones{};
    std::vector<SubjectId> subjects{};
  };
  Result<Erased> erase(Manifest& next, const std::vector<std::size_t>& places, Time at);
  Result<void> erase(Manifest& next, SubjectId subject);  // without references
  void erase_rows(const std::vector<std::size_t>& places, const std::vector<SubjectId>& subjects);
  /// Inside write(): an event or a hold.
  Result<std::uint64_t> insert(Manifest& next, SubjectId subject, const Fact& fact);
  Result<void> require(SubjectId subject);  // not_found
  /// One transaction: the event is recorded, each reference of the subject edited, and its time reckoned anew.
  Result<void> happen(SubjectId subject, std::optional<privacy::Happened> event,
                      const std::function<void(ReferenceRecord&)>& edit);

  /// When what is due for a reference; `also` is what happened just now.
  privacy::RetentionOutcome outcome(const ReferenceRecord& record, std::span<const privacy::Happened> also = {}) const;
  /// The hold that lasts longest; null, if none does.
  const privacy::Hold* held(SubjectId subject, Time at) const;
  std::vector<std::size_t> places_of(SubjectId subject) const;

  /// The rows are others now, or were altered.
  void rows_changed();
  /// Unseals the templates of these rows, some hundreds at a time.
  using Templates = std::vector<SecureVector<std::byte>>;
  using Take = std::function<Result<void>(std::span<Row* const>, const Templates&, const Work&)>;
  Result<void> unseal(const std::vector<Row*>& wanted, const Work& work, const Take& take);
  /// Prepares those of the rows seen that are not.
  Result<void> prepare(const search::Filter& seen, const Work& work);
  Result<void> prepare(std::span<Row* const> some, const Templates& templates, const Work& work);

  Result<SubjectRecord> record_of(const StoredSubject& subject) const;

  /// The present, if it is to be believed. Error: clock_suspect.
  Result<Time> trusted_now() const;
  SweepPlan plan(Time at) const;
  void plan(const ReferenceRecord& record, Time at, std::vector<SweepItem>& items) const;

  /// What may be searched; the rows are those of the store.
  Result<View> look(const ViewRequest& request, const Work& work);
};

}  // namespace limen
