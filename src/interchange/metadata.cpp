// What an image file says besides its pixels: found and removed, whatever the format.
#include "metadata_parts.hpp"

namespace limen::interchange {

using namespace std::string_view_literals;

Result<StrippedImage> strip_metadata(std::span<const std::byte> image) {
  const auto text = text_of(image);
  if (text.starts_with("\xFF\xD8\xFF")) return strip_jpeg(image);
  if (text.starts_with("\x89PNG\r\n\x1A\n")) return strip_png(image);
  if (text.starts_with("\0\0\0\x0CjP  \r\n\x87\n"sv) || text.starts_with("\xFF\x4F\xFF\x51"))
    return strip_jpeg2000(image);
  if (text.starts_with("\xFF\xA0\xFF")) return strip_wsq(image);
  return {ErrorCode::unsupported_format,
          "metadata can be taken out of JPEG, PNG, JPEG 2000 and WSQ images; this is none"};
}

}  // namespace limen::interchange
