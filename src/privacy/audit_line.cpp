#include "privacy/audit_line.hpp"

#include <algorithm>
#include <charconv>

#include "limen/core/json.hpp"
#include "limen/privacy/base64.hpp"
#include "limen/privacy/seal.hpp"

#include "privacy/hex.hpp"
#include "privacy/json_scanner.hpp"
#include "privacy/utf8.hpp"

namespace limen::privacy {

namespace {

constexpr std::string_view hash_mark = ",\"hash\":\"", mac_mark = "\",\"mac\":\"", line_end = "\"}";
constexpr std::string_view header_start = "{\"limen_audit\":";
constexpr std::size_t hash_digits = 64, mac_digits = 32;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

/// What binds sealed bytes to their place.
std::string place_of(std::string_view log, std::uint64_t sequence) {
  return std::string(log) + ":" + std::to_string(sequence);
}

void add_digest(std::string& to, std::string_view name, const std::optional<Digest>& digest) {
  if (digest) json::add_text(to, name, to_string(*digest));
}

/// In their order in the line: the texts of an entry.
struct Text {
  std::string_view name;
  std::string AuditEntry::*member;
};
constexpr Text before_purpose[] = {
    {"officer", &AuditEntry::officer},
    {"on_behalf_of", &AuditEntry::on_behalf_of},
    {"recipient", &AuditEntry::recipient},
};
constexpr Text after_purpose[] = {
    {"legal_basis", &AuditEntry::legal_basis},
    {"justification", &AuditEntry::justification},
    {"case_reference", &AuditEntry::case_reference},
    {"gallery", &AuditEntry::gallery},
};

/// The members of an entry; what is empty or 0 may be left out.
std::optional<StoredEntry> read_members(Scanner& scan) {
  StoredEntry stored;
  auto& entry = stored.entry;
  const auto read = [&](const Text& text) {
    if (scan.next_is(text.name)) entry.*text.member = scan.text(text.name);
  };
  const auto operation = operation_from(scan.text("operation"));
  for (const auto& text : before_purpose) read(text);
  if (scan.next_is("purpose")) {
    const auto name = scan.text("purpose");
    const auto purpose = purpose_from(name);
    if (!purpose && name != "none") scan.fail();
    entry.purpose = purpose.value_or(Purpose{});
  }
  for (const auto& text : after_purpose) read(text);
  if (scan.next_is("view_hash"))
    if (const auto hex = scan.text("view_hash"); !hex.empty()) {
      entry.view_hash = digest_from(hex);
      if (!entry.view_hash) scan.fail();
    }
  if (scan.next_is("view_size")) entry.view_size = scan.number("view_size");
  if (scan.next_is("candidates")) entry.candidates = scan.number("candidates");
  read({"result", &AuditEntry::result});
  if (scan.next_is("subjects")) stored.subjects = scan.numbers("subjects");
  if (scan.next_is("details")) stored.details = scan.text("details");
  if (scan.next_is("tombstone")) entry.tombstone = scan.digest("tombstone");
  if (!scan.ok() || !operation) return std::nullopt;
  entry.operation = *operation;
  return stored;
}

}  // namespace

LogKeys::LogKeys(const Key& log)
    : whole(Key::from_bytes(log.reveal()).value()),
      mac(log.derive("limen audit mac")),
      entries(log.derive("limen audit entries")),
      book(log.derive("limen audit persons")) {}

Key LogKeys::entry(std::uint64_t sequence) const { return entries.derive("entry " + std::to_string(sequence)); }

std::optional<LogKeys> keys_of(const Key* key) {
  if (key == nullptr) return std::nullopt;
  return LogKeys(*key);
}

std::string to_string(const Link& link) { return to_hex(link.hash.bytes) + to_hex(link.mac); }

std::optional<Link> link_from(std::string_view hex) noexcept {
  Link link;
  if (hex.size() != hash_digits + mac_digits || !from_hex(hex.substr(0, hash_digits), link.hash.bytes) ||
      !from_hex(hex.substr(hash_digits), link.mac))
    return std::nullopt;
  return link;
}

Result<void> check_entry(const AuditEntry& entry) {
  const auto refused = [](std::string why) { return Error{ErrorCode::invalid_argument, "audit entry: " + why}; };
  const auto check = [&](std::string_view name, const std::string& text) -> Result<void> {
    if (text.size() > longest_text)
      return refused(std::string(name) + " has " + std::to_string(text.size()) + " bytes, 4096 are possible");
    if (!is_utf8(text)) return refused(std::string(name) + " is not UTF-8");
    return {};
  };
  for (const auto texts : {std::span<const Text>(before_purpose), std::span<const Text>(after_purpose)})
    for (const auto& text : texts)
      if (auto ok = check(text.name, entry.*text.member); !ok) return ok;
  if (auto ok = check("result", entry.result); !ok) return ok;
  if (auto ok = check("details", entry.details); !ok) return ok;
  if (entry.subjects.size() > most_subjects)
    return refused(std::to_string(entry.subjects.size()) + " subjects, 4096 are possible");
  for (const auto& subject : entry.subjects) {
    if (subject.empty() || subject.size() > longest_subject)
      return refused("a subject's name has " + std::to_string(subject.size()) + " bytes, 1 to 119 are possible");
    if (auto ok = check("a subject", subject); !ok) return ok;
  }
  if (!operation_from(to_string(entry.operation))) return refused("there is no such operation");
  if (entry.purpose != Purpose{} && !known(entry.purpose)) return refused("there is no such purpose");
  return {};
}

Digest chained(const Link& before, std::string_view body) noexcept {
  constexpr std::byte leaf{0};
  return Hasher{}.add(std::span(&leaf, 1)).add(before.hash.bytes).add(before.mac).add(body).finish();
}

Link link_of(const Digest& hash, const LogKeys* keys) noexcept {
  Link link{hash};
  if (keys == nullptr) return link;
  const auto whole = Hasher(keys->mac).add(hash.bytes).finish();
  std::copy_n(whole.bytes.begin(), link.mac.size(), link.mac.begin());
  return link;
}

std::string ending(const Link& link, bool keyed) {
  std::string end(hash_mark);
  append_hex(end, link.hash.bytes);
  if (keyed) {
    end += mac_mark;
    append_hex(end, link.mac);
  }
  return end.append(line_end).append("\n");
}

std::optional<Split> split(std::string_view line, bool keyed) noexcept {
  Split found;
  const auto cut = [&line](std::string_view what) {
    const bool there = line.ends_with(what);
    if (there) line.remove_suffix(what.size());
    return there;
  };
  const auto cut_hex = [&line](std::span<std::byte> into) {
    if (line.size() < 2 * into.size() || !from_hex(line.substr(line.size() - 2 * into.size()), into)) return false;
    line.remove_suffix(2 * into.size());
    return true;
  };
  if (!cut(line_end)) return std::nullopt;
  if (keyed && !(cut_hex(found.link.mac) && cut(mac_mark))) return std::nullopt;
  if (!cut_hex(found.link.hash.bytes) || !cut(hash_mark)) return std::nullopt;
  found.body = line;
  return found;
}

std::string body_of(const AuditHeader& header) {
  std::string body(header_start);
  body.append("2,\"keyed\":").append(header.keyed ? "true" : "false");
  json::add_text(body, "created", limen::to_string(header.created));
  json::add_text(body, "log", header.log);
  json::add_number(body, "segment", header.segment);
  json::add_number(body, "entries", header.entries);
  json::add_text(body, "previous", to_string(header.previous));
  std::string peaks;
  for (const auto& peak : header.peaks) append_hex(peaks, peak.bytes);
  json::add_text(body, "tree", peaks);
  return body;
}

std::optional<AuditHeader> read_header(std::string_view line, const LogKeys* keys) {
  AuditHeader header;
  header.keyed = keys != nullptr;
  if (line.starts_with(std::string(header_start) + "1,")) {
    header.format = 1;
    const auto parts = split(line, false);
    if (!parts) return std::nullopt;
    const auto hash = keys == nullptr ? digest(bytes_of(parts->body)) : Hasher(keys->whole).add(parts->body).finish();
    Scanner scan(parts->body);
    scan.expect(std::string(header_start.substr(1)) + "1,\"keyed\":" + (header.keyed ? "true" : "false"));
    Scanner rest(parts->body.substr(std::min(parts->body.size(), header_start.size() + 10 + (header.keyed ? 4U : 5U))));
    header.created = rest.time("created");
    header.log = rest.text("log");
    if (!scan.ok() || !rest.finished() || hash != parts->link.hash) return std::nullopt;
    return header;
  }
  const auto parts = split(line, header.keyed);
  if (!parts) return std::nullopt;
  const auto start = std::string(header_start) + "2,\"keyed\":" + (header.keyed ? "true" : "false");
  if (!parts->body.starts_with(start)) return std::nullopt;
  Scanner scan(parts->body.substr(start.size()));
  header.created = scan.time("created");
  header.log = scan.text("log");
  header.segment = scan.number("segment");
  header.entries = scan.number("entries");
  const auto previous = link_from(scan.text("previous"));
  const auto peaks = scan.text("tree");
  if (!scan.finished() || !previous || peaks.size() % hash_digits != 0) return std::nullopt;
  header.previous = *previous;
  for (std::size_t i = 0; i < peaks.size(); i += hash_digits) {
    const auto peak = digest_from(std::string_view(peaks).substr(i, hash_digits));
    if (!peak) return std::nullopt;
    header.peaks.push_back(*peak);
  }
  return header;
}

std::string body_of(const Stamp& stamp, std::string_view entry, bool sealed) {
  std::string body = "{\"sequence\":" + std::to_string(stamp.sequence);
  json::add_text(body, "time", limen::to_string(stamp.time));
  if (sealed) {
    json::add_text(body, "sealed", entry);
  } else {
    body.append(",\"entry\":").append(entry);
  }
  return body;
}

std::optional<Stamp> stamp_of(std::string_view body) noexcept {
  constexpr std::string_view start = "{\"sequence\":", time_mark = ",\"time\":\"";
  if (!body.starts_with(start)) return std::nullopt;
  Stamp stamp;
  const auto* const from = body.data() + start.size();
  const auto [end, error] = std::from_chars(from, body.data() + body.size(), stamp.sequence);
  if (error != std::errc{} || *from == '0') return std::nullopt;
  body.remove_prefix(static_cast<std::size_t>(end - body.data()));
  if (!body.starts_with(time_mark)) return std::nullopt;
  const auto time = time_from(body.substr(time_mark.size(), 20));
  if (!time) return std::nullopt;
  stamp.time = *time;
  return stamp;
}

std::string write_entry(const StoredEntry& stored) {
  const auto& entry = stored.entry;
  std::string members;
  const auto add = [&](const Text& text) {
    if (!(entry.*text.member).empty()) json::add_text(members, text.name, entry.*text.member);
  };
  json::add_text(members, "operation", to_string(entry.operation));
  for (const auto& text : before_purpose) add(text);
  if (known(entry.purpose)) json::add_text(members, "purpose", to_string(entry.purpose));
  for (const auto& text : after_purpose) add(text);
  add_digest(members, "view_hash", entry.view_hash);
  if (entry.view_size != 0) json::add_number(members, "view_size", entry.view_size);
  if (entry.candidates != 0) json::add_number(members, "candidates", entry.candidates);
  add({"result", &AuditEntry::result});
  if (!stored.subjects.empty()) json::add_numbers(members, "subjects", stored.subjects);
  if (!stored.details.empty()) json::add_text(members, "details", stored.details);
  add_digest(members, "tombstone", entry.tombstone);
  return json::object(std::move(members));
}

std::optional<StoredEntry> read_entry(std::string_view text) {
  Scanner scan(text);
  auto stored = read_members(scan);
  if (!scan.closed()) return std::nullopt;
  return stored;
}

std::string seal_entry(const Key& key, std::string_view log, std::uint64_t sequence, std::string_view entry) {
  return to_base64(seal(key, bytes_of(entry), bytes_of(place_of(log, sequence))));
}

std::optional<std::string> unseal_entry(const Key& key, std::string_view log, std::uint64_t sequence,
                                        std::string_view sealed) {
  const auto bytes = from_base64(sealed);
  if (!bytes) return std::nullopt;
  const auto plain = unseal(key, *bytes, bytes_of(place_of(log, sequence)));
  if (!plain) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(plain->data()), plain->size());
}

