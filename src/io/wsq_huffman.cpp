#include "wsq_huffman.hpp"

#include <algorithm>
#include <numeric>
#include <string>

namespace limen::io::wsq {

Result<HuffmanSpec> HuffmanSpec::read(Reader& reader) {
  HuffmanSpec spec;
  std::size_t total = 0;
  std::uint32_t space = 0;  // codes used, in units of 2^-16
  for (std::size_t i = 0; i < 16; ++i) {
    spec.counts[i] = reader.u8();
    total += spec.counts[i];
    space += std::uint32_t{spec.counts[i]} << (15 - i);
  }
  if (auto ok = reader.check(); !ok) return ok.error();
  if (total == 0 || total > 256 || space > 0x10000) return reader.corrupt("an impossible Huffman table");
  for (const auto byte : reader.take(total)) spec.symbols.push_back(std::to_integer<std::uint8_t>(byte));
  if (auto ok = reader.check(); !ok) return ok.error();
  return spec;
}

void HuffmanSpec::write(Writer& writer) const {
  for (const auto count : counts) writer.u8(count);
  for (const auto symbol : symbols) writer.u8(symbol);
}

HuffmanSpec HuffmanSpec::best_for(const std::array<std::uint64_t, 256>& frequencies) {
  // ISO/IEC 10918-1, K.2: merge the two rarest trees until one is left; node 256 takes the code of ones only.
  std::array<std::uint64_t, 257> weight{};
  std::copy(frequencies.begin(), frequencies.end(), weight.begin());
  weight[256] = 1;
  std::array<std::size_t, 257> tree;  // which tree a node belongs to
  std::iota(tree.begin(), tree.end(), std::size_t{0});
  std::array<std::size_t, 257> depth{};
  const auto rarest = [&](std::size_t besides) {
    std::size_t best = 257;
    for (std::size_t i = 0; i <= 256; ++i)
      if (i != besides && weight[i] > 0 && (best == 257 || weight[i] <= weight[best])) best = i;
    return best;
  };
  for (;;) {
    const auto a = rarest(257), b = rarest(a);
    if (b == 257) break;
    weight[a] += weight[b];
    weight[b] = 0;
    for (std::size_t i = 0; i <= 256; ++i) {
      if (tree[i] == b) tree[i] = a;
      if (tree[i] == a) ++depth[i];
    }
  }
  std::array<int, 258> of_length{};
  for (std::size_t i = 0; i <= 256; ++i) ++of_length[depth[i]];
  of_length[0] = 0;
  for (std::size_t length = 257; length > 16; --length)  // K.3: shorten codes that are too long
    while (of_length[length] > 0) {
      std::size_t shorter = length - 2;
      while (of_length[shorter] == 0) --shorter;
      of_length[length] -= 2, of_length[length - 1] += 1;
      of_length[shorter + 1] += 2, of_length[shorter] -= 1;
    }
  for (std::size_t length = 16; length > 0; --length)
    if (of_length[length] > 0) {
      --of_length[length];  // the code of ones only
      break;
    }
  HuffmanSpec spec;
  for (std::size_t i = 0; i < 16; ++i) spec.counts[i] = static_cast<std::uint8_t>(of_length[i + 1]);
  for (std::size_t i = 0; i < 256; ++i)
    if (frequencies[i] > 0) spec.symbols.push_back(static_cast<std::uint8_t>(i));
  std::stable_sort(spec.symbols.begin(), spec.symbols.end(), [&](auto a, auto b) { return depth[a] < depth[b]; });
  return spec;
}

HuffmanDecoder::HuffmanDecoder(const HuffmanSpec& spec) : symbols_(spec.symbols) {
  std::uint32_t code = 0;
  std::int32_t index = 0;
  for (unsigned length = 1; length <= 16; ++length, code <<= 1) {
    first_[length] = index - static_cast<std::int32_t>(code);
    for (unsigned i = 0; i < spec.counts[length - 1]; ++i, ++code, ++index)
      if (length <= quick_bits)
        std::fill_n(quick_.begin() + (code << (quick_bits - length)), 1U << (quick_bits - length),
                    Hit{symbols_[static_cast<std::size_t>(index)], static_cast<std::uint8_t>(length)});
    end_code_[length] = code << (16 - length);
  }
}

HuffmanDecoder::Hit HuffmanDecoder::find_long(std::uint32_t next16) const noexcept {
  for (unsigned length = quick_bits + 1; length <= 16; ++length)
    if (next16 < end_code_[length]) {
      const auto index = first_[length] + static_cast<std::int32_t>(next16 >> (16 - length));
      if (index < 0 || static_cast<std::size_t>(index) >= symbols_.size()) return {};
      return {symbols_[static_cast<std::size_t>(index)], static_cast<std::uint8_t>(length)};
    }
  return {};
}

}  // namespace limen::io::wsq
