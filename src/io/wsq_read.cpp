#include <cmath>
#include <string>

#include "wsq_tables.hpp"

namespace limen::io::wsq {
namespace {

constexpr std::size_t max_blocks = 16;
constexpr std::size_t max_codes = 8;

float scaled(double value, int exponent) { return static_cast<float>(value / std::pow(10.0, exponent)); }

float scaled_u16(Reader& reader) {
  const int exponent = reader.u8();
  return scaled(reader.u16(), exponent);
}

Result<void> read_frame(Reader reader, Frame& frame) {
  reader.skip(2);  // the grey values of black and white
  frame.height = reader.u16();
  frame.width = reader.u16();
  frame.shift = scaled_u16(reader);
  frame.scale = scaled_u16(reader);
  if (auto ok = reader.check(); !ok) return ok;
  if (frame.width == 0 || frame.height == 0) return reader.corrupt("a side of 0 pixels in the frame header");
  return {};
}

Result<void> read_filter(Reader& reader, unsigned taps, HalfFilter& filter) {
  filter = {};
  for (unsigned i = 0; i < (taps + 1) / 2; ++i) {
    const bool negative = reader.u8() != 0;
    const int exponent = reader.u8();
    const float value = scaled(reader.u32(), exponent);
    filter[i] = negative ? -value : value;
  }
  return reader.check();
}

Result<void> read_filters(Reader reader, Filters& filters) {
  const unsigned low = reader.u8(), high = reader.u8();
  if (low == 0 || high == 0 || low > max_taps || high > max_taps || low % 2 != high % 2)
    return {ErrorCode::unsupported_format, "WSQ: filters of " + std::to_string(low) + " and " + std::to_string(high) +
                                               " taps; limen reads 1 to " + std::to_string(max_taps) +
                                               ", both odd or both even"};
  filters.low_taps = low, filters.high_taps = high;
  if (auto ok = read_filter(reader, low, filters.low); !ok) return ok;
  return read_filter(reader, high, filters.high);
}

Result<void> read_quantiser(Reader reader, Quantiser& quantiser) {
  quantiser.centre = scaled_u16(reader);
  for (std::size_t i = 0; i < band_count; ++i) {
    quantiser.bin[i] = scaled_u16(reader);
    quantiser.zero_bin[i] = scaled_u16(reader);
  }
  return reader.check();
}

Result<void> read_codes(Reader reader, std::array<std::optional<HuffmanSpec>, max_codes>& codes) {
  while (reader.remaining() > 0) {
    const std::size_t id = reader.u8();
    auto code = HuffmanSpec::read(reader);
    if (!code) return code.error();
    if (id >= max_codes) return reader.corrupt("Huffman table number " + std::to_string(id));
    codes[id] = std::move(*code);
  }
  return {};
}

std::string_view name_of(unsigned marker) {
  switch (marker) {
    case sof: return "WSQ: frame header";
    case dtt: return "WSQ: filters";
    case dqt: return "WSQ: quantisation table";
    case dht: return "WSQ: Huffman tables";
    default: return "WSQ: segment";
  }
}

// Entropy-coded bytes up to the next marker; 0xFF 0x00 stands for 0xFF.
std::span<const std::byte> take_stuffed(Reader& reader, std::span<const std::byte> file) {
  const auto rest = file.subspan(reader.offset());
  std::size_t n = 0;
  while (n < rest.size() && !(rest[n] == std::byte{0xFF} && n + 1 < rest.size() && rest[n + 1] != std::byte{0})) ++n;
  return reader.take(n);
}

bool skip_restart(Reader& reader) {
  Reader ahead = reader;
  const auto marker = ahead.u16();
  if (!ahead.ok() || marker < rst0 || marker > rst7) return false;
  reader = ahead;
  return true;
}

}  // namespace

Result<File> read_file(std::span<const std::byte> bytes) {
  Reader reader(bytes, "WSQ", Endian::big);
  if (reader.u16() != soi) return {ErrorCode::unsupported_format, "not WSQ: it does not begin with FFA0"};
  File file;
  std::array<std::optional<HuffmanSpec>, max_codes> codes;
  bool framed = false, filtered = false, quantised = false;
  for (;;) {
    const auto marker = reader.u16();
    if (!reader.ok()) {
      if (file.blocks.empty()) return reader.corrupt("truncated: it ends before its first block");
      file.warnings.emplace_back("the end marker is missing: the file may be truncated");
      break;
    }
    if (marker == eoi) break;
    if (marker < sof || marker > com)
      return reader.corrupt("a marker was expected, " + std::to_string(marker) + " found");
    const std::size_t length = reader.u16();
    if (reader.ok() && length < 2) return reader.corrupt("an impossible segment length");
    const auto data = reader.take(length - 2);
    if (!reader.ok()) return reader.corrupt("truncated in a segment");
    const Reader segment(data, name_of(marker), Endian::big);
    Result<void> ok;
    if (marker == sof)
      ok = read_frame(segment, file.frame), framed = true;
    else if (marker == dtt)
      ok = read_filters(segment, file.filters), filtered = true;
    else if (marker == dqt)
      ok = read_quantiser(segment, file.quantiser), quantised = true;
    else if (marker == dht)
      ok = read_codes(segment, codes);
    else if (marker == com)
      file.comments.emplace_back(reinterpret_cast<const char*>(data.data()), data.size());
    if (!ok) return ok.error();
    if (marker != sob) continue;
    const std::size_t id = data.empty() ? max_codes : std::to_integer<std::size_t>(data[0]);
    if (!framed || !filtered || !quantised || id >= max_codes || !codes[id])
      return reader.corrupt("a block whose tables are missing");
    if (file.blocks.size() == max_blocks) return reader.corrupt("more than " + std::to_string(max_blocks) + " blocks");
    auto& block = file.blocks.emplace_back(Block{*codes[id], {take_stuffed(reader, bytes)}});
    while (skip_restart(reader)) block.stuffed.push_back(take_stuffed(reader, bytes));
  }
  if (file.blocks.empty()) return reader.corrupt("there is no image in it");
  return file;
}

}  // namespace limen::io::wsq
