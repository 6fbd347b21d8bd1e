// A small adaptive binary range coder: bits that are foreseen cost little.
// Martin, "Range encoding: an algorithm for removing redundancy from a digitised message", 1979.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "limen/core/bytes.hpp"

namespace limen::fingerprint {

/// The estimated probability of a zero in 1/65536, learnt quickly at first and then slowly.
class AdaptiveBit {
 public:
  AdaptiveBit() = default;
  /// Of what is known beforehand: the probability of a zero in 1/256.
  explicit AdaptiveBit(std::uint8_t zero) noexcept : zero_(std::clamp(zero * 256U + 128U, 512U, 65024U)), seen_(9) {}
  std::uint32_t zero() const noexcept { return zero_; }
  void learn(bool bit) noexcept {
    if (bit)
      zero_ -= part_of(zero_ - least);
    else
      zero_ += part_of(most - zero_);
    if (seen_ + 1U < shares.size()) ++seen_;
  }

 private:
  static constexpr std::uint32_t least = 512, most = 65024;  // never quite certain
  static constexpr unsigned point = 26;

  /// 1/rate as fractions of 2²⁶, rounded up: what is below 2¹⁷ is divided exactly, without a division.
  static constexpr auto shares = [] {
    std::array<std::uint32_t, 14> made{2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 19, 22, 26, 30};
    for (auto& rate : made) rate = ((1U << point) + rate - 1) / rate;
    return made;
  }();
  std::uint32_t part_of(std::uint32_t distance) const noexcept {
    return static_cast<std::uint32_t>((std::uint64_t{distance} * shares[seen_]) >> point);
  }

  std::uint32_t zero_ = 32768;
  std::uint8_t seen_ = 0;
};

/// How often a bit was zero, of all times.
class CountedBit {
 public:
  std::uint8_t zero() const noexcept { return static_cast<std::uint8_t>((256 * zeros_ + 128) / (all_ + 1)); }
  void learn(bool bit) noexcept {
    ++all_;
    zeros_ += bit ? 0 : 1;
  }

 private:
  std::uint64_t zeros_ = 0, all_ = 0;
};

/// bit(p, value) writes `value` and returns it; BitDecoder::bit(p, anything) returns what was written. One function
/// over either coder is therefore the format's writer and its reader.
class BitEncoder {
 public:
  bool bit(AdaptiveBit& p, bool value) {
    const std::uint32_t bound = (range_ >> 16) * p.zero();
    if (value) {
      low_ += bound;
      range_ -= bound;
      if (low_ < bound) carry();
    } else {
      range_ = bound;
    }
    p.learn(value);
    for (; range_ < (1U << 24); range_ <<= 8) put();
    return value;
  }
  SecureVector<std::byte> finish() {
    for (int i = 0; i < 4; ++i) put();
    return std::move(bytes_);
  }

 private:
  void put() {
    bytes_.push_back(static_cast<std::byte>(low_ >> 24));
    low_ <<= 8;
  }
  void carry() noexcept {
    for (auto i = bytes_.size(); i-- > 0;) {
      bytes_[i] = static_cast<std::byte>(static_cast<unsigned>(bytes_[i]) + 1U);
      if (bytes_[i] != std::byte{0}) break;
    }
  }
  SecureVector<std::byte> bytes_;
  std::uint32_t low_ = 0;
  std::uint32_t range_ = UINT32_MAX;
};

class BitDecoder {
 public:
  explicit BitDecoder(std::span<const std::byte> bytes) : bytes_(bytes) {
    for (int i = 0; i < 4; ++i) get();
  }
  bool bit(AdaptiveBit& p, bool /*what an encoder would write*/) noexcept {
    const std::uint32_t bound = (range_ >> 16) * p.zero();
    const bool value = code_ >= bound;
    if (value) {
      code_ -= bound;
      range_ -= bound;
    } else {
      range_ = bound;
    }
    p.learn(value);
    for (; range_ < (1U << 24); range_ <<= 8) get();
    return value;
  }
  /// True if exactly the given bytes were used: neither more nor fewer.
  bool finished() const noexcept { return at_ == bytes_.size(); }

 private:
  void get() noexcept {
    code_ = (code_ << 8) | (at_ < bytes_.size() ? static_cast<std::uint32_t>(bytes_[at_]) : 0U);
    ++at_;
  }
  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
  std::uint32_t code_ = 0;
  std::uint32_t range_ = UINT32_MAX;
};

/// Writes nothing: learns what the others may know beforehand.
class BitCounter {
 public:
  bool bit(CountedBit& p, bool value) noexcept {
    p.learn(value);
    return value;
  }
};

/// A number up to `last` in unary.
template <class Coder, class Bit, std::size_t n>
unsigned code_unary(Coder& coder, std::array<Bit, n>& p, unsigned value, unsigned last) {
  unsigned i = 0;
  while (i < last && coder.bit(p[i], value > i)) ++i;
  return i;
}

}  // namespace limen::fingerprint
