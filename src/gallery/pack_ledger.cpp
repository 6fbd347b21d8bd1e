// The ledger file: "LIMENLDG" | format u32 = 1 | sealed: series, version, link, device, issuer's name, purpose, next
// serial, count, then pseudonym, serial and digest of each subject.
#include "gallery/pack_ledger.hpp"

#include <algorithm>

#include "limen/core/file.hpp"
#include "limen/core/reader.hpp"
#include "limen/detail/core/file_start.hpp"
#include "limen/privacy/seal.hpp"

namespace limen {

namespace {

constexpr FileStart start{"LIMENLDG", 1, "pack ledger"};

void take(Reader& reader, std::span<std::byte> into) {
  const auto bytes = reader.take(into.size());
  std::ranges::copy(bytes, into.begin());
}

}  // namespace

Result<void> PackIssuer::Ledger::save(const std::filesystem::path& file, const privacy::Key& key) const {
  Writer writer;
  writer.bytes(last.series);
  writer.u32(last.version);
  writer.bytes(last.link.bytes);
  writer.bytes(last.device.bytes);
  pack::write_text(writer, last.issuer_name);
  writer.u8(static_cast<std::uint8_t>(last.purpose));
  writer.u32(next_serial);
  writer.u32(static_cast<std::uint32_t>(subjects.size()));
  for (const auto& [pseudonym, entry] : subjects) {
    writer.u32(pseudonym.epoch);
    writer.bytes(pseudonym.value);
    writer.u32(entry.serial);
    writer.bytes(entry.items.bytes);
  }
  Writer whole;
  start.write(whole);
  whole.bytes(privacy::seal(key, writer.span(), whole.span()));
  return write_file(file, whole.span(), 0600);
}

Result<PackIssuer::Ledger> PackIssuer::Ledger::load(const std::filesystem::path& file, const privacy::Key& key) {
  const auto bytes = read_file(file, pack::most_bytes);
  if (!bytes) return bytes.error();
  Reader outer(*bytes, "pack ledger");
  if (const auto format = start.read(outer, file.string()); !format) return format.error();
  const auto plain = privacy::unseal(key, outer.take(outer.remaining()), std::span(*bytes).first(FileStart::size));
  if (!plain)
    return {ErrorCode::wrong_key, file.string() +
                                      ": the issuer's key does not open it, or it was changed; without it, "
                                      "make a new pack"};
  Reader reader(*plain, "pack ledger");
  Ledger ledger;
  take(reader, ledger.last.series);
  ledger.last.version = reader.u32();
  take(reader, ledger.last.link.bytes);
  take(reader, ledger.last.device.bytes);
  const auto name = reader.take(reader.u16());
  ledger.last.issuer_name.assign(reinterpret_cast<const char*>(name.data()), name.size());
  ledger.last.purpose = static_cast<Purpose>(reader.u8());
  ledger.next_serial = reader.u32();
  const auto count = reader.u32();
  for (std::uint32_t i = 0; i < count && reader.ok(); ++i) {
    privacy::Pseudonym pseudonym;
    pseudonym.epoch = reader.u32();
    take(reader, pseudonym.value);
    Entry entry{reader.u32(), {}};
    take(reader, entry.items.bytes);
    ledger.subjects.emplace(pseudonym, entry);
  }
  if (auto ok = reader.check(); !ok) return ok.error();
  return ledger;
}

}  // namespace limen
