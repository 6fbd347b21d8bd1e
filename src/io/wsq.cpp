// WSQ decoding, and WSQ as one of io's formats.
#include "limen/io/wsq.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include "formats.hpp"
#include "wsq_tables.hpp"

namespace limen::io {
namespace wsq {
namespace {

// "KEY value" lines of a NIST_COM comment.
std::optional<double> nist_number(std::string_view comment, std::string_view key) {
  if (comment.substr(0, 8) != "NIST_COM") return std::nullopt;
  const auto at = comment.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  const auto digits = comment.substr(at + key.size());
  int value = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failed != std::errc{}) return std::nullopt;
  return value;
}

Ppi resolution_of(const File& file) {
  for (const auto& comment : file.comments)
    if (const auto ppi = nist_number(comment, "\nPPI "); ppi && *ppi >= 50 && *ppi <= 5000 && *ppi != 255)
      return {*ppi};
  return {};  // 255 is what "unknown" (−1) looks like in a byte
}

// The number of coefficients before each block and in all.
std::array<std::size_t, 4> block_ends(const File& file, const Tree& tree) {
  std::array<std::size_t, 4> ends{};
  for (std::size_t block = 0; block < 3; ++block) {
    ends[block + 1] = ends[block];
    for (auto b = static_cast<std::size_t>(block_start[block]); b < static_cast<std::size_t>(block_start[block + 1]);
         ++b)
      if (file.quantiser.bin[b] > 0) ends[block + 1] += tree.bands[b].size();
  }
  return ends;
}

Result<SecureVector<Coefficient>> decode_blocks(File& file, const Tree& tree) {
  const auto ends = block_ends(file, tree);
  SecureVector<Coefficient> coefficients(ends[3]);
  std::size_t at = 0;
  for (const auto& block : file.blocks) {
    const auto end = *std::upper_bound(ends.begin(), ends.end() - 1, at);
    const HuffmanDecoder decoder(block.code);
    for (const auto part : block.stuffed) {
      const auto next = decode_block(part, decoder, coefficients, at, end);
      if (!next) return next.error();
      at = *next;
    }
  }
  if (at < ends[1])
    return Error{ErrorCode::corrupt, "WSQ: truncated: " + std::to_string(at) + " coefficients of " +
                                         std::to_string(ends[3]) + " are there"};
  if (at < ends[3])
    file.warnings.push_back("the last block is missing or short: " + std::to_string(ends[3] - at) + " of " +
                            std::to_string(ends[3]) + " coefficients are taken as zero");
  return coefficients;
}

void dequantise(std::span<const Coefficient> in, const Quantiser& q, const Tree& tree, Plane& plane) {
  for (std::size_t b = 0; b < coded_bands; ++b) {
    const auto& band = tree.bands[b];
    if (!(q.bin[b] > 0)) continue;
    const float bin = q.bin[b], half_zero = q.zero_bin[b] / 2;
    for (int y = 0; y < band.y.length; ++y) {
      float* out = plane.row(band.y.at + y) + band.x.at;
      const auto row = in.first(static_cast<std::size_t>(band.x.length));
      in = in.subspan(row.size());
      for (std::size_t x = 0; x < row.size(); ++x) {
        const auto p = static_cast<float>(row[x]);
        out[x] = p > 0 ? bin * (p - q.centre) + half_zero : p < 0 ? bin * (p + q.centre) - half_zero : 0.0F;
      }
    }
  }
}

Image to_image(const Plane& plane, const Frame& frame) {
  Image image(plane.width, plane.height);
  for (int y = 0; y < plane.height; ++y) {
    const float* in = plane.row(y);
    std::uint8_t* out = image.row(y);
    for (int x = 0; x < plane.width; ++x) {
      const float value = in[x] * frame.scale + frame.shift + 0.5F;
      const float at_least_0 = value > 0.0F ? value : 0.0F;  // also for what is not a number
      out[x] = static_cast<std::uint8_t>(static_cast<int>(at_least_0 < 255.0F ? at_least_0 : 255.0F));
    }
  }
  return image;
}

Result<Image> decode_file(File& file) {
  const Tree tree(file.frame.width, file.frame.height);
  const auto coefficients = decode_blocks(file, tree);
  if (!coefficients) return coefficients.error();
  Plane plane(file.frame.width, file.frame.height);
  dequantise(*coefficients, file.quantiser, tree, plane);
  synthesise(plane, tree, file.filters);
  return to_image(plane, file.frame);
}

}  // namespace

bool recognise(ByteView bytes) noexcept { return starts_with(bytes, "\xFF\xA0\xFF"); }

Result<Header> inspect(ByteView bytes) {
  const auto file = read_file(bytes);
  if (!file) return file.error();
  return Header{file->frame.width, file->frame.height, resolution_of(*file)};
}

Result<Image> decode(ByteView bytes, const Header&) {
  auto file = read_file(bytes);
  if (!file) return file.error();
  return decode_file(*file);
}

Result<FileBytes> encode(ImageView image) { return encode_wsq(image); }

}  // namespace wsq

Result<WsqImage> decode_wsq(std::span<const std::byte> bytes, const ReadOptions& options) {
  auto file = wsq::read_file(bytes);
  if (!file) return file.error();
  if (std::int64_t{file->frame.width} * file->frame.height > options.max_pixels)
    return {ErrorCode::too_large, "WSQ: " + std::to_string(file->frame.width) + " x " +
                                      std::to_string(file->frame.height) + " pixels, at most " +
                                      std::to_string(options.max_pixels) + " in all are read"};
  auto image = wsq::decode_file(*file);
  if (!image) return image.error();
  const auto resolution = wsq::resolution_of(*file);
  image->resolution_assumed = !resolution.known();
  image->resolution = resolution.known() ? resolution : options.assume;
  return WsqImage{std::move(*image), std::move(file->comments), std::move(file->warnings)};
}

}  // namespace limen::io
