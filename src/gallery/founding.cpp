#include "gallery/founding.hpp"

#include <algorithm>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"

#include "gallery/state.hpp"

namespace limen {

using privacy::Key;
using privacy::PassphraseParameters;

GalleryId new_gallery_id() {
  GalleryId id;
  const auto random = Key::random();
  std::ranges::copy(random.reveal().first(id.size()), id.begin());
  return id;
}

std::string provider_context(const GalleryId& id) { return "limen gallery " + to_string(id); }

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

Result<void> put_key_rows(Store& store, const Vault& vault, const Key& audit_key, const KeyRow& key_row) {
  for (const auto name : {passphrase_row, wrapped_key_row})
    if (auto ok = store.take_out(name); !ok) return ok;
  if (key_row)
    if (auto ok = store.put(key_row->first, key_row->second); !ok) return ok;
  if (auto ok = store.put("key_check", vault.seal_key_check()); !ok) return ok;
  return store.put("audit_key", vault.seal_audit_key(audit_key));
}

Result<void> found_gallery(Store& store, const GalleryId& id, const Key& key, const KeyRow& key_row, Time now) {
  const Vault vault(key, id);
  Transaction transaction(store);
  if (auto ok = transaction.begin(Store::Access::write); !ok) return ok;
  if (auto ok = store.put("id", id); !ok) return ok;
  if (auto ok = put_key_rows(store, vault, vault.new_audit_key(), key_row); !ok) return ok;
  Manifest manifest;
  manifest.generation = 1;
  manifest.trusted = now;
  if (auto ok = store.put("manifest", vault.seal(manifest)); !ok) return ok;
  return transaction.commit();
}

}  // namespace limen
