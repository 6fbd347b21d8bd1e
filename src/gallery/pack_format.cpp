#include "gallery/pack_format.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "limen/core/file.hpp"
#include "limen/core/reader.hpp"
#include "limen/detail/core/file_start.hpp"
#include "limen/privacy/seal.hpp"

namespace limen {

Result<PackInfo> pack_info(const std::filesystem::path& file) {
  const auto bytes = read_file(file, pack::most_bytes);
  if (!bytes) return bytes.error();
  const auto envelope = pack::take_apart(*bytes);
  if (!envelope) return envelope.error();
  return envelope->info;
}

std::optional<PackSeries> pack_series_from(std::string_view hex) {
  PackSeries series{};
  const auto padded = privacy::digest_from(std::string(hex) + std::string(2 * series.size(), '0'));
  if (!padded || hex.size() != 2 * series.size()) return std::nullopt;
  std::copy_n(padded->bytes.begin(), series.size(), series.begin());
  return series;
}

}  // namespace limen

namespace limen::pack {

namespace {

constexpr FileStart start{"LIMENPAK", 2, "watchlist pack"};
constexpr std::size_t boxed_size = privacy::Key::size + privacy::box_overhead;
constexpr std::size_t longest_name = 256;
constexpr std::size_t face_head = 1 + 1 + 4;  // mirror averaged, quality, scale

Time time_of(Reader& reader) { return Time{std::chrono::seconds{reader.read<std::int64_t>()}}; }

void write_expiry(Writer& writer, Time expires, Time created) {
  const auto seconds = (expires - created).count();
  writer.u32(static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, UINT32_MAX)));
}
Time read_expiry(Reader& reader, Time created) { return created + std::chrono::seconds{reader.u32()}; }

template <std::size_t size>
std::array<std::byte, size> array_of(Reader& reader) {
  std::array<std::byte, size> out{};
  std::ranges::copy(reader.take(size), out.begin());
  return out;
}

void write_header(Writer& writer, const PackInfo& info, std::span<const std::byte> boxed) {
  writer.bytes(info.series);
  writer.u32(info.version);
  writer.u32(info.base);
  writer.bytes(info.link.bytes);
  writer.bytes(info.issuer.bytes);
  writer.bytes(info.device.bytes);
  write_text(writer, info.issuer_name);
  writer.u8(static_cast<std::uint8_t>(info.purpose));
  write_time(writer, info.created);
  write_time(writer, info.expires);
  for (const auto count : {info.subjects, info.references, info.removed}) writer.u32(count);
  writer.bytes(boxed);
}

Result<Envelope> read_header(Reader& header) {
  Envelope envelope;
  auto& info = envelope.info;
  info.series = array_of<16>(header);
  info.version = header.u32();
  info.base = header.u32();
  info.link.bytes = array_of<32>(header);
  info.issuer.bytes = array_of<32>(header);
  info.device.bytes = array_of<32>(header);
  const auto name = header.take(header.u16());
  info.issuer_name.assign(reinterpret_cast<const char*>(name.data()), name.size());
  info.purpose = static_cast<Purpose>(header.u8());
  info.created = time_of(header);
  info.expires = time_of(header);
  for (auto* count : {&info.subjects, &info.references, &info.removed}) *count = header.u32();
  envelope.boxed_key = header.take(boxed_size);
  if (auto ok = header.check(); !ok) return ok.error();
  const bool sound = header.remaining() == 0 && privacy::known(info.purpose) && info.version > info.base &&
                     info.created < info.expires && !info.issuer_name.empty() &&
                     info.issuer_name.size() <= longest_name && (info.base != 0 || info.removed == 0);
  if (!sound) return header.corrupt("a header that contradicts itself");
  return envelope;
}

Result<Item> read_face(Reader& reader, const std::vector<Model>& models, Time created) {
  Item item{Modality::face, read_expiry(reader, created), reader.u8(), {}};
  if (item.model >= models.size()) return reader.corrupt("a face of a model that is not listed");
  item.bytes = reader.take(face_head + models[item.model].dimension);
  return item;
}

Item read_finger(Reader& reader, Time created) {
  Item item{Modality::fingerprint, read_expiry(reader, created), 0, {}};
  item.bytes = reader.take(reader.u32());
  return item;
}

}  // namespace

void write_text(Writer& writer, std::string_view text) {
  writer.u16(static_cast<std::uint16_t>(text.size()));
  writer.bytes(std::as_bytes(std::span(text)));
}

void write_time(Writer& writer, Time time) { writer.write(std::int64_t{time.time_since_epoch().count()}); }

Result<Envelope> take_apart(std::span<const std::byte> file) {
  Reader reader(file, "pack");
  const auto format = start.read(reader, "pack");
  if (!format) return format.error();
  const auto header_bytes = reader.take(reader.u32());
  if (auto ok = reader.check(); !ok) return ok.error();
  if (*format == 1)
    return {ErrorCode::unsupported_format, "pack: format 1, of an older limen; ask the issuer for a new full pack"};
  if (reader.remaining() < privacy::seal_overhead + sizeof(privacy::Signature))
    return reader.corrupt("the contents are cut off");
  Reader header(header_bytes, "pack header");
  auto envelope = read_header(header);
  if (!envelope) return envelope.error();
  envelope->info.bytes = file.size();
  envelope->associated = file.first(reader.offset());
  envelope->sealed = reader.take(reader.remaining() - sizeof(privacy::Signature));
  privacy::Signature signature;
  std::ranges::copy(reader.take(sizeof signature), signature.bytes.begin());
  if (!privacy::verify(envelope->info.issuer, signature_context, file.first(file.size() - sizeof signature), signature))
    return {ErrorCode::tampered, "pack: the issuer's signature does not fit; get the pack anew"};
  return envelope;
}

