#include "gallery/pack_revocation.hpp"

#include <algorithm>

#include "limen/core/file.hpp"
#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/detail/core/file_start.hpp"
#include "limen/privacy/seal.hpp"

namespace limen::pack {

namespace {

constexpr FileStart start{"LIMENREV", 1, "revocation list"};
constexpr std::string_view signature_context = "limen pack revocation 1";
constexpr std::string_view bound = "limen pack memory 1";
constexpr std::uint64_t most_bytes = 1ULL << 26;

PackSeries series_of(Reader& reader) {
  PackSeries series{};
  std::ranges::copy(reader.take(series.size()), series.begin());
  return series;
}

privacy::Key memory_key(const privacy::Key& device) { return device.derive("limen pack memory"); }

}  // namespace

Result<void> write_revocation(std::span<const PackSeries> series, Time now, const privacy::SigningKey& issuer,
                              const std::filesystem::path& list) {
  Writer writer;
  start.write(writer);
  writer.bytes(issuer.public_key().bytes);
  writer.write(std::int64_t{now.time_since_epoch().count()});
  writer.u32(static_cast<std::uint32_t>(series.size()));
  for (const auto& one : series) writer.bytes(one);
  const auto signature = issuer.sign(signature_context, writer.span());
  writer.bytes(signature.bytes);
  return write_file(list, writer.span());
}

Result<std::set<PackSeries>> read_revocation(const std::filesystem::path& list, const privacy::PublicKey& issuer) {
  const auto bytes = read_file(list, most_bytes);
  if (!bytes) return bytes.error();
  const auto what = "revocation list " + list.string();
  Reader reader(*bytes, what);
  if (const auto format = start.read(reader, what); !format) return format.error();
  const auto signer = reader.take(issuer.bytes.size());
  reader.skip(8);
  const auto count = reader.u32();
  if (auto ok = reader.check(); !ok) return ok.error();
  if (!reader.has_room_for(count, 16)) return reader.corrupt("fewer series than it says");
  std::set<PackSeries> series;
  for (std::uint32_t i = 0; i < count; ++i) series.insert(series_of(reader));
  const auto until = reader.offset();
  privacy::Signature signature;
  std::ranges::copy(reader.take(sizeof signature), signature.bytes.begin());
  if (auto ok = reader.check(); !ok) return ok.error();
  if (reader.remaining() != 0) return reader.corrupt("bytes after its end");
  if (!std::ranges::equal(signer, issuer.bytes) ||
      !privacy::verify(issuer, signature_context, std::span(*bytes).first(until), signature))
    return {ErrorCode::tampered, what + ": it is not signed by the issuer that this device trusts"};
  return series;
}

Result<Memory> Memory::load(const std::filesystem::path& file, const privacy::Key& device) {
  const auto bytes = read_file(file, most_bytes);
  if (!bytes && bytes.error().code == ErrorCode::not_found) return Memory{};
  if (!bytes) return bytes.error();
  const auto plain = privacy::unseal(memory_key(device), *bytes, std::as_bytes(std::span(bound)));
  if (!plain)
    return {ErrorCode::tampered, file.string() + ": what this device remembers was changed, or is another device's"};
  Reader reader(*plain, "pack memory");
  Memory memory;
  memory.latest = Time{std::chrono::seconds{reader.read<std::int64_t>()}};
  const auto versions = reader.u32(), revoked = reader.u32();
  for (std::uint32_t i = 0; i < versions && reader.ok(); ++i) {
    const auto series = series_of(reader);
    memory.versions[series] = reader.u32();
  }
  for (std::uint32_t i = 0; i < revoked && reader.ok(); ++i) memory.revoked.insert(series_of(reader));
  if (auto ok = reader.check(); !ok) return ok.error();
  return memory;
}

Result<void> Memory::save(const std::filesystem::path& file, const privacy::Key& device) const {
  Writer writer;
  writer.write(std::int64_t{latest.time_since_epoch().count()});
  writer.u32(static_cast<std::uint32_t>(versions.size()));
  writer.u32(static_cast<std::uint32_t>(revoked.size()));
  for (const auto& [series, version] : versions) {
    writer.bytes(series);
    writer.u32(version);
  }
  for (const auto& series : revoked) writer.bytes(series);
  return write_file(file, privacy::seal(memory_key(device), writer.span(), std::as_bytes(std::span(bound))), 0600);
}

}  // namespace limen::pack
