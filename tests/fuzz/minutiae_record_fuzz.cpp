// Minutiae records and cards; what is read can be written.
#include "limen/interchange/minutiae_template.hpp"

#include "bounded.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace limen;
  using namespace limen::interchange;
  return fuzz::bounded(data, size, [](std::span<const std::byte> bytes) {
    for (const auto format : {MinutiaeFormat::iso_card_normal, MinutiaeFormat::iso_card_compact})
      if (const auto card = read_minutiae_card(bytes, format)) (void)to_template(card->views[0], format);
    if (const auto reading = read_minutiae_record(bytes)) {
      (void)write_minutiae_record(reading->record);
      for (const auto& view : reading->record.views) (void)to_template(view, reading->record.format);
    }
  });
}
