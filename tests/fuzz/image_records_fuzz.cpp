// Face records, finger image records and the data groups around them.
#include "limen/interchange/image_records.hpp"

#include "bounded.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace limen;
  using namespace limen::interchange;
  return fuzz::bounded(data, size, [](std::span<const std::byte> bytes) {
    (void)read_face_record(bytes);
    if (const auto record = read_finger_image_record(bytes))
      for (const auto& view : record->views) (void)decode(*record, view, {.max_pixels = fuzz::max_pixels});
    if (const auto blocks = data_group_blocks(bytes))
      for (const auto& block : *blocks) (void)read_face_record(block), (void)read_finger_image_record(block);
  });
}
