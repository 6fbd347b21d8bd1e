// Lossless JPEG with Huffman codes (ISO/IEC 10918-1, annex H; SOF3): the "JPEGL" of ANSI/NIST-ITL, which OpenCV does
// not decode.
#pragma once

#include "jpeg_tables.hpp"

namespace limen::io::jpeg {

/// Decodes scan after scan into one image: grey of 2 to 16 bits (brought to 8), or three components, taken as RGB.
class LosslessDecoder {
 public:
  /// One scan: the SOS segment and the bytes behind it. Errors: corrupt, unsupported_format (subsampled components).
  Result<void> scan(ByteView header, ByteView coded, const Tables& tables);
  /// Errors: corrupt (a component without scan).
  Result<Image> finish();

 private:
  Image image_;
  unsigned decoded_ = 0;  // a bit a component
};

}  // namespace limen::io::jpeg
