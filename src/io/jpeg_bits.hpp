// The entropy-coded bytes of a JPEG scan: bits, and the intervals between restart markers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "codec.hpp"

namespace limen::io::jpeg {

inline Error damaged(const std::string& why) {
  return {ErrorCode::corrupt, "JPEG: the coded image is damaged: " + why};
}

/// Bits of one restart interval, first bit first; stuffed zeros are taken out. Beyond the end come zeros, counted.
class Bits {
 public:
  explicit Bits(ByteView bytes) : bytes_(bytes) {}

  std::uint32_t peek16() noexcept {
    while (held_ < 16) fill();
    return static_cast<std::uint32_t>(buffer_ >> (held_ - 16)) & 0xFFFFU;
  }
  void skip(int n) noexcept {
    while (held_ < n) fill();
    held_ -= n;
  }
  bool overrun() const noexcept { return held_ < 8 * missing_; }
  /// True when only the padding of the last byte is left.
  bool at_end() const noexcept { return at_ == bytes_.size() && held_ - 8 * missing_ < 8; }

 private:
  void fill() noexcept {
    std::uint8_t byte = 0;
    if (at_ < bytes_.size()) {
      byte = std::to_integer<std::uint8_t>(bytes_[at_++]);
      if (byte == 0xFF) ++at_;  // the zero behind it
    } else {
      ++missing_;
    }
    buffer_ = buffer_ << 8 | byte;
    held_ += 8;
  }

  ByteView bytes_;
  std::size_t at_ = 0;
  std::uint64_t buffer_ = 0;
  int held_ = 0, missing_ = 0;
};

/// Calls visit(bytes, units) for each stretch between restart markers; `interval` 0: there is one. Errors: those of
/// visit; corrupt (a restart out of order, too few).
template <class Visit>
Result<void> for_each_interval(ByteView coded, std::int64_t units, std::int64_t interval, Visit visit) {
  const auto marker_from = [&](std::size_t from) {
    for (std::size_t i = from; i + 1 < coded.size(); ++i)
      if (coded[i] == std::byte{0xFF} && coded[i + 1] != std::byte{0}) return i;
    return coded.size();
  };
  std::size_t from = 0;
  for (std::int64_t number = 0;; ++number) {
    const auto marker = marker_from(from);
    const auto now = interval == 0 ? units : std::min(units, interval);
    if (auto ok = visit(coded.subspan(from, marker - from), now); !ok) return ok;
    units -= now;
    if (marker == coded.size()) return units == 0 ? Result<void>() : damaged("it ends too early");
    if (units == 0 || std::to_integer<int>(coded[marker + 1]) != 0xD0 + number % 8)
      return damaged("a restart out of order");
    from = marker + 2;
  }
}

}  // namespace limen::io::jpeg
