// WSQ, the wavelet compression of fingerprints that police systems exchange (FBI IAFIS-IC-0110 v3.1).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/image.hpp"
#include "limen/core/result.hpp"
#include "limen/io/image_file.hpp"

namespace limen::io {

/// A decoded WSQ file with what an image alone cannot carry.
struct WsqImage {
  Image image;                        ///< grey8; the resolution is the NIST comment's, see ReadOptions::assume
  std::vector<std::string> comments;  ///< as they stand in the file: they may name people and devices
  std::vector<std::string> warnings;  ///< what was wrong and could be mended, e.g. a missing last block
};

/// Decodes WSQ. A NIST comment's PPI of 255 or −1 means "unknown"; a record around the file that states a resolution
/// is to be believed before the comment. A file whose last block is missing is decoded with a warning.
/// Errors: unsupported_format (not WSQ, or filters of more than 9 taps), corrupt, too_large. Any thread.
Result<WsqImage> decode_wsq(std::span<const std::byte> bytes, const ReadOptions& options = {});

/// `bits_per_pixel` sets how much is kept: 0.75 is about 15:1 (ten-prints), 2.25 about 5:1 (latents).
struct WsqOptions {
  static constexpr double ten_print = 0.75;
  static constexpr double latent = 2.25;
  double bits_per_pixel = ten_print;
  bool nist_comment = true;             ///< writes size, resolution and bit rate as a NIST_COM comment
  std::vector<std::string> comments{};  ///< further comments, at most 65533 bytes each
};

/// Encodes a grey image (RGB is turned to grey). Loses detail. Errors: invalid_argument (empty, a side above 65535 px,
/// a bit rate outside 0.05..8, a comment too long). Any thread.
Result<SecureVector<std::byte>> encode_wsq(ImageView image, const WsqOptions& options = {});

}  // namespace limen::io
