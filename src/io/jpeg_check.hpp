// Is a JPEG whole? libjpeg decodes its codes to coefficients, silently, before OpenCV meets it: libjpeg mends damage
// with a line on stderr, and OpenCV keeps what it mended.
#pragma once

#include "codec.hpp"

namespace limen::io::jpeg {

/// Errors: corrupt (whatever libjpeg warns of: bad codes, too few or too many bytes, restarts out of order).
Result<void> check_coded(ByteView file);

}  // namespace limen::io::jpeg
