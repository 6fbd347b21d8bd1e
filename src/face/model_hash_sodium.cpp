// SHA-256 by libsodium.
#include <sodium.h>

#include "limen/face/model_id.hpp"

namespace limen::face {

ModelId model_id(std::span<const std::byte> file) noexcept {
  ModelId id;
  crypto_hash_sha256(id.sha256.data(), reinterpret_cast<const unsigned char*>(file.data()), file.size());
  return id;
}

}  // namespace limen::face
