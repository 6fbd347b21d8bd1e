// Writing the formats that Reader reads.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include "limen/core/bytes.hpp"
#include "limen/core/reader.hpp"

namespace limen {

/// Appends integers and bytes to a buffer of its own. The buffer is wiped when it is released: what is written may
/// identify a person.
class Writer {
 public:
  explicit Writer(Endian endian = Endian::little) : endian_(endian) {}

  template <std::integral T>
  void write(T value) {
    const auto bits = static_cast<std::make_unsigned_t<T>>(value);
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      const auto shift = 8 * (endian_ == Endian::little ? i : sizeof(T) - 1 - i);
      bytes_.push_back(static_cast<std::byte>(bits >> shift));
    }
  }
  void u8(std::uint8_t v) { write(v); }
  void u16(std::uint16_t v) { write(v); }
  void u32(std::uint32_t v) { write(v); }
  void u64(std::uint64_t v) { write(v); }
  void bytes(std::span<const std::byte> more) { bytes_.insert(bytes_.end(), more.begin(), more.end()); }

  std::size_t size() const noexcept { return bytes_.size(); }
  std::span<const std::byte> span() const noexcept { return bytes_; }
  SecureVector<std::byte> take() noexcept { return std::move(bytes_); }

 private:
  SecureVector<std::byte> bytes_;
  Endian endian_;
};

}  // namespace limen
