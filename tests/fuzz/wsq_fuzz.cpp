// WSQ files.
#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/interchange/image_metadata.hpp"
#include "limen/io/wsq.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  (void)limen::io::decode_wsq(bytes, {.max_pixels = 1'000'000});
  (void)limen::interchange::strip_metadata(bytes);
  return 0;
}
