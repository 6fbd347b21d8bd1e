// ANSI/NIST-ITL files: walk, round trip, images, minutiae, lint.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "limen/interchange/an2k_image.hpp"
#include "limen/interchange/an2k_write.hpp"
#include "limen/interchange/inti.hpp"
#include "limen/interchange/lint.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  using namespace limen::interchange;
  const auto file = an2k::read(bytes);
  if (!file) return 0;
  const auto again = an2k::apply(*file, {});
  if (!again || !std::equal(again->begin(), again->end(), bytes.begin(), bytes.end())) std::abort();
  for (const auto& record : file->records) {
    (void)an2k::fingers(*file, record, {.max_pixels = 1'000'000});
    (void)an2k::minutiae(*file, record);
  }
  (void)lint(*file, Profile::int_i);
  (void)inti::parse_result(*file);
  (void)inti::parse_error(*file);
  return 0;
}
