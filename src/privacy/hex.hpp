// Bytes as lower-case hexadecimal digits, and back.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace limen::privacy {

std::string to_hex(std::span<const std::byte> bytes);
void append_hex(std::string& text, std::span<const std::byte> bytes);
/// False unless `hex` is exactly as many lower-case digits as fill `into`; what is in it then is of no use.
bool from_hex(std::string_view hex, std::span<std::byte> into) noexcept;

}  // namespace limen::privacy
