// OpenCV's codecs, behind one .cpp.
#pragma once

#include <string_view>

#include "codec.hpp"

namespace limen::io {

/// The pixels of an inspected file. `format` names it in errors (corrupt).
Result<Image> decode_pixels(ByteView bytes, const Header& header, std::string_view format);

/// The file of an image under OpenCV's extension (".png"); the TIFF writer is told the resolution.
Result<FileBytes> encode_pixels(ImageView image, const char* extension);

}  // namespace limen::io
