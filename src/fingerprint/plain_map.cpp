#include "fingerprint/plain_map.hpp"

#include <bit>
#include <cstring>

namespace limen::fingerprint {
namespace {

static_assert(std::endian::native == std::endian::little, "cells are copied as they lie in memory");

std::size_t mask_bytes(std::size_t cells) noexcept { return (cells + 7) / 8; }

}  // namespace

SecureVector<std::byte> encode_plain(const RidgeMap& map) {
  const std::size_t count = map.cells.size();
  SecureVector<std::byte> bytes(mask_bytes(count) + count * sizeof(RidgeCell), std::byte{0});
  std::size_t at = mask_bytes(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!map.cells[i].valid()) continue;
    bytes[i / 8] |= std::byte{1} << (i % 8);
    std::memcpy(&bytes[at], &map.cells[i], sizeof(RidgeCell));
    at += sizeof(RidgeCell);
  }
  bytes.resize(at);
  return bytes;
}

bool decode_plain(std::span<const std::byte> bytes, RidgeMap& map) {
  const std::size_t count = static_cast<std::size_t>(map.width) * static_cast<std::size_t>(map.height);
  map.cells.assign(count, {});
  if (bytes.size() < mask_bytes(count)) return false;
  const auto mask = bytes.first(mask_bytes(count));
  auto cells = bytes.subspan(mask_bytes(count));
  for (std::size_t byte = 0; byte < mask.size(); ++byte)
    for (auto left = static_cast<unsigned>(mask[byte]); left != 0; left &= left - 1) {
      const std::size_t i = 8 * byte + static_cast<std::size_t>(std::countr_zero(left));
      if (i >= count || cells.size() < sizeof(RidgeCell)) return false;
      std::memcpy(&map.cells[i], cells.data(), sizeof(RidgeCell));
      if (!map.cells[i].valid()) return false;
      cells = cells.subspan(sizeof(RidgeCell));
    }
  return cells.empty();
}

}  // namespace limen::fingerprint
