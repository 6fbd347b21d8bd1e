#include "limen/io/image_file.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "limen/core/file.hpp"

#include "codec.hpp"

namespace limen::io {
namespace {

std::string known_formats() {
  std::string names;
  for (const auto& codec : codecs()) names += (names.empty() ? "" : ", ") + std::string(codec.name);
  return names;
}

Result<void> check_size(const Header& header, std::string_view format, std::int64_t max_pixels) {
  const auto [width, height] = std::pair(header.width, header.height);
  const auto size = std::to_string(width) + " x " + std::to_string(height) + " pixels";
  if (width < 1 || height < 1) return {ErrorCode::corrupt, std::string(format) + ": " + size + " in the header"};
  if (width > max_pixels || height > max_pixels / width)
    return {ErrorCode::too_large, std::string(format) + ": " + size + ", at most " + std::to_string(max_pixels) +
                                      " in all are read: scale it down or raise ReadOptions::max_pixels"};
  return {};
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

const Codec* codec_for(const std::filesystem::path& path) {
  const auto extension = lower(path.extension().string()) + " ";
  for (const auto& codec : codecs())
    if (extension.size() > 2 && codec.encode != nullptr &&
        (std::string(codec.extensions) + " ").find(extension) != std::string::npos)
      return &codec;
  return nullptr;
}

Result<const Codec*> codec_of(ByteView bytes) {
  if (bytes.empty()) return {ErrorCode::unsupported_format, "an empty file (0 bytes) is no image"};
  for (const auto& codec : codecs())
    if (codec.recognise(bytes)) return &codec;
  return {ErrorCode::unsupported_format,
          "not an image that limen reads, whatever its name says; it reads " + known_formats()};
}

Error at(const std::filesystem::path& path, Error error) {
  error.message = path.string() + ": " + error.message;
  return error;
}

}  // namespace

Result<Image> decode_image(std::span<const std::byte> bytes, const ReadOptions& options) {
  const auto codec = codec_of(bytes);
  if (!codec) return codec.error();
  const auto header = (*codec)->inspect(bytes);
  if (!header) return header.error();
  if (auto ok = check_size(*header, (*codec)->name, options.max_pixels); !ok) return ok.error();
  auto image = (*codec)->decode(bytes, *header);
  if (!image) return image;
  image->resolution_assumed = !header->resolution.known();
  image->resolution = image->resolution_assumed ? options.assume : header->resolution;
  return image;
}

Result<std::int64_t> count_pixels(std::span<const std::byte> bytes) {
  const auto codec = codec_of(bytes);
  if (!codec) return codec.error();
  const auto header = (*codec)->inspect(bytes);
  if (!header) return header.error();
  return header->width * header->height;
}

Result<Image> read_image(const std::filesystem::path& path, const ReadOptions& options) {
  const auto bytes = read_file(path);
  if (!bytes) return bytes.error();
  auto image = decode_image(*bytes, options);
  if (!image) return at(path, std::move(image).error());
  return image;
}

Result<void> write_image(const std::filesystem::path& path, ImageView image) {
  if (image.empty()) return {ErrorCode::invalid_argument, path.string() + ": an empty image cannot be written"};
  const auto* codec = codec_for(path);
  if (codec == nullptr)
    return {ErrorCode::invalid_argument,
            path.string() + ": the extension names no format that limen writes (" + known_formats() + "): use .png"};
  const auto bytes = codec->encode(image);
  if (!bytes) return at(path, bytes.error());
  return write_file(path, *bytes);
}

}  // namespace limen::io
