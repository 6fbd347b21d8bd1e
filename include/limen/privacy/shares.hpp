// A key in n shares of which any t give it back, and fewer say nothing (A. Shamir, How to share a secret, 1979).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/privacy/digest.hpp"
#include "limen/privacy/key.hpp"

namespace limen::privacy {

/// One share. Move-only, wiped. To be kept by one person, away from the others.
struct KeyShare {
  std::array<std::byte, 16> set{};  ///< the same in all shares of one split
  std::uint8_t threshold = 0;       ///< how many are needed
  std::uint8_t number = 0;          ///< 1 to n
  Digest check;                     ///< of the key: a wrong share is noticed
  SecureBytes value{};
};

/// Errors: invalid_argument unless 2 <= threshold <= shares <= 255.
Result<std::vector<KeyShare>> split(const Key& key, std::size_t threshold, std::size_t shares);
/// Any order. Errors: invalid_argument (too few, of different splits, one twice); tampered (a share was changed).
Result<Key> combine(std::span<const KeyShare> shares);

/// The text to write down: "limen-share-1-" and hexadecimal digits, the last of them a check sum. This is the
/// secret itself.
std::string reveal(const KeyShare& share);
/// The inverse. Error: corrupt (a slip of the pen), unsupported_format.
Result<KeyShare> share_from(std::string_view text);

}  // namespace limen::privacy
