// The card formats: minutiae and nothing else; finger and count stand in the card's own data objects.
#include <string>

#include "minutiae_parts.hpp"

namespace limen::interchange {

Result<MinutiaeRecord> read_minutiae_card(std::span<const std::byte> bytes, MinutiaeFormat format) {
  const bool compact = format == MinutiaeFormat::iso_card_compact;
  if (!compact && format != MinutiaeFormat::iso_card_normal)
    return {ErrorCode::invalid_argument, "minutiae card: the format is iso_card_normal or iso_card_compact"};
  const std::size_t size = compact ? 3 : 5;
  Reader reader(bytes, "minutiae card", Endian::big);
  if (bytes.empty() || bytes.size() % size != 0)
    return reader.corrupt(std::to_string(bytes.size()) + " bytes are not whole minutiae of " + std::to_string(size));
  const auto count = bytes.size() / size;
  if (count > 255) return reader.corrupt(std::to_string(count) + " minutiae; a card holds at most 255");
  MinutiaeView view;
  if (compact) {
    for (std::size_t i = 0; i < count; ++i) {
      RecordMinutia m;
      m.x = reader.u8();
      m.y = reader.u8();
      const unsigned last = reader.u8();
      m.type = static_cast<std::uint8_t>(last >> 6);
      m.angle = static_cast<std::uint8_t>(last & 63U);
      view.minutiae.push_back(m);
    }
  } else if (auto ok = read_minutiae(reader, count, false, view); !ok) {
    return ok.error();
  }
  MinutiaeRecord record;
  record.format = format;
  record.views.push_back(std::move(view));
  return record;
}

}  // namespace limen::interchange
