// The inside of a gallery: the store, its seals, and the index of what it holds.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "limen/gallery/gallery.hpp"

#include "gallery/shelf.hpp"
#include "gallery/vault.hpp"

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

struct Gallery::State {
  State(std::unique_ptr<Store> with, const privacy::Key& key, const GalleryId& gallery, const GalleryOptions& options)
      : store(std::move(with)), id(to_string(gallery)), vault(key, gallery), clock(options.clock) {}

  std::unique_ptr<Store> store;
  std::string id;
  Vault vault;
  const Clock* clock;
  SystemClock system{};
  std::mutex mutex{};

  Manifest manifest{};                    // as it was when the rows were read
  std::vector<Row> rows{};                // all references, ascending ids
  Shelves<fingerprint::Block> fingers{};  // of the last view
  Shelves<face::Block> faces{};

  Time now() const { return clock != nullptr ? clock->now() : system.now(); }

  /// Inside a transaction: the rows are those of the store, and every one of them is sealed by this gallery.
  Result<void> refresh(bool always = false);
  /// refresh() in a transaction of its own.
  Result<void> read_anew(bool always = false);
  Result<Manifest> read_manifest();

  using Change = std::function<Result<void>(Manifest&)>;
  /// One transaction: refresh, the change with a manifest to be brought up to date, commit.
  Result<void> write(const Change& change);

  /// Unseals and prepares those rows that are not.
  Result<void> prepare(const std::vector<Row*>& wanted, const Work& work);
  Result<Row> opened(const StoredReference& reference) const;

  Result<SubjectRecord> record_of(const StoredSubject& subject) const;
};

}  // namespace limen
