// The pixels of a PNG whose chunks are checked, by libpng: its simplified interface never writes to stderr.
#pragma once

#include "codec.hpp"

namespace limen::io::png {

/// Transparency is laid on white. Errors: corrupt.
Result<Image> decode_png(ByteView file, const Header& header);

}  // namespace limen::io::png
