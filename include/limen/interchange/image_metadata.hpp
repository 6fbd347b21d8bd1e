// What image files say besides their pixels: EXIF, XMP, comments, texts. Found and removed without decoding a pixel.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"

namespace limen::interchange {

/// A piece of metadata that was taken out.
struct RemovedPart {
  std::string what;        ///< "EXIF", "PNG text (tEXt)", "WSQ comment"
  std::size_t offset = 0;  ///< in the image file
  std::size_t size = 0;    ///< bytes
};

struct StrippedImage {
  SecureVector<std::byte> bytes;
  std::vector<RemovedPart> removed;
};

/// The same image with its pixels, size, resolution and orientation, and nothing else. Pixels are copied as they are
/// coded. What follows the end of the image is removed too. Errors: unsupported_format (not JPEG, PNG, JPEG 2000 or
/// WSQ), corrupt. Any thread.
Result<StrippedImage> strip_metadata(std::span<const std::byte> image);

}  // namespace limen::interchange
