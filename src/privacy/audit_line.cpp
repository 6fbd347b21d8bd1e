#include "privacy/audit_line.hpp"

#include <algorithm>
#include <charconv>

#include "limen/core/json.hpp"
#include "limen/privacy/base64.hpp"
#include "limen/privacy/seal.hpp"

#include "privacy/hex.hpp"
#include "privacy/json_scanner.hpp"

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
