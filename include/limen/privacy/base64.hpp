// Bytes as base64 (RFC 4648, with padding), and back.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "limen/core/bytes.hpp"

namespace limen::privacy {

std::string to_base64(std::span<const std::byte> bytes);
/// Nothing unless it is exactly what to_base64() writes.
std::optional<Bytes> from_base64(std::string_view text);

}  // namespace limen::privacy
