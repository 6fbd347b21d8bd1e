// ANSI/NIST-ITL files: walk, round trip, images, minutiae, lint.
#include <algorithm>

#include "limen/interchange/an2k_image.hpp"
#include "limen/interchange/an2k_write.hpp"
#include "limen/interchange/inti.hpp"
#include "limen/interchange/lint.hpp"

#include "bounded.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace limen;
  using namespace limen::interchange;
  return fuzz::bounded(data, size, [](std::span<const std::byte> bytes) {
    const auto file = an2k::read(bytes);
    if (!file) return;
    const auto again = an2k::apply(*file, {});
    if (!again || !std::equal(again->begin(), again->end(), bytes.begin(), bytes.end())) std::abort();
    // Each image has a bound of its own here.
    for (const auto& record : std::span(file->records).first(std::min<std::size_t>(file->records.size(), 20))) {
      (void)an2k::fingers(*file, record, {.max_pixels = fuzz::max_pixels});
      (void)an2k::minutiae(*file, record);
    }
    (void)lint(*file, Profile::int_i, {.max_pixels = fuzz::max_pixels});
    (void)inti::parse_result(*file);
    (void)inti::parse_error(*file);
  });
}
