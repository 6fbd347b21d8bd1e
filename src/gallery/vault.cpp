#include "gallery/vault.hpp"

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"

namespace limen {

using privacy::Digest;
using privacy::Hasher;
using privacy::Key;

namespace {

void write_text(Writer& writer, std::string_view text) {
  writer.u32(static_cast<std::uint32_t>(text.size()));
  writer.bytes(std::as_bytes(std::span(text)));
}

void exclusive_or(Digest& into, const Digest& other) {
  for (std::size_t i = 0; i < into.bytes.size(); ++i) into.bytes[i] ^= other.bytes[i];
}

Error tampered(std::string_view what, std::uint64_t id) {
  std::string message("gallery: ");
  message.append(what).append(" ").append(std::to_string(id));
  message.append(" was changed from outside: its seal does not open; restore a copy");
  return {ErrorCode::tampered, std::move(message)};
}

}  // namespace

Vault::Vault(const Key& key, const GalleryId& id)
    : id_(id),
      keys_(key.derive("limen gallery " + to_string(id))),
      wrap_(keys_.derive("record keys")),
      labels_(keys_.derive("labels")),
      tags_(keys_.derive("label tags")),
      rows_(keys_.derive("rows")),
      manifest_(keys_.derive("manifest")) {}

SecureVector<std::byte> Vault::bound(std::string_view kind) const {
  Writer writer;
  write_text(writer, kind);
  writer.bytes(id_);
  return writer.take();
}

SecureVector<std::byte> Vault::bound(std::string_view kind, const ReferenceRecord& record) const {
  Writer writer;
  writer.bytes(bound(kind));
  writer.u64(record.id.value);
  writer.u64(record.subject.value);
  writer.u8(static_cast<std::uint8_t>(record.modality));
  writer.u8(static_cast<std::uint8_t>(record.position));
  writer.u32(record.purposes.bits());
  write_text(writer, record.retention_class);
  writer.write(std::int64_t{record.anchor.time_since_epoch().count()});
  writer.write(std::int64_t{record.expires.time_since_epoch().count()});
  return writer.take();
}

SecureVector<std::byte> Vault::bound(const StoredSubject& subject) const {
  Writer writer;
  writer.bytes(bound("label"));
  writer.u64(subject.id.value);
  writer.bytes(subject.label_tag.bytes);
  writer.write(std::int64_t{subject.enrolled.time_since_epoch().count()});
  return writer.take();
}

Bytes Vault::seal_key_check() const { return privacy::seal(keys_, {}, bound("key check")); }

bool Vault::opens(std::span<const std::byte> key_check) const {
  return privacy::unseal(keys_, key_check, bound("key check")).has_value();
}

Bytes Vault::seal(const Manifest& manifest) const {
  Writer writer;
  for (const auto number :
       {manifest.generation, manifest.next_subject, manifest.next_reference, manifest.subjects, manifest.references})
    writer.u64(number);
  writer.bytes(manifest.rows.bytes);
  return privacy::seal(manifest_, writer.span(), bound("manifest"));
}

Result<Manifest> Vault::open_manifest(std::span<const std::byte> sealed) const {
  const auto plain = privacy::unseal(manifest_, sealed, bound("manifest"));
  if (!plain) return {ErrorCode::tampered, "gallery: its manifest was changed from outside; restore a copy"};
  Reader reader(*plain, "gallery manifest");
  Manifest manifest;
  for (auto* number : {&manifest.generation, &manifest.next_subject, &manifest.next_reference, &manifest.subjects,
                       &manifest.references})
    *number = reader.u64();
  const auto rows = reader.take(manifest.rows.bytes.size());
  if (auto ok = reader.check(); !ok) return ok.error();
  std::ranges::copy(rows, manifest.rows.bytes.begin());
  return manifest;
}

Digest Vault::label_tag(std::string_view label) const { return Hasher(tags_).add(label).finish(); }

StoredSubject Vault::seal(SubjectId id, std::string_view label, Time enrolled) const {
  StoredSubject subject{id, label_tag(label), enrolled, {}};
  subject.sealed_label = privacy::seal(labels_, std::as_bytes(std::span(label)), bound(subject));
  return subject;
}

Result<std::string> Vault::open_label(const StoredSubject& subject) const {
  const auto plain = privacy::unseal(labels_, subject.sealed_label, bound(subject));
  if (!plain) return tampered("subject", subject.id.value);
  return std::string(reinterpret_cast<const char*>(plain->data()), plain->size());
}

StoredReference Vault::seal(const ReferenceRecord& record, std::span<const std::byte> serialised) const {
  const auto key = Key::random();
  return {record, privacy::seal(wrap_, key.reveal(), bound("record key", record)),
          privacy::seal(key, serialised, bound("template", record))};
}

Result<Key> Vault::record_key(const StoredReference& reference) const {
  const auto plain = privacy::unseal(wrap_, reference.wrapped_key, bound("record key", reference.record));
  if (!plain) return tampered("reference", reference.record.id.value);
  return Key::from_bytes(*plain);
}

Result<void> Vault::check(const StoredReference& reference) const {
  if (const auto key = record_key(reference); !key) return key.error();
  return {};
}

Result<SecureVector<std::byte>> Vault::open_template(const StoredReference& reference) const {
  const auto key = record_key(reference);
  if (!key) return key.error();
  auto plain = privacy::unseal(*key, reference.sealed_template, bound("template", reference.record));
  if (!plain) return tampered("reference", reference.record.id.value);
  return plain;
}

void Vault::toggle(const StoredSubject& subject, Digest& rows) const {
  exclusive_or(rows, Hasher(rows_).add(bound(subject)).add(subject.sealed_label).finish());
}

void Vault::toggle(const StoredReference& reference, Digest& rows) const {
  exclusive_or(rows, Hasher(rows_).add(bound("record key", reference.record)).add(reference.wrapped_key).finish());
}

std::string to_string(const GalleryId& id) {
  Digest padded;
  std::ranges::copy(id, padded.bytes.begin());
  return privacy::to_string(padded).substr(0, 2 * id.size());
}

}  // namespace limen
