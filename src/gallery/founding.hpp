// What a gallery file says about its key, and the first rows of an empty store.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "limen/core/result.hpp"
#include "limen/gallery/store.hpp"
#include "limen/privacy/key.hpp"

#include "gallery/vault.hpp"

namespace limen {

/// How the key comes about, beside a key file: by the parameters of a passphrase, or wrapped by a provider.
inline constexpr std::string_view passphrase_row = "passphrase";
inline constexpr std::string_view wrapped_key_row = "wrapped_key";
using KeyRow = std::optional<std::pair<std::string_view, Bytes>>;

GalleryId new_gallery_id();
/// What a key provider is told about a gallery.
std::string provider_context(const GalleryId& id);

Bytes bytes_of(const privacy::PassphraseParameters& parameters);
Result<privacy::PassphraseParameters> parameters_from(std::span<const std::byte> bytes);

/// In one transaction.
Result<void> found_gallery(Store& store, const GalleryId& id, const privacy::Key& key, const KeyRow& key_row, Time now);
/// Inside a transaction: the rows that follow from the key.
Result<void> put_key_rows(Store& store, const Vault& vault, const privacy::Key& audit_key, const KeyRow& key_row);

}  // namespace limen
