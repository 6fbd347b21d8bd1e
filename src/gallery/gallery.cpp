#include "limen/gallery/gallery.hpp"

#include <algorithm>
#include <map>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"

#include "gallery/state.hpp"
#include "gallery/store_sqlite.hpp"

namespace limen {

namespace {

using privacy::Key;
using privacy::Passphrase;
using privacy::PassphraseParameters;

Bytes bytes_of(const PassphraseParameters& parameters) {
  Writer writer;
  writer.bytes(parameters.salt);
  writer.u32(parameters.passes);
  writer.u64(parameters.memory_bytes);
  return {writer.span().begin(), writer.span().end()};
}

Result<PassphraseParameters> parameters_from(std::span<const std::byte> bytes) {
  Reader reader(bytes, "gallery: passphrase parameters");
  PassphraseParameters parameters;
  const auto salt = reader.take(parameters.salt.size());
  parameters.passes = reader.u32();
  parameters.memory_bytes = reader.u64();
  if (auto ok = reader.check(); !ok) return ok.error();
  std::ranges::copy(salt, parameters.salt.begin());
  return parameters;
}

/// The first rows of an empty store.
Result<void> found(Store& store, const Key& key, const PassphraseParameters* parameters) {
  GalleryId id;
  const auto random = Key::random();
  std::ranges::copy(random.reveal().first(id.size()), id.begin());
  const Vault vault(key, id);
  Transaction transaction(store);
  if (auto ok = transaction.begin(Store::Access::write); !ok) return ok;
  if (auto ok = store.put("id", id); !ok) return ok;
  if (parameters != nullptr)
    if (auto ok = store.put("passphrase", bytes_of(*parameters)); !ok) return ok;
  if (auto ok = store.put("key_check", vault.seal_key_check()); !ok) return ok;
  if (auto ok = store.put("manifest", vault.seal(Manifest{1, 1, 1, 0, 0, {}})); !ok) return ok;
  return transaction.commit();
}

Result<Bytes> required(Store& store, std::string_view name) {
  auto value = store.get(name);
  if (!value) return value.error();
  if (*value) return std::move(**value);
  return {ErrorCode::corrupt, std::string("gallery: it has no ").append(name) +
                                  "; it was not made to its end, or was damaged: restore a copy, or make it anew"};
}

Result<std::unique_ptr<Store>> make_store(const std::filesystem::path& file, const Key& key,
                                          const GalleryOptions& options, const PassphraseParameters* parameters) {
  auto store = open_sqlite(file, StoreMode::create, options.patience);
  const bool mine = store || store.error().code != ErrorCode::already_exists;
  auto ok = store ? found(**store, key, parameters) : Result<void>(store.error());
  if (ok) return store;
  if (mine) {
    if (store) store->reset();
    std::error_code ignored;
    for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix, ignored);
  }
  return ok.error();
}

}  // namespace

