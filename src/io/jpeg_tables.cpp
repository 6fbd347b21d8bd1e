#include "jpeg_tables.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "limen/core/reader.hpp"

namespace limen::io::jpeg {

bool Huffman::assign(std::span<const std::uint8_t, 16> counts, std::span<const std::uint8_t> symbols) {
  symbols_.assign(symbols.begin(), symbols.end());
  quick_ = {};
  std::uint32_t code = 0, index = 0;  // annex C: codes of each length count up, then a zero is appended
  for (int length = 1; length <= 16; ++length) {
    const auto l = static_cast<std::size_t>(length);
    first_[l] = index - code;
    for (int i = 0; i < counts[l - 1]; ++i, ++code, ++index) {
      if (code >= 1U << length) return false;
      if (length > quick_bits) continue;
      const auto free = static_cast<unsigned>(quick_bits - length);
      std::fill_n(quick_.begin() + (code << free), 1U << free,
                  Code{symbols_[index], static_cast<std::uint8_t>(length)});
    }
    end_[l] = code << (16 - length);
    code <<= 1;
  }
  return true;
}

Huffman::Code Huffman::find(std::uint32_t bits16) const noexcept {
  if (const auto code = quick_[bits16 >> (16 - quick_bits)]; code.length != 0) return code;
  for (std::size_t length = quick_bits + 1; length <= 16; ++length)
    if (bits16 < end_[length])
      return {symbols_[first_[length] + (bits16 >> (16 - length))], static_cast<std::uint8_t>(length)};
  return {};
}

Result<void> read_huffman(ByteView segment, Tables& tables) {
  Reader reader(segment, "JPEG: Huffman table", Endian::big);
  while (reader.remaining() > 0) {
    const auto where = reader.u8();
    std::array<std::uint8_t, 16> counts{};
    for (auto& count : counts) count = reader.u8();
    const auto raw = reader.take(std::accumulate(counts.begin(), counts.end(), std::size_t{0}));
    if (auto ok = reader.check(); !ok) return ok;
    std::vector<std::uint8_t> symbols(raw.size());
    std::transform(raw.begin(), raw.end(), symbols.begin(),
                   [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    if ((where >> 4) > 1 || (where & 15) > 3) return reader.corrupt("no such table");
    if (!((where >> 4) == 0 ? tables.dc : tables.ac)[where & 15].assign(counts, symbols))
      return reader.corrupt("more codes than there can be");
  }
  return {};
}

}  // namespace limen::io::jpeg
