// A gallery is made or opened: by a key, a passphrase or a key provider.
#include <algorithm>

#include "gallery/state.hpp"
#include "gallery/store_sqlite.hpp"

namespace limen {

namespace {

using privacy::Key;
using privacy::KeyProvider;
using privacy::Passphrase;
using privacy::PassphraseParameters;

Time now_of(const GalleryOptions& options) {
  return options.clock != nullptr ? options.clock->now() : SystemClock{}.now();
}

Result<std::unique_ptr<Store>> make_store(const std::filesystem::path& file, const GalleryId& id, const Key& key,
                                          const KeyRow& key_row, const GalleryOptions& options) {
  auto store = open_sqlite(file, StoreMode::create, options.patience);
  const bool mine = store || store.error().code != ErrorCode::already_exists;
  auto ok = store ? found_gallery(**store, id, key, key_row, now_of(options)) : Result<void>(store.error());
  if (ok) return store;
  if (mine) {
    if (store) store->reset();
    std::error_code ignored;
    for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix, ignored);
  }
  return ok.error();
}

Result<GalleryId> id_of(Store& store) {
  const auto bytes = required(store, "id");
  if (!bytes) return bytes.error();
  GalleryId id;
  if (bytes->size() != id.size()) return {ErrorCode::corrupt, "gallery: its id is damaged; restore a copy"};
  std::ranges::copy(*bytes, id.begin());
  return id;
}

/// A row that says how the key comes about. Error: wrong_key, if it comes about otherwise.
Result<Bytes> key_row_of(Store& store, std::string_view name, const char* otherwise) {
  auto row = store.get(name);
  if (!row) return row.error();
  if (!*row) return {ErrorCode::wrong_key, std::string("gallery: ") + otherwise};
  return std::move(**row);
}

}  // namespace

Result<Gallery> Gallery::create(const std::filesystem::path& file, const Key& key, const GalleryOptions& options) {
  auto store = make_store(file, new_gallery_id(), key, {}, options);
  if (!store) return store.error();
  return over(std::move(*store), key, options);
}

Result<Gallery> Gallery::create(const std::filesystem::path& file, const Passphrase& passphrase,
                                const GalleryOptions& options, const PassphraseParameters& parameters) {
  const auto key = Key::from_passphrase(passphrase, parameters);
  if (!key) return key.error();
  auto store = make_store(file, new_gallery_id(), *key, KeyRow({passphrase_row, bytes_of(parameters)}), options);
  if (!store) return store.error();
  return over(std::move(*store), *key, options);
}

Result<Gallery> Gallery::create(const std::filesystem::path& file, KeyProvider& provider,
                                const GalleryOptions& options) {
  const auto id = new_gallery_id();
  const auto key = Key::random();
  auto wrapped = provider.wrap(key.reveal(), provider_context(id));
  if (!wrapped) return wrapped.error();
  auto store = make_store(file, id, key, KeyRow({wrapped_key_row, std::move(*wrapped)}), options);
  if (!store) return store.error();
  return over(std::move(*store), key, options);
}

Result<Gallery> Gallery::open(const std::filesystem::path& file, const Key& key, const GalleryOptions& options) {
  auto store = open_sqlite(file, StoreMode::open, options.patience);
  if (!store) return store.error();
  if (const auto id = id_of(**store); !id) return id.error();
  return over(std::move(*store), key, options);
}

Result<Gallery> Gallery::open(const std::filesystem::path& file, const Passphrase& passphrase,
                              const GalleryOptions& options) {
  auto store = open_sqlite(file, StoreMode::open, options.patience);
  if (!store) return store.error();
  const auto row = key_row_of(**store, passphrase_row, "it opens with a key file or a key provider, not a passphrase");
  if (!row) return row.error();
  const auto parameters = parameters_from(*row);
  if (!parameters) return parameters.error();
  const auto key = Key::from_passphrase(passphrase, *parameters);
  if (!key) return key.error();
  return over(std::move(*store), *key, options);
}

Result<Gallery> Gallery::open(const std::filesystem::path& file, KeyProvider& provider, const GalleryOptions& options) {
  auto store = open_sqlite(file, StoreMode::open, options.patience);
  if (!store) return store.error();
  const auto id = id_of(**store);
  if (!id) return id.error();
  const auto row = key_row_of(**store, wrapped_key_row,
                              "its key is not wrapped by a provider: it opens with a key "
                              "file or a passphrase");
  if (!row) return row.error();
  const auto bytes = provider.unwrap(*row, provider_context(*id));
  if (!bytes) return bytes.error();
  const auto key = Key::from_bytes(bytes->span());
  if (!key) return {ErrorCode::wrong_key, "gallery: what its key provider unwrapped is no key: " + key.error().message};
  return over(std::move(*store), *key, options);
}

Result<Gallery> Gallery::over(std::unique_ptr<Store> store, const Key& key, const GalleryOptions& options) {
  const auto present = store->get("id");
  if (!present) return present.error();
  if (!*present)
    if (auto ok = found_gallery(*store, new_gallery_id(), key, {}, now_of(options)); !ok) return ok.error();
  const auto id = id_of(*store);
  if (!id) return id.error();
  const auto key_check = required(*store, "key_check");
  if (!key_check) return key_check.error();
  auto state = std::make_unique<State>(std::move(store), key, *id, options);
  if (!state->vault.opens(*key_check))
    return {ErrorCode::wrong_key, "gallery: this key or passphrase does not open it"};
  if (auto ok = state->upgrade(); !ok) return ok.error();
  const auto sealed = required(*state->store, "audit_key");
  if (!sealed) return sealed.error();
  auto audit_key = state->vault.open_audit_key(*sealed);
  if (!audit_key) return audit_key.error();
  state->audit_key = std::move(*audit_key);
  if (auto ok = state->read_anew(); !ok) return ok.error();
  return Gallery(std::move(state));
}

}  // namespace limen
