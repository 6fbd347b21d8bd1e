// Blocks of coefficients: from and to bits.
#include <algorithm>
#include <cstring>
#include <iterator>
#include <string>

#include "wsq_huffman.hpp"
#include "wsq_symbols.hpp"

namespace limen::io::wsq {
namespace {

// A block without its stuffed zeros, followed by ones so that eight bytes can always be read.
class Bits {
 public:
  explicit Bits(std::span<const std::byte> stuffed) {
    bytes_.reserve(stuffed.size() + 8);
    for (auto at = stuffed.begin(); at != stuffed.end();) {
      const auto mark = std::find(at, stuffed.end(), std::byte{0xFF});
      bytes_.insert(bytes_.end(), at, mark);
      if (mark == stuffed.end()) break;
      bytes_.push_back(std::byte{0xFF});
      at = mark + 1 < stuffed.end() ? mark + 2 : stuffed.end();
    }
    size_ = 8 * bytes_.size();
    bytes_.insert(bytes_.end(), 8, std::byte{0xFF});
  }

  /// The next 32 bits at least, in the high half.
  std::uint32_t peek32() const noexcept {
    std::uint64_t word = 0;
    const auto* p = bytes_.data() + at_ / 8;
    for (int i = 0; i < 5; ++i) word = word << 8 | std::to_integer<std::uint64_t>(p[i]);
    return static_cast<std::uint32_t>(word >> (8 - at_ % 8));
  }
  void skip(unsigned n) noexcept { at_ = std::min(at_ + n, size_); }
  std::size_t left() const noexcept { return size_ - at_; }
  bool only_padding() const noexcept {
    return left() < 8 && (left() == 0 || peek32() >> (32 - left()) == (1U << left()) - 1);
  }

 private:
  SecureVector<std::byte> bytes_;
  std::size_t size_ = 0;
  std::size_t at_ = 0;
};

Error broken(const std::string& why, std::size_t at) {
  return {ErrorCode::corrupt, "WSQ: " + why + " (coefficient " + std::to_string(at) + ")"};
}

// Calls visit(symbol, value of the bits behind it, number of those bits) for all coefficients.
template <class Visit>
void for_each_symbol(std::span<const Coefficient> coefficients, Visit visit) {
  for (auto at = coefficients.begin(); at != coefficients.end();) {
    if (*at == 0) {
      const auto limit = at + std::min<std::ptrdiff_t>(coefficients.end() - at, 0xFFFF);
      const auto stop = std::find_if(at, limit, [](Coefficient c) { return c != 0; });
      const auto run = static_cast<std::uint32_t>(stop - at);
      if (run <= longest_run_symbol)
        visit(static_cast<int>(run), 0U, 0U);
      else if (run <= 0xFF)
        visit(run_8, run, 8U);
      else
        visit(run_16, run, 16U);
      at = stop;
      continue;
    }
    const int value = *at++;
    const auto magnitude = static_cast<std::uint32_t>(value < 0 ? -value : value);
    const int symbol = value + zero_value;
    if (symbol >= first_value && symbol <= last_value)
      visit(symbol, 0U, 0U);
    else if (magnitude <= 0xFF)
      visit(value > 0 ? plus_8 : minus_8, magnitude, 8U);
    else
      visit(value > 0 ? plus_16 : minus_16, magnitude, 16U);
  }
}

class BitWriter {
 public:
  explicit BitWriter(Writer& writer) : writer_(writer) {}
  void put(std::uint32_t value, unsigned bits) {
    word_ = word_ << bits | value;
    for (used_ += bits; used_ >= 8; used_ -= 8) byte(static_cast<std::uint8_t>(word_ >> (used_ - 8)));
  }
  void finish() {
    if (used_ > 0) put((1U << (8 - used_)) - 1, 8 - used_);
  }

 private:
  void byte(std::uint8_t value) {
    writer_.u8(value);
    if (value == 0xFF) writer_.u8(0);
  }
  Writer& writer_;
  std::uint64_t word_ = 0;
  unsigned used_ = 0;
};

}  // namespace

Result<std::size_t> decode_block(std::span<const std::byte> stuffed, const HuffmanDecoder& decoder,
                                 std::span<Coefficient> coefficients, std::size_t at, std::size_t end) {
  Bits bits(stuffed);
  while (at < coefficients.size() && !bits.only_padding()) {
    if (at == end && bits.left() < 8) break;
    const auto word = bits.peek32();
    const auto [symbol, length] = decoder.find(word >> 16);
    if (length == 0 || length > bits.left()) {
      if (bits.left() < 8) break;  // padding of another kind
      return broken("a bit pattern that is no code", at);
    }
    const auto behind = static_cast<std::uint32_t>(std::uint64_t{word} << length);
    unsigned extra = 0;
    std::size_t run = 0;
    int value = 0;
    if (symbol >= first_value && symbol <= last_value)
      value = symbol - zero_value;
    else if (symbol >= 1 && symbol <= longest_run_symbol)
      run = symbol;
    else if (symbol == plus_8 || symbol == minus_8 || symbol == run_8)
      extra = 8;
    else if (symbol == plus_16 || symbol == minus_16 || symbol == run_16)
      extra = 16;
    else
      return broken("symbol " + std::to_string(symbol), at);
    if (extra > 0) {
      const auto number = behind >> (32 - extra);
      if (symbol == run_8 || symbol == run_16)
        run = number;
      else
        value = static_cast<int>(symbol == plus_8 || symbol == plus_16 ? number : 0U - number);
    }
    if (length + extra > bits.left()) return broken("the block ends within a number", at);
    bits.skip(length + extra);
    if (run > coefficients.size() - at) return broken("more coefficients than the image has", at);
    if (run > 0)
      at += run;  // zero already
    else if (extra == 0 || (symbol != run_8 && symbol != run_16))
      coefficients[at++] = static_cast<Coefficient>(std::clamp(value, -32767, 32767));
  }
  return at;
}

void count_symbols(std::span<const Coefficient> coefficients, std::array<std::uint64_t, 256>& frequencies) {
  for_each_symbol(coefficients, [&](int symbol, auto, auto) { ++frequencies[static_cast<std::size_t>(symbol)]; });
}

void encode_block(std::span<const Coefficient> coefficients, const HuffmanSpec& spec, Writer& writer) {
  struct Code {
    std::uint32_t bits = 0;
    unsigned length = 0;
  };
  std::array<Code, 256> codes{};
  std::uint32_t code = 0;
  std::size_t index = 0;
  for (unsigned length = 1; length <= 16; ++length, code <<= 1)
    for (unsigned i = 0; i < spec.counts[length - 1]; ++i) codes[spec.symbols[index++]] = {code++, length};
  BitWriter bits(writer);
  for_each_symbol(coefficients, [&](int symbol, std::uint32_t value, unsigned extra) {
    const auto& c = codes[static_cast<std::size_t>(symbol)];
    bits.put(c.bits, c.length);
    if (extra > 0) bits.put(value, extra);
  });
  bits.finish();
}

}  // namespace limen::io::wsq
