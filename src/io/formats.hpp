// The formats: one namespace and one .cpp each, the same four functions (see Codec).
#pragma once

#include "codec.hpp"

#define LIMEN_IO_FORMAT(format)                  \
  namespace format {                             \
  bool recognise(ByteView bytes) noexcept;       \
  Result<Header> inspect(ByteView bytes);        \
  Result<Image> decode(ByteView, const Header&); \
  Result<FileBytes> encode(ImageView image);     \
  }

namespace limen::io {

LIMEN_IO_FORMAT(png)
LIMEN_IO_FORMAT(jpeg)
LIMEN_IO_FORMAT(jpeg2000)
LIMEN_IO_FORMAT(tiff)
LIMEN_IO_FORMAT(bmp)
LIMEN_IO_FORMAT(pnm)
LIMEN_IO_FORMAT(wsq)

}  // namespace limen::io

#undef LIMEN_IO_FORMAT
