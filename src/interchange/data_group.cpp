// The passport's wrapping: BER-TLV, tag 7F61 around a count and 7F60 blocks, each a header and a biometric data block.
#include <optional>
#include <string>

#include "limen/core/reader.hpp"
#include "limen/interchange/image_records.hpp"

namespace limen::interchange {
namespace {

constexpr std::size_t max_blocks = 64;

struct Item {
  unsigned tag = 0;
  std::span<const std::byte> value;
};

// One tag (of one or two bytes) with a definite length of at most four bytes.
std::optional<Item> next(Reader& reader) {
  Item item;
  item.tag = reader.u8();
  if ((item.tag & 0x1FU) == 0x1F) item.tag = item.tag << 8 | reader.u8();
  std::size_t length = reader.u8();
  if (length == 0x80 || length > 0x84) return std::nullopt;
  if (length > 0x80) {
    const auto bytes = length - 0x80;
    length = 0;
    for (std::size_t i = 0; i < bytes; ++i) length = length << 8 | reader.u8();
  }
  item.value = reader.take(length);
  if (!reader.ok()) return std::nullopt;
  return item;
}

}  // namespace

bool looks_like_data_group(std::span<const std::byte> bytes) noexcept {
  if (bytes.size() < 4 || (bytes[0] != std::byte{0x75} && bytes[0] != std::byte{0x63})) return false;
  Reader reader(bytes, "data group", Endian::big);
  const auto group = next(reader);
  return group && group->value.size() >= 2 && group->value[0] == std::byte{0x7F};
}

Result<std::vector<std::span<const std::byte>>> data_group_blocks(std::span<const std::byte> bytes) {
  Reader reader(bytes, "data group", Endian::big);
  const auto group = next(reader);
  if (!group) return reader.corrupt("truncated, or a length that is no length");
  if (group->tag == 0x65)
    return Error{ErrorCode::unsupported_format, "data group: the ASN.1 encoding of ISO/IEC 39794 is not supported"};
  if (group->tag != 0x75 && group->tag != 0x63)
    return Error{ErrorCode::unsupported_format, "data group: neither DG2 (tag 75) nor DG3 (tag 63)"};
  Reader inner(group->value, "data group", Endian::big);
  const auto templates = next(inner);
  if (!templates || templates->tag != 0x7F61)
    return inner.corrupt("the group of biometric templates (7F61) is missing");
  std::vector<std::span<const std::byte>> blocks;
  Reader list(templates->value, "data group", Endian::big);
  while (list.remaining() > 0) {
    const auto item = next(list);
    if (!item) return list.corrupt("truncated in a template");
    if (item->tag != 0x7F60) continue;  // 02: how many there are
    Reader parts(item->value, "data group", Endian::big);
    while (parts.remaining() > 0) {
      const auto part = next(parts);
      if (!part) return parts.corrupt("truncated in a template");
      if (part->tag == 0x7F2E && !part->value.empty() && part->value[0] == std::byte{0xA1})
        return Error{ErrorCode::unsupported_format, "data group: the ASN.1 encoding of ISO/IEC 39794 is not supported"};
      if (part->tag == 0x5F2E || part->tag == 0x7F2E) blocks.push_back(part->value);
    }
    if (blocks.size() > max_blocks) return list.corrupt("more than " + std::to_string(max_blocks) + " templates");
  }
  if (blocks.empty()) return list.corrupt("no biometric data in it");
  return blocks;
}

}  // namespace limen::interchange
