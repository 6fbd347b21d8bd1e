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

void write_time(Writer& writer, Time time) { writer.write(std::int64_t{time.time_since_epoch().count()}); }

std::string read_text(Reader& reader) {
  const auto bytes = reader.take(reader.u32());
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Time read_time(Reader& reader) { return Time{std::chrono::seconds{reader.read<std::int64_t>()}}; }

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
      facts_(keys_.derive("facts")),
      sweeps_(keys_.derive("sweeps")),
      manifest_(keys_.derive("manifest")) {}

SecureVector<std::byte> Vault::bound(std::string_view kind) const {
  Writer writer;
  write_text(writer, kind);
  writer.bytes(id_);
  return writer.take();
}

SecureVector<std::byte> Vault::bound_1(std::string_view kind, const ReferenceRecord& record) const {
  Writer writer;
  writer.bytes(bound(kind));
  writer.u64(record.id.value);
  writer.u64(record.subject.value);
  writer.u8(static_cast<std::uint8_t>(record.modality));
  writer.u8(static_cast<std::uint8_t>(record.position));
  writer.u32(record.purposes.bits());
  write_text(writer, record.retention_class);
  write_time(writer, record.anchor);
  write_time(writer, record.expires);
  return writer.take();
}

SecureVector<std::byte> Vault::bound(const ReferenceRecord& record) const {
  Writer writer;
  writer.bytes(bound_1("record key 2", record));
  write_time(writer, record.enrolled);
  writer.u8(static_cast<std::uint8_t>(record.category));
  write_text(writer, record.legal_basis);
  write_text(writer, record.agency);
  writer.u8(record.blocked ? 1 : 0);
  writer.u8(record.marked ? 1 : 0);
  return writer.take();
}

/// What never changes. The rest is bound to the record's key, without which the template does not open.
SecureVector<std::byte> Vault::bound_template(const ReferenceRecord& record) const {
  Writer writer;
  writer.bytes(bound("template 2"));
  writer.u64(record.id.value);
  writer.u64(record.subject.value);
  writer.u8(static_cast<std::uint8_t>(record.modality));
  writer.u8(static_cast<std::uint8_t>(record.position));
  return writer.take();
}

SecureVector<std::byte> Vault::bound(const StoredFact& fact) const {
  Writer writer;
  writer.bytes(bound("fact"));
  writer.u64(fact.id);
  writer.u64(fact.subject.value);
  return writer.take();
}

SecureVector<std::byte> Vault::bound(const StoredSubject& subject) const {
  Writer writer;
  writer.bytes(bound("label"));
  writer.u64(subject.id.value);
  writer.bytes(subject.label_tag.bytes);
  write_time(writer, subject.enrolled);
  return writer.take();
}

Bytes Vault::seal_key_check() const { return privacy::seal(keys_, {}, bound("key check")); }

bool Vault::opens(std::span<const std::byte> key_check) const {
  return privacy::unseal(keys_, key_check, bound("key check")).has_value();
}

Bytes Vault::seal(const Manifest& manifest) const {
  Writer writer;
  for (const auto number : {manifest.generation, manifest.next_subject, manifest.next_reference, manifest.subjects,
                            manifest.references, manifest.next_fact})
    writer.u64(number);
  writer.bytes(manifest.rows.bytes);
  write_time(writer, manifest.trusted);
  return privacy::seal(manifest_, writer.span(), bound("manifest 2"));
}

namespace {

Error changed_manifest() {
  return {ErrorCode::tampered, "gallery: its manifest was changed from outside; restore a copy"};
}

}  // namespace

Result<Manifest> Vault::open_manifest(std::span<const std::byte> sealed) const {
  const auto plain = privacy::unseal(manifest_, sealed, bound("manifest 2"));
  if (!plain) return changed_manifest();
  Reader reader(*plain, "gallery manifest");
  Manifest manifest;
  for (auto* number : {&manifest.generation, &manifest.next_subject, &manifest.next_reference, &manifest.subjects,
                       &manifest.references, &manifest.next_fact})
    *number = reader.u64();
  const auto rows = reader.take(manifest.rows.bytes.size());
  manifest.trusted = read_time(reader);
  if (auto ok = reader.check(); !ok) return ok.error();
  std::ranges::copy(rows, manifest.rows.bytes.begin());
  return manifest;
}

Result<Manifest> Vault::open_manifest_1(std::span<const std::byte> sealed) const {
  const auto plain = privacy::unseal(manifest_, sealed, bound("manifest"));
  if (!plain) return changed_manifest();
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

StoredFact Vault::seal(std::uint64_t id, SubjectId subject, const Fact& fact) const {
  StoredFact stored{id, subject, {}};
  Writer writer;
  writer.u8(static_cast<std::uint8_t>(fact.index()));
  if (const auto* happened = std::get_if<privacy::Happened>(&fact)) {
    writer.u8(static_cast<std::uint8_t>(happened->event));
    write_time(writer, happened->at);
  } else {
    const auto& hold = std::get<privacy::Hold>(fact);
    write_text(writer, hold.owner);
    write_text(writer, hold.reason);
    write_time(writer, hold.until);
  }
  stored.sealed = privacy::seal(facts_, writer.span(), bound(stored));
  return stored;
}

Result<Fact> Vault::open_fact(const StoredFact& fact) const {
  const auto plain = privacy::unseal(facts_, fact.sealed, bound(fact));
  if (!plain) return tampered("fact", fact.id);
  Reader reader(*plain, "gallery: event or hold");
  Fact found;
  if (reader.u8() == 0) {
    privacy::Happened happened;
    happened.event = static_cast<privacy::Event>(reader.u8());
    happened.at = read_time(reader);
    found = happened;
  } else {
    privacy::Hold hold;
    hold.owner = read_text(reader);
    hold.reason = read_text(reader);
    hold.until = read_time(reader);
    found = std::move(hold);
  }
  if (auto ok = reader.check(); !ok) return ok.error();
  return found;
}

StoredReference Vault::seal(const ReferenceRecord& record, std::span<const std::byte> serialised) const {
  const auto key = Key::random();
  return {record, privacy::seal(wrap_, key.reveal(), bound(record)),
          privacy::seal(key, serialised, bound_template(record))};
}

Result<SecureVector<std::byte>> Vault::record_key(const StoredReference& reference) const {
  auto key = privacy::unseal(wrap_, reference.wrapped_key, bound(reference.record));
  if (!key) return tampered("reference", reference.record.id.value);
  return key;
}

Result<void> Vault::check(const StoredReference& reference) const {
  if (const auto key = record_key(reference); !key) return key.error();
  return {};
}

Result<SecureVector<std::byte>> Vault::open_template(const StoredReference& reference) const {
  const auto bytes = record_key(reference);
  if (!bytes) return bytes.error();
  const auto key = Key::from_bytes(*bytes);
  if (!key) return key.error();
  auto plain = privacy::unseal(*key, reference.sealed_template, bound_template(reference.record));
  if (!plain) return tampered("reference", reference.record.id.value);
  return plain;
}

Result<void> Vault::rewrap(StoredReference& reference, const ReferenceRecord& next, const Vault& by) const {
  const auto key = record_key(reference);
  if (!key) return key.error();
  reference.wrapped_key = privacy::seal(by.wrap_, *key, by.bound(next));
  reference.record = next;
  return {};
}

Result<Digest> Vault::commitment(const StoredReference& reference) const {
  const auto bytes = record_key(reference);
  if (!bytes) return bytes.error();
  const auto key = Key::from_bytes(*bytes);
  if (!key) return key.error();
  return Hasher(*key).add("limen tombstone 1").add(bound(reference.record)).add(reference.sealed_template).finish();
}

void Vault::toggle_1(const StoredReference& reference, Digest& rows) const {
  exclusive_or(rows, Hasher(rows_).add(bound_1("record key", reference.record)).add(reference.wrapped_key).finish());
}

Result<void> Vault::upgrade(StoredReference& reference, const ReferenceRecord& next) const {
  const auto bytes = privacy::unseal(wrap_, reference.wrapped_key, bound_1("record key", reference.record));
  if (!bytes) return tampered("reference", reference.record.id.value);
  const auto key = Key::from_bytes(*bytes);
  if (!key) return key.error();
  const auto plain = privacy::unseal(*key, reference.sealed_template, bound_1("template", reference.record));
  if (!plain) return tampered("reference", reference.record.id.value);
  reference = {next, privacy::seal(wrap_, key->reveal(), bound(next)),
               privacy::seal(*key, *plain, bound_template(next))};
  return {};
}

void Vault::toggle(const StoredSubject& subject, Digest& rows) const {
  exclusive_or(rows, Hasher(rows_).add(bound(subject)).add(subject.sealed_label).finish());
}

void Vault::toggle(const StoredReference& reference, Digest& rows) const {
  exclusive_or(rows, Hasher(rows_).add(bound(reference.record)).add(reference.wrapped_key).finish());
}

void Vault::toggle(const StoredFact& fact, Digest& rows) const {
  exclusive_or(rows, Hasher(rows_).add(bound(fact)).add(fact.sealed).finish());
}

Bytes Vault::seal_audit_key(const Key& key) const { return privacy::seal(keys_, key.reveal(), bound("audit key")); }

Result<Key> Vault::open_audit_key(std::span<const std::byte> sealed) const {
  const auto plain = privacy::unseal(keys_, sealed, bound("audit key"));
  if (!plain) return {ErrorCode::tampered, "gallery: the key of its audit was changed from outside; restore a copy"};
  return Key::from_bytes(*plain);
}

std::string to_string(const GalleryId& id) {
  Digest padded;
  std::ranges::copy(id, padded.bytes.begin());
  return privacy::to_string(padded).substr(0, 2 * id.size());
}

}  // namespace limen
