// WSQ encoding: pixels → wavelet → bin widths for the wanted bit rate → integers → Huffman codes.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "limen/io/wsq.hpp"

#include "wsq_tables.hpp"

namespace limen::io {
namespace wsq {
namespace {

// Pixels brought to −128..128 around their mean.
Plane centred(ImageView image, Frame& frame) {
  Plane plane(image.width, image.height);
  std::uint64_t sum = 0;
  int lowest = 255, highest = 0;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const int v = image.grey(x, y);
      sum += static_cast<std::uint64_t>(v);
      lowest = std::min(lowest, v), highest = std::max(highest, v);
    }
  const double mean = static_cast<double>(sum) / (static_cast<double>(image.width) * image.height);
  const double widest = std::max(mean - lowest, highest - mean);
  frame = as_written(
      Frame{image.width, image.height, static_cast<float>(mean), widest > 0 ? static_cast<float>(widest / 128) : 1.0F});
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      plane.row(y)[x] = (static_cast<float>(image.grey(x, y)) - frame.shift) / frame.scale;
  return plane;
}

double variance(const Plane& plane, int left, int top, int width, int height) {
  double sum = 0, squares = 0;
  for (int y = top; y < top + height; ++y)
    for (int x = left; x < left + width; ++x) {
      const double v = plane.row(y)[x];
      sum += v, squares += v * v;
    }
  const double n = static_cast<double>(width) * height;
  return n > 1 ? std::max(0.0, (squares - sum * sum / n) / (n - 1)) : 0;
}

// The middle of a subband, where the finger is: 3/4 of its width, 7/16 of its height.
double central_variance(const Plane& plane, const Region& band) {
  return variance(plane, band.x.at + band.x.length / 8, band.y.at + 9 * band.y.length / 32, 3 * band.x.length / 4,
                  7 * band.y.length / 16);
}

std::array<double, coded_bands> variances(const Plane& plane, const Tree& tree) {
  constexpr double enough_structure = 20000;
  double lowest_four = 0;
  for (std::size_t b = 0; b < 4; ++b) lowest_four += central_variance(plane, tree.bands[b]);
  std::array<double, coded_bands> result{};
  for (std::size_t b = 0; b < coded_bands; ++b) {
    const auto& band = tree.bands[b];
    result[b] = lowest_four < enough_structure ? variance(plane, band.x.at, band.y.at, band.x.length, band.y.length)
                                               : central_variance(plane, band);
  }
  return result;
}

// Annex of the standard: bin widths that share `bits_per_pixel` among the subbands by their variance. Subbands that
// would get less than nothing are left out of the sharing, again and again, until none is left that does.
Quantiser choose_bins(const std::array<double, coded_bands>& variance, double bits_per_pixel) {
  constexpr double smallest_variance = 1.01;
  constexpr double smallest_bin = 0.25;  // so that the largest coefficient stays within 16 bits
  constexpr std::array<double, 8> weight{1.32, 1.08, 1.42, 1.08, 1.32, 1.42, 1.08, 1.08};  // subbands 52..59
  struct Share {
    std::size_t band;
    double width, part, deviation;  // relative bin width, share of the pixels, standard deviation
  };
  std::vector<Share> all;
  for (std::size_t b = 0; b < coded_bands; ++b) {
    if (variance[b] < smallest_variance) continue;
    const double part = b < 4 ? 1.0 / 1024 : b < 51 ? 1.0 / 256 : 1.0 / 16;
    const double width = b < 4 ? 1.0 : 10.0 / ((b < 52 ? 1.0 : weight[b - 52]) * std::log(variance[b]));
    all.push_back({b, width, part, std::sqrt(variance[b])});
  }
  Quantiser result;
  auto sharing = all;
  double q = 1;
  while (!sharing.empty()) {
    double pixels = 0, log_product = 0;
    for (const auto& s : sharing) pixels += s.part, log_product += s.part * std::log2(s.deviation / s.width);
    q = std::exp2((bits_per_pixel - log_product) / pixels - 1) / 2.5;
    const auto removed = std::erase_if(sharing, [&](const Share& s) { return s.width / q >= 5.0 * s.deviation; });
    if (removed == 0) break;
  }
  for (const auto& s : all) {
    result.bin[s.band] = static_cast<float>(std::clamp(s.width / q, smallest_bin, 65535.0));
    result.zero_bin[s.band] = 1.2F * result.bin[s.band];
  }
  return as_written(result);
}

Coefficient quantise(float value, float bin, float half_zero) {
  if (std::abs(value) <= half_zero) return 0;
  const float steps = (std::abs(value) - half_zero) / bin + 1;
  const auto whole = static_cast<int>(std::min(steps, 32767.0F));
  return static_cast<Coefficient>(value > 0 ? whole : -whole);
}

SecureVector<Coefficient> quantise(const Plane& plane, const Tree& tree, const Quantiser& q, std::size_t block) {
  SecureVector<Coefficient> out;
  for (auto b = static_cast<std::size_t>(block_start[block]); b < static_cast<std::size_t>(block_start[block + 1]);
       ++b) {
    if (!(q.bin[b] > 0)) continue;
    const auto& band = tree.bands[b];
    for (int y = 0; y < band.y.length; ++y) {
      const float* row = plane.row(band.y.at + y) + band.x.at;
      for (int x = 0; x < band.x.length; ++x) out.push_back(quantise(row[x], q.bin[b], q.zero_bin[b] / 2));
    }
  }
  return out;
}

std::string nist_comment(ImageView image, double bits_per_pixel) {
  const auto line = [](std::string_view key, const std::string& value) {
    return std::string(key) + " " + value + "\n";
  };
  const bool known = image.resolution.known() && !image.resolution_assumed;
  return line("NIST_COM", "9") + line("PIX_WIDTH", std::to_string(image.width)) +
         line("PIX_HEIGHT", std::to_string(image.height)) + line("PIX_DEPTH", "8") +
         line("PPI", known ? std::to_string(std::lround(image.resolution.value)) : "-1") + line("LOSSY", "1") +
         line("COLORSPACE", "GRAY") + line("COMPRESSION", "WSQ") + "WSQ_BITRATE " + std::to_string(bits_per_pixel);
}

Result<void> check(ImageView image, const WsqOptions& options) {
  if (image.empty()) return {ErrorCode::invalid_argument, "WSQ: an empty image cannot be written"};
  if (image.width > 65535 || image.height > 65535)
    return {ErrorCode::invalid_argument, "WSQ: a side above 65535 pixels cannot be written"};
  if (!(options.bits_per_pixel >= 0.05 && options.bits_per_pixel <= 8))
    return {ErrorCode::invalid_argument, "WSQ: " + std::to_string(options.bits_per_pixel) +
                                             " bits a pixel; 0.05 to 8 can be written, 0.75 is usual"};
  for (const auto& comment : options.comments)
    if (comment.size() > 65533) return {ErrorCode::invalid_argument, "WSQ: a comment above 65533 bytes"};
  return {};
}

}  // namespace
}  // namespace wsq

