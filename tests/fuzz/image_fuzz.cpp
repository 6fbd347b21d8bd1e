// Image files: pixels and metadata.
#include "limen/interchange/image_metadata.hpp"
#include "limen/io/image_file.hpp"

#include "bounded.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace limen;
  using namespace limen::interchange;
  return fuzz::bounded(data, size, [](std::span<const std::byte> bytes) {
    (void)io::decode_image(bytes, {.max_pixels = fuzz::max_pixels});
    (void)strip_metadata(bytes);
  });
}