Gallery::Gallery(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Gallery::Gallery(Gallery&&) noexcept = default;
Gallery& Gallery::operator=(Gallery&&) noexcept = default;
Gallery::~Gallery() = default;

Result<Gallery> Gallery::create(const std::filesystem::path& file, const Key& key, const GalleryOptions& options) {
  auto store = make_store(file, key, options, nullptr);
  if (!store) return store.error();
  return over(std::move(*store), key, options);
}

Result<Gallery> Gallery::create(const std::filesystem::path& file, const Passphrase& passphrase,
                                const GalleryOptions& options, const PassphraseParameters& parameters) {
  const auto key = Key::from_passphrase(passphrase, parameters);
  if (!key) return key.error();
  auto store = make_store(file, *key, options, &parameters);
  if (!store) return store.error();
  return over(std::move(*store), *key, options);
}

Result<Gallery> Gallery::open(const std::filesystem::path& file, const Key& key, const GalleryOptions& options) {
  auto store = open_sqlite(file, StoreMode::open, options.patience);
  if (!store) return store.error();
  if (const auto id = required(**store, "id"); !id) return id.error();
  return over(std::move(*store), key, options);
}

Result<Gallery> Gallery::open(const std::filesystem::path& file, const Passphrase& passphrase,
                              const GalleryOptions& options) {
  auto store = open_sqlite(file, StoreMode::open, options.patience);
  if (!store) return store.error();
  const auto stored = (*store)->get("passphrase");
  if (!stored) return stored.error();
  if (!*stored) return {ErrorCode::wrong_key, "gallery: it opens with a key file, not with a passphrase"};
  const auto parameters = parameters_from(**stored);
  if (!parameters) return parameters.error();
  const auto key = Key::from_passphrase(passphrase, *parameters);
  if (!key) return key.error();
  return over(std::move(*store), *key, options);
}

Result<Gallery> Gallery::over(std::unique_ptr<Store> store, const Key& key, const GalleryOptions& options) {
  const auto present = store->get("id");
  if (!present) return present.error();
  if (!*present)
    if (auto ok = found(*store, key, nullptr); !ok) return ok.error();
  const auto id_bytes = required(*store, "id");
  if (!id_bytes) return id_bytes.error();
  const auto key_check = required(*store, "key_check");
  if (!key_check) return key_check.error();
  GalleryId id;
  if (id_bytes->size() != id.size()) return {ErrorCode::corrupt, "gallery: its id is damaged; restore a copy"};
  std::ranges::copy(*id_bytes, id.begin());
  auto state = std::make_unique<State>(std::move(store), key, id, options);
  if (!state->vault.opens(*key_check))
    return {ErrorCode::wrong_key, "gallery: this key or passphrase does not open it"};
  if (auto ok = state->read_anew(); !ok) return ok.error();
  return Gallery(std::move(state));
}

Result<std::vector<SubjectRecord>> Gallery::list() {
  const std::lock_guard lock(state_->mutex);
  Transaction transaction(*state_->store);
  if (auto ok = transaction.begin(Store::Access::read); !ok) return ok.error();
  if (auto ok = state_->refresh(); !ok) return ok.error();
  std::vector<SubjectRecord> records;
  std::map<SubjectId, std::size_t> places;
  auto ok = state_->store->subjects([&](const StoredSubject& subject) -> Result<void> {
    auto label = state_->vault.open_label(subject);
    if (!label) return label.error();
    places[subject.id] = records.size();
    records.push_back({subject.id, std::move(*label), subject.enrolled, {}});
    return {};
  });
  if (!ok) return ok.error();
  for (const auto& row : state_->rows)
    if (const auto place = places.find(row.record.subject); place != places.end())
      records[place->second].references.push_back(row.record);
  return records;
}

Result<SubjectRecord> Gallery::subject(SubjectId id) {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  const auto found = state_->store->subject(id);
  if (!found) return found.error();
  if (!*found) return {ErrorCode::not_found, "gallery: there is no subject " + std::to_string(id.value)};
  return state_->record_of(**found);
}

Result<SubjectRecord> Gallery::subject(std::string_view label) {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  const auto found = state_->store->subject(state_->vault.label_tag(label));
  if (!found) return found.error();
  if (!*found) return {ErrorCode::not_found, "gallery: there is no subject of that label"};
  return state_->record_of(**found);
}

Result<GalleryStats> Gallery::stats() {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  const auto bytes = state_->store->bytes();
  if (!bytes) return bytes.error();
  GalleryStats stats;
  stats.subjects = state_->manifest.subjects;
  stats.references = state_->rows.size();
  stats.bytes = *bytes;
  const auto now = state_->now();
  for (const auto& row : state_->rows) {
    ++(row.record.modality == Modality::fingerprint ? stats.fingers : stats.faces);
    if (row.record.expires <= now) ++stats.expired;
  }
  return stats;
}

Result<void> Gallery::check(const Work& work) {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->store->check(); !ok) return ok;
  Transaction transaction(*state_->store);
  if (auto ok = transaction.begin(Store::Access::read); !ok) return ok;
  if (auto ok = state_->refresh(true); !ok) return ok;
  auto ok = state_->store->subjects([&](const StoredSubject& subject) -> Result<void> {
    if (auto label = state_->vault.open_label(subject); !label) return label.error();
    return {};
  });
  if (!ok) return ok;
  std::vector<Row> copies;  // so that what is prepared already is read again too
  for (const auto& row : state_->rows) copies.push_back({row.record});
  std::vector<Row*> wanted;
  for (auto& row : copies) wanted.push_back(&row);
  return state_->prepare(wanted, work);
}

Result<void> Gallery::purge() {
  const std::lock_guard lock(state_->mutex);
  return state_->store->purge();
}

const std::string& Gallery::id() const noexcept { return state_->id; }
privacy::Key Gallery::audit_key() const { return state_->vault.audit_key(); }

}  // namespace limen
