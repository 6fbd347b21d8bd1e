#include "ifd.hpp"

#include <iterator>
#include <string>

#include "limen/core/reader.hpp"

namespace limen::io {
namespace {

enum Type : unsigned { type_byte = 1, type_short = 3, type_long = 4, type_rational = 5 };

/// TIFF 6.0, section 2: the twelve types.
constexpr std::size_t size_of(unsigned type) {
  constexpr std::size_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
  return type < std::size(sizes) ? sizes[type] : 0;
}

}  // namespace

Result<Ifd> Ifd::read(ByteView block) {
  Ifd ifd;
  ifd.block_ = block;
  ifd.big_ = starts_with(block, "MM");
  const auto endian = ifd.big_ ? Endian::big : Endian::little;
  Reader head(block, "image file directory", endian);
  head.skip(4);
  const auto start = head.u32();
  if (start > block.size()) return head.corrupt("truncated: the directory lies beyond the end");
  Reader reader(block, "image file directory", endian);
  reader.skip(start);
  const auto count = reader.u16();
  if (!reader.has_room_for(count, 12)) return reader.corrupt("truncated: fewer entries than it says");
  for (unsigned i = 0; i < count; ++i) {
    Entry entry{};
    entry.tag = reader.u16();
    entry.type = reader.u16();
    entry.count = reader.u32();
    const auto inline_at = reader.offset();
    const auto offset = reader.u32();
    const auto bytes = std::uint64_t{entry.count} * size_of(entry.type);
    entry.offset = bytes <= 4 ? inline_at : offset;
    if (bytes == 0) continue;
    if (entry.offset > block.size() || bytes > block.size() - entry.offset)
      return reader.corrupt("truncated: the values of tag " + std::to_string(entry.tag) + " lie beyond the end");
    ifd.entries_.push_back(entry);
  }
  reader.skip(4);  // the place of the next directory
  if (auto ok = reader.check(); !ok) return reader.corrupt("truncated: the directory does not end");
  return ifd;
}

const Ifd::Entry* Ifd::find(unsigned tag) const {
  for (const auto& entry : entries_)
    if (entry.tag == tag) return &entry;
  return nullptr;
}

std::uint32_t Ifd::count(unsigned tag) const {
  const auto* entry = find(tag);
  return entry != nullptr ? entry->count : 0;
}

std::optional<double> Ifd::value(unsigned tag, std::uint32_t i) const {
  const auto* entry = find(tag);
  if (entry == nullptr || i >= entry->count) return std::nullopt;
  Reader reader(block_, "tag", big_ ? Endian::big : Endian::little);
  reader.skip(entry->offset + i * size_of(entry->type));
  switch (entry->type) {
    case type_byte: return reader.u8();
    case type_short: return reader.u16();
    case type_long: return reader.u32();
    default: return std::nullopt;
    case type_rational: {
      const double numerator = reader.u32(), denominator = reader.u32();
      return denominator != 0 ? numerator / denominator : 0.0;
    }
  }
}

Result<Ppi> Ifd::resolution(std::string_view format) const {
  const double unit = value(296).value_or(2);
  if (unit != 2 && unit != 3) return Ppi{};
  const double scale = unit == 3 ? 2.54 : 1.0;
  const double x = value(282).value_or(0) * scale, y = value(283).value_or(0) * scale;
  return square({x}, {y}, format);
}

}  // namespace limen::io
