// CRC-32 (ISO-HDLC, as in zlib and PNG): finds accidents in files; seals find attackers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace limen {

/// crc32("123456789") == 0xCBF43926. `seed` continues an earlier sum.
std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t seed = 0) noexcept;

}  // namespace limen
