// Image files in, image files out: PNG, JPEG, JPEG 2000, TIFF, BMP, PGM/PPM.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "limen/core/image.hpp"
#include "limen/core/result.hpp"

namespace limen::io {

/// How to read. `max_pixels` bounds width × height and is checked on the header, before anything is allocated.
/// `assume` is the resolution of a file that does not say one; the image then has `resolution_assumed` set.
struct ReadOptions {
  std::int64_t max_pixels = 64'000'000;
  Ppi assume{500};
};

/// Reads an image file; the format is told from its bytes, never from its name. The result is upright (EXIF
/// orientation applied), 8 bits a channel, grey or RGB:
/// 16-bit samples are scaled to 8 (rounded), a transparent image is laid on white, palettes and CMYK become RGB.
/// Errors: not_found (no such file), io_error (a folder, no permission), unsupported_format (no image, or a kind limen
/// does not read), corrupt (truncated, damaged), too_large. Any thread.
/// Damage is found before the system's codecs see a file, except inside the compressed pixels of progressive JPEG,
/// JPEG 2000 and TIFF: there they may accept some, and write a line of their own to stderr.
Result<Image> read_image(const std::filesystem::path& path, const ReadOptions& options = {});

/// The same from bytes in memory.
Result<Image> decode_image(std::span<const std::byte> bytes, const ReadOptions& options = {});

/// Width × height as the header says, without decoding a pixel: what decode_image() will cost. Errors: as there.
Result<std::int64_t> count_pixels(std::span<const std::byte> bytes);

/// Writes an image; the extension names the format (.png .jpg .jp2 .tif .bmp .pgm .ppm). PNG, JPEG, TIFF and BMP carry
/// the resolution if it is known and not assumed. JPEG (quality 95) and JPEG 2000 lose detail; the others do not.
/// Atomic: under `path` stands the old file or the whole new one. Errors: invalid_argument (empty image, unknown
/// extension), io_error. Any thread.
Result<void> write_image(const std::filesystem::path& path, ImageView image);

}  // namespace limen::io
