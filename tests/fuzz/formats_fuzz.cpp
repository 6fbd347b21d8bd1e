// Whatever it is: read() tells and reads it.
#include "limen/interchange/formats.hpp"

#include "bounded.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace limen;
  using namespace limen::interchange;
  return fuzz::bounded(data, size,
                       [](std::span<const std::byte> bytes) { (void)read(bytes, {.max_pixels = fuzz::max_pixels}); });
}
