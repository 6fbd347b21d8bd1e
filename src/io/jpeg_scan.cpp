#include "jpeg_scan.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "limen/core/reader.hpp"

#include "jpeg_bits.hpp"

namespace limen::io::jpeg {
namespace {

struct ScanComponent {
  const Huffman *dc, *ac;
  int blocks;  // in one MCU
};

struct Plan {
  std::vector<ScanComponent> components;
  std::int64_t mcus = 0;
};

std::int64_t divide_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

Result<Plan> plan_scan(ByteView header, const Tables& tables) {
  Reader reader(header, "JPEG: scan", Endian::big);
  const int count = reader.u8();
  int widest = 1, highest = 1;
  for (const auto& c : tables.components) widest = std::max(widest, c.across), highest = std::max(highest, c.down);
  Plan plan;
  for (int i = 0; i < count; ++i) {
    const auto id = reader.u8();
    const auto choice = reader.u8();
    const auto found = std::find_if(tables.components.begin(), tables.components.end(),
                                    [&](const Component& c) { return c.id == id; });
    if (found == tables.components.end() || (choice >> 4) > 3 || (choice & 15) > 3)
      return damaged("a scan of a component that is not there");
    const auto &dc = tables.dc[choice >> 4], &ac = tables.ac[choice & 15];
    if (dc.empty() || ac.empty()) return damaged("a scan without its Huffman tables");
    plan.components.push_back({&dc, &ac, count == 1 ? 1 : found->across * found->down});
    if (count == 1)
      plan.mcus = divide_up(divide_up(tables.width * found->across, widest), 8) *
                  divide_up(divide_up(tables.height * found->down, highest), 8);
  }
  const auto start = reader.u8(), end = reader.u8(), approximation = reader.u8();
  if (auto ok = reader.check(); !ok) return ok.error();
  if (count < 1 || start != 0 || end != 63 || approximation != 0 || reader.remaining() != 0)
    return damaged("impossible scan parameters");
  if (count > 1) plan.mcus = divide_up(tables.width, 8 * widest) * divide_up(tables.height, 8 * highest);
  return plan;
}

// F.2.2: one code for the DC difference, then runs of zeros and values up to 63 or the end of the block.
bool walk_block(Bits& bits, const Huffman& dc, const Huffman& ac) {
  const auto first = dc.find(bits.peek16());
  if (first.length == 0 || first.symbol > 15) return false;
  bits.skip(first.length + first.symbol);
  for (int k = 1; k < 64;) {
    const auto code = ac.find(bits.peek16());
    if (code.length == 0) return false;
    const int run = code.symbol >> 4, size = code.symbol & 15;
    bits.skip(code.length + size);
    if (size == 0 && run != 15) return true;
    k += run + 1;
    if (k > 64) return false;
  }
  return true;
}

Result<void> walk_interval(ByteView coded, const Plan& plan, std::int64_t mcus) {
  Bits bits(coded);
  for (std::int64_t mcu = 0; mcu < mcus; ++mcu) {
    for (const auto& component : plan.components)
      for (int block = 0; block < component.blocks; ++block)
        if (!walk_block(bits, *component.dc, *component.ac)) return damaged("a code that does not exist");
    if (bits.overrun()) return damaged("too few bytes");
  }
  if (!bits.at_end()) return damaged("too many bytes");
  return {};
}

}  // namespace

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

Result<void> check_scan(ByteView header, ByteView coded, const Tables& tables) {
  const auto plan = plan_scan(header, tables);
  if (!plan) return plan.error();
  return for_each_interval(coded, plan->mcus, tables.restart_interval,
                           [&](ByteView interval, std::int64_t mcus) { return walk_interval(interval, *plan, mcus); });
}

}  // namespace limen::io::jpeg
