#include "jpeg_lossless.hpp"

#include <optional>
#include <vector>

#include "limen/core/reader.hpp"

#include "jpeg_bits.hpp"

namespace limen::io::jpeg {
namespace {

// One component of a scan: its table, and the line being decoded behind the line before it.
struct Line {
  std::size_t component;
  const Huffman* huffman;
  std::vector<std::uint16_t> above, current;
};

struct Scan {
  std::vector<Line> lines;
  int predictor = 1;
  int shift = 0;  // point transform: so many low bits were left out
};

Result<Scan> read_scan(ByteView header, const Tables& tables) {
  Reader reader(header, "JPEG: scan", Endian::big);
  Scan scan;
  const auto width = static_cast<std::size_t>(tables.width);
  for (int n = reader.u8(); n > 0; --n) {
    const auto id = reader.u8(), choice = reader.u8();
    std::optional<std::size_t> at;
    for (std::size_t i = 0; i < tables.components.size(); ++i)
      if (tables.components[i].id == id) at = i;
    if (!reader.ok() || !at || (choice >> 4) > 3) return damaged("a scan of a component that is not there");
    // NIST's encoder names its table one for AC, which a lossless image has none of.
    const auto& dc = tables.dc[choice >> 4];
    const auto& huffman = dc.empty() ? tables.ac[choice >> 4] : dc;
    if (huffman.empty()) return damaged("a scan without its Huffman table");
    if (tables.components[*at].across != tables.components[0].across ||
        tables.components[*at].down != tables.components[0].down)
      return Error{ErrorCode::unsupported_format, "JPEG: a lossless one with components of several sizes is not read"};
    for (const auto& line : scan.lines)
      if (line.component == *at) return damaged("a component twice in one scan");
    scan.lines.push_back({*at, &huffman, std::vector<std::uint16_t>(width), std::vector<std::uint16_t>(width)});
  }
  scan.predictor = reader.u8();
  reader.skip(1);
  scan.shift = reader.u8() & 15;
  if (auto ok = reader.check(); !ok) return ok.error();
  if (scan.lines.empty() || scan.predictor < 1 || scan.predictor > 7 || scan.shift >= tables.depth)
    return damaged("impossible scan parameters");
  return scan;
}

// Table H.1: what the neighbours a (left), b (above) and c (above left) let expect.
int predict(int predictor, int a, int b, int c) {
  switch (predictor) {
    case 1: return a;
    case 2: return b;
    case 3: return c;
    case 4: return a + b - c;
    case 5: return a + ((b - c) >> 1);
    case 6: return b + ((a - c) >> 1);
    default: return (a + b) >> 1;
  }
}

// H.1.2.2: a category of 0 to 16, then as many bits.
std::optional<int> difference(Bits& bits, const Huffman& huffman) {
  const auto code = huffman.find(bits.peek16());
  if (code.length == 0 || code.symbol > 16) return std::nullopt;
  bits.skip(code.length);
  const int size = code.symbol;
  if (size == 0 || size == 16) return size == 0 ? 0 : 32768;
  const int value = static_cast<int>(bits.peek16() >> (16 - size));
  bits.skip(size);
  return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}

}  // namespace

Result<void> LosslessDecoder::scan(ByteView header, ByteView coded, const Tables& tables) {
  auto read = read_scan(header, tables);
  if (!read) return read.error();
  auto& lines = read->lines;
  const auto channels = tables.components.size();
  if (channels != 1 && channels != 3)
    return {ErrorCode::unsupported_format, "JPEG: a lossless one is read if it is grey or RGB"};
  const auto width = static_cast<std::size_t>(tables.width);
  if (tables.restart_interval % width != 0) return damaged("a restart within a line");
  if (image_.empty())
    image_ = Image(static_cast<int>(tables.width), static_cast<int>(tables.height),
                   channels == 1 ? PixelFormat::grey8 : PixelFormat::rgb8);
  const unsigned highest = (1U << tables.depth) - 1;
  int y = 0;
  const auto decode = [&](ByteView interval, std::int64_t samples) -> Result<void> {
    Bits bits(interval);
    const int first_line = y;
    for (const int end = y + static_cast<int>(samples / tables.width); y < end; ++y) {
      for (std::size_t x = 0; x < width; ++x)
        for (auto& line : lines) {
          const auto delta = difference(bits, *line.huffman);
          if (!delta) return damaged("a code that does not exist");
          const auto& above = line.above;
          auto& now = line.current;
          int expected = 1 << (tables.depth - read->shift - 1);
          if (y > first_line)
            expected = x == 0 ? above[0] : predict(read->predictor, now[x - 1], above[x], above[x - 1]);
          else if (x > 0)
            expected = now[x - 1];
          now[x] = static_cast<std::uint16_t>(expected + *delta);
          const unsigned sample = (unsigned{now[x]} << read->shift) & highest;
          image_.row(y)[x * channels + line.component] =
              static_cast<std::uint8_t>(tables.depth == 8 ? sample : (sample * 255 + highest / 2) / highest);
        }
      for (auto& line : lines) line.above.swap(line.current);
      if (bits.overrun()) return damaged("too few bytes");
    }
    return bits.at_end() ? Result<void>() : damaged("too many bytes");
  };
  for (const auto& line : lines) decoded_ |= 1U << line.component;
  return for_each_interval(coded, tables.width * tables.height, tables.restart_interval, decode);
}

Result<Image> LosslessDecoder::finish() {
  if (decoded_ != (1U << image_.channels()) - 1) return damaged("a component is missing");
  return std::move(image_);
}

}  // namespace limen::io::jpeg
