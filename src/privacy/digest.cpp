#include "limen/privacy/digest.hpp"

#include "privacy/hex.hpp"

namespace limen::privacy {

std::string to_string(const Digest& digest) { return to_hex(digest.bytes); }

std::optional<Digest> digest_from(std::string_view hex) noexcept {
  Digest digest;
  if (!from_hex(hex, digest.bytes)) return std::nullopt;
  return digest;
}

}  // namespace limen::privacy
