// Bounds-checked reading of hostile bytes. Nothing reads input from outside but through this.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "limen/core/result.hpp"

namespace limen {

enum class Endian { little, big };

/// Walks over borrowed bytes and cannot run past the end. The first read that does not fit marks the reader as
/// failed; from then on every read gives zero or an empty span, so a parser may read a whole header and ask once:
/// `if (auto ok = reader.check(); !ok) return ok.error();`
class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes, std::string_view what = "record", Endian endian = Endian::little)
      : bytes_(bytes), what_(what), endian_(endian) {}

  template <std::integral T>
  T read() noexcept {
    const auto raw = take(sizeof(T));
    std::make_unsigned_t<T> value = 0;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      const auto shift = 8 * (endian_ == Endian::little ? i : raw.size() - 1 - i);
      value = static_cast<std::make_unsigned_t<T>>(value | (static_cast<std::make_unsigned_t<T>>(raw[i]) << shift));
    }
    return static_cast<T>(value);
  }
  std::uint8_t u8() noexcept { return read<std::uint8_t>(); }
  std::uint16_t u16() noexcept { return read<std::uint16_t>(); }
  std::uint32_t u32() noexcept { return read<std::uint32_t>(); }
  std::uint64_t u64() noexcept { return read<std::uint64_t>(); }

  /// The next n bytes, borrowed; empty (and failed) if fewer are left.
  std::span<const std::byte> take(std::size_t n) noexcept {
    if (failed_ || n > remaining()) {
      if (!failed_) failed_ = true, wanted_ = n;
      return {};
    }
    const auto part = bytes_.subspan(at_, n);
    at_ += n;
    return part;
  }
  void skip(std::size_t n) noexcept { (void)take(n); }

  std::size_t offset() const noexcept { return at_; }
  std::size_t remaining() const noexcept { return bytes_.size() - at_; }
  bool ok() const noexcept { return !failed_; }
  /// True if `count` items of `size` bytes can still be there: ask before allocating.
  bool has_room_for(std::uint64_t count, std::size_t size) const noexcept {
    return size == 0 || count <= remaining() / size;
  }

  /// An Error (corrupt) that names what, where, what was wanted and what was left, if a read has failed.
  Result<void> check() const {
    if (!failed_) return {};
    return corrupt(std::to_string(wanted_) + " bytes wanted, " + std::to_string(remaining()) + " left");
  }
  Error corrupt(std::string_view why) const {
    return {ErrorCode::corrupt, std::string(what_) + ": " + std::string(why) + " (offset " + std::to_string(at_) + ")"};
  }

 private:
  std::span<const std::byte> bytes_;
  std::string_view what_;
  Endian endian_;
  std::size_t at_ = 0;
  std::size_t wanted_ = 0;
  bool failed_ = false;
};

}  // namespace limen