std::optional<Contents> contents_of(std::string_view body, std::string_view log, std::uint64_t sequence,
                                    const Key* entry_key) {
  const auto stamp = stamp_of(body);
  if (!stamp || stamp->sequence != sequence) return std::nullopt;
  const auto start = body_of(*stamp, "", false);
  if (body.starts_with(start)) {
    const auto stored = read_entry(body.substr(start.size()));
    return stored ? std::optional(Contents{stored}) : std::nullopt;
  }
  Scanner scan(body.substr(start.size() - std::string_view(",\"entry\":").size()));
  const auto sealed = scan.text("sealed");
  if (!scan.finished()) return std::nullopt;
  if (entry_key == nullptr) return Contents{};
  const auto text = unseal_entry(*entry_key, log, sequence, sealed);
  return Contents{text ? read_entry(*text) : std::nullopt};
}

std::optional<OldRecord> read_old_record(std::string_view line, const LogKeys* keys) {
  const auto parts = split(line, false);
  if (!parts) return std::nullopt;
  const auto hash = keys == nullptr ? digest(bytes_of(parts->body)) : Hasher(keys->whole).add(parts->body).finish();
  if (hash != parts->link.hash) return std::nullopt;
  OldRecord old{{}, parts->body};
  Scanner scan(parts->body);
  old.record.sequence = scan.number("sequence");
  old.record.time = scan.time("time");
  auto stored = read_members(scan);
  old.record.previous = scan.digest("previous");
  old.record.hash = hash;
  if (!scan.finished() || !stored || !stored->subjects.empty() || !stored->details.empty()) return std::nullopt;
  old.record.entry = std::move(stored->entry);
  return old;
}

bool may_be_header(std::string_view start) noexcept {
  return header_start.starts_with(start.substr(0, header_start.size()));
}

HeaderClaim claim_of(std::string_view line) noexcept {
  HeaderClaim claim;
  claim.is_log = line.starts_with(header_start);
  if (!claim.is_log) return claim;
  line.remove_prefix(header_start.size());
  unsigned version = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), version);
  claim.newer = error == std::errc{} && version > 2;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  claim.keyed = line.starts_with(",\"keyed\":true");
  return claim;
}

}  // namespace limen::privacy