Result<Contents> read_contents(std::span<const std::byte> plain, const PackInfo& info) {
  Reader reader(plain, "pack contents");
  Contents contents;
  contents.models.resize(reader.u8());
  for (auto& model : contents.models) {
    const auto id = reader.take(model.id.sha256.size());
    std::ranges::transform(id, model.id.sha256.begin(), [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    model.preprocessing = reader.u32();
    model.dimension = reader.u16();
  }
  auto prints = fingerprint::PrintCode::from_bytes(reader.take(reader.u16()));
  if (!prints) return prints.error();
  contents.prints = std::move(*prints);
  if (!reader.has_room_for(info.removed, 4) || !reader.has_room_for(info.subjects, 26))
    return reader.corrupt("fewer subjects than the header says");
  for (std::uint32_t i = 0; i < info.removed; ++i) contents.removed.push_back(reader.u32());
  contents.subjects.resize(info.subjects);
  std::size_t references = 0;
  for (auto& subject : contents.subjects) {
    subject.serial = reader.u32();
    subject.pseudonym.epoch = reader.u32();
    subject.pseudonym.value = array_of<16>(reader);
    const std::size_t fingers = reader.u8(), faces = reader.u8();
    for (std::size_t i = 0; i < fingers && reader.ok(); ++i) subject.items.push_back(read_finger(reader, info.created));
    for (std::size_t i = 0; i < faces && reader.ok(); ++i) {
      const auto face = read_face(reader, contents.models, info.created);
      if (!face) return face.error();
      subject.items.push_back(*face);
    }
    references += subject.items.size();
  }
  if (auto ok = reader.check(); !ok) return ok.error();
  if (reader.remaining() != 0 || references != info.references)
    return reader.corrupt("more or fewer references than the header says");
  return contents;
}

void write_head(Writer& writer, const std::vector<Model>& models, const fingerprint::PrintCode& prints,
                std::span<const std::uint32_t> removed) {
  writer.u8(static_cast<std::uint8_t>(models.size()));
  for (const auto& model : models) {
    writer.bytes(std::as_bytes(std::span(model.id.sha256)));
    writer.u32(model.preprocessing);
    writer.u16(model.dimension);
  }
  writer.u16(static_cast<std::uint16_t>(prints.bytes().size()));
  writer.bytes(std::as_bytes(prints.bytes()));
  for (const auto serial : removed) writer.u32(serial);
}

void write_subject(Writer& writer, const Subject& subject, Time created) {
  const auto& items = subject.items;
  writer.u32(subject.serial);
  writer.u32(subject.pseudonym.epoch);
  writer.bytes(subject.pseudonym.value);
  const auto fingers = std::ranges::count(items, Modality::fingerprint, &Item::modality);
  writer.u8(static_cast<std::uint8_t>(fingers));
  writer.u8(static_cast<std::uint8_t>(items.size() - static_cast<std::size_t>(fingers)));
  for (const auto& item : items) {
    write_expiry(writer, item.expires, created);
    if (item.modality == Modality::fingerprint)
      writer.u32(static_cast<std::uint32_t>(item.bytes.size()));
    else
      writer.u8(item.model);
    writer.bytes(item.bytes);
  }
}

SecureVector<std::byte> compact(const face::Template& face) {
  float largest = 0;
  for (const float value : face.embedding) largest = std::max(largest, std::abs(value));
  const float scale = largest / 127;
  Writer writer;
  writer.u8(face.mirror_averaged ? 1 : 0);
  writer.u8(face.quality_value);
  writer.u32(std::bit_cast<std::uint32_t>(scale));
  for (const float value : face.embedding)
    writer.u8(static_cast<std::uint8_t>(static_cast<std::int8_t>(std::lround(value / scale))));
  return writer.take();
}

Result<face::Template> expand(std::span<const std::byte> bytes, const Model& model) {
  Reader reader(bytes, "pack: face");
  const auto mirror = reader.u8(), quality = reader.u8();
  const auto scale = std::bit_cast<float>(reader.u32());
  SecureVector<float> embedding;
  while (reader.remaining() > 0) embedding.push_back(scale * static_cast<float>(reader.read<std::int8_t>()));
  auto face = face::make_template(model.id, model.preprocessing, embedding);
  if (!face || mirror > 1 || quality > 100) return reader.corrupt("no embedding");
  face->mirror_averaged = mirror == 1;
  face->quality_value = quality;
  return face;
}

Result<Bytes> seal_pack(const PackInfo& info, std::span<const std::byte> contents, const privacy::SigningKey& issuer) {
  const auto key = privacy::Key::random();
  const auto boxed = privacy::seal_to(info.device, key.reveal());
  if (!boxed) return boxed.error();
  Writer header, file;
  write_header(header, info, *boxed);
  start.write(file);
  file.u32(static_cast<std::uint32_t>(header.size()));
  file.bytes(header.span());
  const auto sealed = privacy::seal(key, contents, file.span());
  file.bytes(sealed);
  const auto signature = issuer.sign(signature_context, file.span());
  file.bytes(signature.bytes);
  return Bytes(file.span().begin(), file.span().end());
}

}  // namespace limen::pack