Result<SecureVector<std::byte>> encode_wsq(ImageView image, const WsqOptions& options) {
  using namespace wsq;
  if (auto ok = check(image, options); !ok) return ok.error();
  std::optional<Image> grey;
  if (image.format != PixelFormat::grey8) image = grey.emplace(to_grey(image));

  Frame frame;
  auto plane = centred(image, frame);
  const Tree tree(image.width, image.height);
  analyse(plane, tree);
  const auto quantiser = choose_bins(variances(plane, tree), options.bits_per_pixel);
  std::array<SecureVector<Coefficient>, 3> blocks;
  for (std::size_t i = 0; i < blocks.size(); ++i) blocks[i] = quantise(plane, tree, quantiser, i);

  std::array<std::array<std::uint64_t, 256>, 2> frequencies{};  // the second and third block share a table
  for (std::size_t i = 0; i < blocks.size(); ++i) count_symbols(blocks[i], frequencies[std::min<std::size_t>(i, 1)]);
  for (auto& table : frequencies)
    if (std::all_of(table.begin(), table.end(), [](auto n) { return n == 0; })) table[1] = 1;  // a table holds a code
  const std::array codes{HuffmanSpec::best_for(frequencies[0]), HuffmanSpec::best_for(frequencies[1])};

  Writer writer(Endian::big);
  writer.u16(soi);
  if (options.nist_comment) write_comment(writer, nist_comment(image, options.bits_per_pixel));
  for (const auto& comment : options.comments) write_comment(writer, comment);
  write_filters(writer, Filters{});
  write_quantiser(writer, quantiser);
  write_frame(writer, frame);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto id = static_cast<std::uint8_t>(std::min<std::size_t>(i, 1));
    if (i < 2) write_code(writer, id, codes[id]);
    write_block_start(writer, id);
    encode_block(blocks[i], codes[id], writer);
  }
  writer.u16(eoi);
  return writer.take();
}

}  // namespace limen::io
