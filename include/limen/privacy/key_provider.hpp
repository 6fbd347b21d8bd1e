// Keys that live elsewhere: an HSM, Vault, a cloud's key service.
#pragma once

#include <span>
#include <string_view>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"

namespace limen::privacy {

/// What the caller implements. A gallery's key is made by limen, wrapped by the provider, and kept in the gallery file
/// only in that form; the provider's own key never comes near limen. `context` names the gallery ("limen gallery
/// <id>"): bind it as associated data, and it can say who asks in the provider's own log. Called by one thread at a
/// time; an Error it returns is handed on as it is (wrong_key, access_denied, unavailable, …).
class KeyProvider {
 public:
  virtual ~KeyProvider() = default;
  virtual Result<Bytes> wrap(std::span<const std::byte> key, std::string_view context) = 0;
  virtual Result<SecureBytes> unwrap(std::span<const std::byte> wrapped, std::string_view context) = 0;
};

}  // namespace limen::privacy
