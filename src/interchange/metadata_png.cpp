// Metadata of PNG files: text, time and EXIF chunks.
#include <algorithm>
#include <array>
#include <string>

#include "metadata_parts.hpp"

namespace limen::interchange {

Result<StrippedImage> strip_png(std::span<const std::byte> image) {
  constexpr std::array<std::string_view, 11> kept{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                                  "cHRM", "sRGB", "sBIT", "pHYs", "bKGD"};
  Reader reader(image, "PNG", Endian::big);
  Stripping stripping;
  stripping.keep(reader.take(8));
  for (bool end = false; !end;) {
    const auto at = reader.offset();
    const std::size_t length = reader.u32();
    const auto type = reader.take(4);
    if (!reader.ok() || length > reader.remaining() || reader.remaining() - length < 4)
      return reader.corrupt("truncated in a chunk");
    reader.skip(length + 4);
    const auto name = text_of(type);
    end = name == "IEND";
    if (std::find(kept.begin(), kept.end(), name) != kept.end())
      stripping.keep(image.subspan(at, length + 12));
    else
      stripping.remove("PNG chunk " + std::string(name), at, length);
  }
  if (reader.remaining() > 0) stripping.remove("data behind the image", reader.offset(), reader.remaining());
  return stripping.finish();
}

}  // namespace limen::interchange
