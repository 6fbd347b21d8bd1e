#include "privacy/audit_line.hpp"

#include <charconv>
#include <cstdio>

#include "privacy/utf8.hpp"

namespace limen::privacy {

namespace {

constexpr std::string_view hash_mark = ",\"hash\":\"";
constexpr std::string_view header_start = "{\"limen_audit\":";

struct Name {
  Operation operation;
  std::string_view text;
};
constexpr Name names[] = {
    {Operation::search_started, "search_started"},
    {Operation::search, "search"},
    {Operation::search_cancelled, "search_cancelled"},
    {Operation::search_failed, "search_failed"},
    {Operation::decision, "decision"},
    {Operation::enrolment, "enrolment"},
    {Operation::removal, "removal"},
    {Operation::disclosure, "disclosure"},
    {Operation::repair, "repair"},
};

void add_text(std::string& line, std::string_view name, std::string_view text) {
  line.append(",\"").append(name).append("\":\"");
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(byte));
      line += escape;
    } else {
      line += c;
    }
  }
  line += '"';
}

void add_number(std::string& line, std::string_view name, std::uint64_t value) {
  line.append(",\"").append(name).append("\":").append(std::to_string(value));
}

Digest hash_of(std::string_view body, const Key* key) {
  if (key != nullptr) return Hasher(*key).add(body).finish();
  return Hasher().add(body).finish();
}

std::string close(std::string body, Digest& hash, const Key* key) {
  hash = hash_of(body, key);
  return body.append(hash_mark).append(to_string(hash)).append("\"}\n");
}

/// Walks over a line that must be what add_text and add_number write; one deviation, and nothing more is read.
class Scanner {
 public:
  explicit Scanner(std::string_view line) : rest_(line) {}

  void expect(std::string_view literal) {
    ok_ = ok_ && rest_.starts_with(literal);
    if (ok_) rest_.remove_prefix(literal.size());
  }
  std::string text(std::string_view name) {
    mark(name);
    expect("\"");
    std::string value;
    while (ok_ && !rest_.starts_with('"')) value += next();
    expect("\"");
    return value;
  }
  std::uint64_t number(std::string_view name) {
    mark(name);
    return digits();
  }
  std::uint64_t digits() {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    ok_ = ok_ && error == std::errc{};
    if (ok_) rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }
  Time time(std::string_view name) {
    const auto value = text(name);
    int y = 0, h = 0, m = 0, s = 0;
    unsigned month = 0, day = 0;
    if (std::sscanf(value.c_str(), "%4d-%2u-%2uT%2d:%2d:%2dZ", &y, &month, &day, &h, &m, &s) != 6)
      return fail(), Time{};
    using namespace std::chrono;
    const year_month_day date{year{y}, std::chrono::month{month}, std::chrono::day{day}};
    if (!date.ok()) return fail(), Time{};
    return Time{sys_days{date}} + hours{h} + minutes{m} + seconds{s};
  }
  Digest digest(std::string_view name) {
    const auto value = digest_from(text(name));
    if (!value) fail();
    return value.value_or(Digest{});
  }
  void fail() { ok_ = false; }
  bool finished() const { return ok_ && rest_.empty(); }
  bool ok() const { return ok_; }

