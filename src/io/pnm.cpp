// PGM and PPM (netpbm): P2 P3 in digits, P5 P6 in bytes; any maximum up to 65535. They carry no resolution.
#include <charconv>
#include <cstring>
#include <limits>
#include <optional>
#include <string>

#include "formats.hpp"

namespace limen::io::pnm {
namespace {

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Walks over tokens: white space and comments (# to the end of the line) are skipped.
class Tokens {
 public:
  explicit Tokens(ByteView bytes) : text_(reinterpret_cast<const char*>(bytes.data()), bytes.size()) {}

  std::optional<std::uint32_t> number() {
    while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == '#')) {
      if (text_[at_] == '#')
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      else
        ++at_;
    }
    std::uint32_t value = 0;
    const auto* end = text_.data() + text_.size();
    const auto [stop, failed] = std::from_chars(text_.data() + at_, end, value);
    if (failed != std::errc{}) return std::nullopt;
    at_ = static_cast<std::size_t>(stop - text_.data());
    return value;
  }
  void skip(std::size_t n) { at_ += n; }
  std::size_t offset() const { return at_; }
  std::size_t remaining() const { return text_.size() - at_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

struct Start {
  std::int64_t width, height, maximum, channels;
  bool digits;
  std::size_t offset;  // of the first sample
  std::size_t sample_bytes() const { return maximum > 255 ? 2 : 1; }
};

Error corrupt(const std::string& why) { return {ErrorCode::corrupt, "PGM/PPM: " + why}; }

Result<Start> read_start(ByteView bytes) {
  const char kind = static_cast<char>(bytes[1]);
  Tokens tokens(bytes);
  tokens.skip(2);
  const auto width = tokens.number(), height = tokens.number(), maximum = tokens.number();
  if (!width || !height || !maximum || *width == 0 || *height == 0 || *maximum == 0 || *maximum > 65535)
    return corrupt("the header is not width, height, maximum (1 to 65535)");
  if (tokens.remaining() == 0) return corrupt("the file ends after its header");
  return Start{*width,
               *height,
               *maximum,
               kind == '3' || kind == '6' ? 3 : 1,
               kind == '2' || kind == '3',
               tokens.offset() + 1};  // one white space ends the header
}

}  // namespace

bool recognise(ByteView bytes) noexcept {
  if (bytes.size() < 3) return false;
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  return text[0] == 'P' && std::strchr("2356", text[1]) != nullptr && (is_space(text[2]) || text[2] == '#');
}

Result<Header> inspect(ByteView bytes) {
  const auto start = read_start(bytes);
  if (!start) return start.error();
  const auto left = bytes.size() - start->offset;
  const auto row = static_cast<std::uint64_t>(start->width * start->channels);  // below 2^34
  const auto per_sample = start->digits ? 2 : start->sample_bytes();            // a digit and a space at least
  const auto rows = static_cast<std::uint64_t>(start->height);
  if (row > std::numeric_limits<std::uint64_t>::max() / rows / per_sample ||
      row * rows * per_sample > left + (start->digits ? 1U : 0U))
    return Error{start->width * start->height > (1LL << 40) ? ErrorCode::too_large : ErrorCode::corrupt,
                 "PGM/PPM: truncated: the header says " + std::to_string(start->width) + " x " +
                     std::to_string(start->height) + " pixels, " + std::to_string(left) + " bytes of them are there"};
  return Header{start->width, start->height};
}

Result<Image> decode(ByteView bytes, const Header&) {
  const auto start = read_start(bytes);
  if (!start) return start.error();
  Image image(static_cast<int>(start->width), static_cast<int>(start->height),
              start->channels == 3 ? PixelFormat::rgb8 : PixelFormat::grey8);
  Tokens tokens(bytes);
  tokens.skip(start->offset);
  const auto* raw = reinterpret_cast<const std::uint8_t*>(bytes.data()) + start->offset;
  const auto maximum = static_cast<std::uint32_t>(start->maximum);
  for (auto& pixel : image.pixels()) {
    std::uint32_t value = 0;
    if (start->digits) {
      const auto number = tokens.number();
      if (!number) return corrupt("truncated: a sample is missing (offset " + std::to_string(tokens.offset()) + ")");
      value = *number;
    } else {
      value = *raw++;
      if (start->sample_bytes() == 2) value = value << 8 | *raw++;  // big endian
    }
    if (value > maximum) return corrupt("a sample is above the maximum that the header says");
    pixel = static_cast<std::uint8_t>((value * 255 + maximum / 2) / maximum);
  }
  return image;
}

Result<FileBytes> encode(ImageView image) {
  const std::string start = (image.format == PixelFormat::rgb8 ? "P6\n" : "P5\n") + std::to_string(image.width) + " " +
                            std::to_string(image.height) + "\n255\n";
  const auto head = std::as_bytes(std::span(start));
  FileBytes file(head.begin(), head.end());
  for (int y = 0; y < image.height; ++y) {
    const auto row = std::as_bytes(std::span(image.row(y), static_cast<std::size_t>(image.width * image.channels())));
    file.insert(file.end(), row.begin(), row.end());
  }
  return file;
}

}  // namespace limen::io::pnm
