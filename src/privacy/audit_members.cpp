#include "privacy/audit_members.hpp"

#include "limen/core/json.hpp"

#include "privacy/json_scanner.hpp"
#include "privacy/utf8.hpp"

namespace limen::privacy {
namespace {

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

}  // namespace

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

}  // namespace limen::privacy