 private:
  void mark(std::string_view name) {
    expect(",\"");
    expect(name);
    expect("\":");
  }
  char next() {
    char c = rest_.empty() ? '\0' : rest_.front();
    if (c == '\\' && rest_.starts_with("\\u")) {
      unsigned value = 0;
      const auto hex = rest_.substr(2, 4);
      const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
      if (error != std::errc{} || end != hex.data() + 4) return fail(), '\0';
      rest_.remove_prefix(6);
      return static_cast<char>(value);
    }
    if (c == '\\') rest_.remove_prefix(1);
    if (rest_.empty()) return fail(), '\0';
    c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::string_view to_string(Operation operation) noexcept {
  for (const auto& name : names)
    if (name.operation == operation) return name.text;
  return "unknown";
}

std::optional<Operation> operation_from(std::string_view text) noexcept {
  for (const auto& name : names)
    if (name.text == text) return name.operation;
  return std::nullopt;
}

Result<void> check_texts(const AuditEntry& entry) {
  const std::pair<std::string_view, const std::string*> texts[] = {
      {"officer", &entry.officer},
      {"on_behalf_of", &entry.on_behalf_of},
      {"legal_basis", &entry.legal_basis},
      {"justification", &entry.justification},
      {"case_reference", &entry.case_reference},
      {"gallery", &entry.gallery},
      {"result", &entry.result},
  };
  for (const auto& [name, text] : texts) {
    if (text->size() > longest_text)
      return {ErrorCode::invalid_argument, "audit entry: " + std::string(name) + " has " +
                                               std::to_string(text->size()) + " bytes, 4096 are possible"};
    if (!is_utf8(*text)) return {ErrorCode::invalid_argument, "audit entry: " + std::string(name) + " is not UTF-8"};
  }
  return {};
}

std::string write_line(AuditHeader& header, const Key* key) {
  std::string line(header_start);
  line.append("1,\"keyed\":").append(header.keyed ? "true" : "false");
  add_text(line, "created", limen::to_string(header.created));
  add_text(line, "log", header.log);
  return close(std::move(line), header.hash, key);
}

std::string write_line(AuditRecord& record, const Key* key) {
  const auto& entry = record.entry;
  std::string line = "{\"sequence\":" + std::to_string(record.sequence);
  add_text(line, "time", limen::to_string(record.time));
  add_text(line, "operation", to_string(entry.operation));
  add_text(line, "officer", entry.officer);
  add_text(line, "on_behalf_of", entry.on_behalf_of);
  add_text(line, "purpose", to_string(entry.purpose));
  add_text(line, "legal_basis", entry.legal_basis);
  add_text(line, "justification", entry.justification);
  add_text(line, "case_reference", entry.case_reference);
  add_text(line, "gallery", entry.gallery);
  add_text(line, "view_hash", entry.view_hash ? to_string(*entry.view_hash) : std::string());
  add_number(line, "view_size", entry.view_size);
  add_number(line, "candidates", entry.candidates);
  add_text(line, "result", entry.result);
  add_text(line, "previous", to_string(record.previous));
  return close(std::move(line), record.hash, key);
}

std::optional<AuditHeader> read_header(std::string_view line, const Key* key) {
  Scanner scan(line);
  AuditHeader header;
  scan.expect(header_start);
  scan.expect("1,\"keyed\":");
  header.keyed = line.substr(header_start.size()).starts_with("1,\"keyed\":true");
  scan.expect(header.keyed ? "true" : "false");
  header.created = scan.time("created");
  header.log = scan.text("log");
  const auto claimed = scan.digest("hash");
  scan.expect("}");
  if (!scan.finished() || write_line(header, key) != std::string(line) + '\n' || header.hash != claimed)
    return std::nullopt;
  return header;
}

std::optional<AuditRecord> read_record(std::string_view line, const Key* key) {
  Scanner scan(line);
  AuditRecord record;
  auto& entry = record.entry;
  scan.expect("{\"sequence\":");
  record.sequence = scan.digits();
  record.time = scan.time("time");
  const auto operation = operation_from(scan.text("operation"));
  entry.officer = scan.text("officer");
  entry.on_behalf_of = scan.text("on_behalf_of");
  entry.purpose = purpose_from(scan.text("purpose")).value_or(Purpose{});
  entry.legal_basis = scan.text("legal_basis");
  entry.justification = scan.text("justification");
  entry.case_reference = scan.text("case_reference");
  entry.gallery = scan.text("gallery");
  const auto view = scan.text("view_hash");
  entry.view_hash = digest_from(view);
  entry.view_size = scan.number("view_size");
  entry.candidates = scan.number("candidates");
  entry.result = scan.text("result");
  record.previous = scan.digest("previous");
  const auto claimed = scan.digest("hash");
  scan.expect("}");
  if (!scan.finished() || !operation) return std::nullopt;
  entry.operation = *operation;
  if (write_line(record, key) != std::string(line) + '\n' || record.hash != claimed) return std::nullopt;
  return record;
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
  claim.newer = error == std::errc{} && version > 1;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  claim.keyed = line.starts_with(",\"keyed\":true");
  return claim;
}

}  // namespace limen::privacy
