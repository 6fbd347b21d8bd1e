// Whatever it is: face and finger image records, data groups, all the others.
#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/interchange/formats.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  (void)limen::interchange::read(bytes, {.max_pixels = 1'000'000});
  return 0;
}
