// Metadata of WSQ files: comment blocks.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "metadata_parts.hpp"

namespace limen::interchange {
namespace {

enum Marker : unsigned { soi = 0xFFA0, eoi = 0xFFA1, sob = 0xFFA3, com = 0xFFA8 };

bool plain(std::string_view value) {
  return value.size() <= 12 && std::all_of(value.begin(), value.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == '.' || c == '-' || (c >= 'A' && c <= 'Z');
         });
}

// The lines of a NIST comment that speak of the image alone; empty if it is no such comment.
std::string harmless_lines(std::string_view comment) {
  constexpr std::array<std::string_view, 8> keys{"PIX_WIDTH", "PIX_HEIGHT", "PIX_DEPTH",   "PPI",
                                                 "LOSSY",     "COLORSPACE", "COMPRESSION", "WSQ_BITRATE"};
  if (!comment.starts_with("NIST_COM ")) return {};
  std::vector<std::string_view> lines;
  for (std::size_t at = comment.find('\n'); at != std::string_view::npos;) {
    const auto end = comment.find('\n', at + 1);
    const auto line = comment.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
    const auto space = line.find(' ');
    if (space != std::string_view::npos && std::find(keys.begin(), keys.end(), line.substr(0, space)) != keys.end() &&
        plain(line.substr(space + 1)))
      lines.push_back(line);
    at = end;
  }
  std::string text = "NIST_COM " + std::to_string(lines.size() + 1);
  for (const auto line : lines) text.append("\n").append(line);
  return text;
}

// Up to the next marker that is no restart marker (FFB0 to FFB7).
std::size_t block_size(std::span<const std::byte> rest) {
  for (std::size_t i = 0; i + 1 < rest.size(); ++i) {
    const auto next = std::to_integer<unsigned>(rest[i + 1]);
    if (rest[i] == std::byte{0xFF} && next != 0 && (next < 0xB0 || next > 0xB7)) return i;
  }
  return rest.size();
}

}  // namespace

Result<StrippedImage> strip_wsq(std::span<const std::byte> image) {
  Reader reader(image, "WSQ", Endian::big);
  Stripping stripping;
  stripping.keep(reader.take(2));
  for (;;) {
    const auto at = reader.offset();
    const unsigned marker = reader.u16();
    if (!reader.ok()) return reader.corrupt("truncated: the end marker is missing");
    if (marker == eoi) break;
    const std::size_t length = reader.u16();
    if (marker < soi || marker > com || (reader.ok() && length < 2)) return reader.corrupt("a marker was expected");
    const auto data = reader.take(length - 2);
    if (!reader.ok()) return reader.corrupt("truncated in a segment");
    if (marker != com) {
      stripping.keep(image.subspan(at, length + 2));
      if (marker == sob) stripping.keep(reader.take(block_size(image.subspan(reader.offset()))));
      continue;
    }
    const auto comment = text_of(data);
    const auto harmless = harmless_lines(comment);
    if (!harmless.empty()) {
      stripping.out().u16(com), stripping.out().u16(static_cast<std::uint16_t>(harmless.size() + 2));
      stripping.keep(std::as_bytes(std::span(harmless)));
    }
    const auto body = comment.substr(0, comment.find_last_not_of(std::string_view("\n\0", 2)) + 1);
    if (harmless.empty() || harmless.size() < body.size()) stripping.remove("WSQ comment", at, length);
  }
  stripping.out().u16(eoi);
  if (reader.remaining() > 0) stripping.remove("data behind the image", reader.offset(), reader.remaining());
  return stripping.finish();
}

}  // namespace limen::interchange
