#include "limen/interchange/lint.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "lint_findings.hpp"

namespace limen::interchange {
namespace {

constexpr std::pair<int, std::string_view> errors[] = {{1, "RECORD NOT FOUND"},
                                                       {2, "RECORD ALREADY EXISTS"},
                                                       {3, "UNAUTHORISED ACCESS"},
                                                       {101, "MANDATORY ELEMENT MISSING"},
                                                       {102, "INVALID RECORD TYPE"},
                                                       {103, "UNDEFINED ELEMENT"},
                                                       {104, "EXCEED THE MAXIMUM OCCURRENCE"},
                                                       {105, "INVALID NUMBER OF SUBELEMENTS"},
                                                       {106, "ELEMENT LENGTH TOO SHORT"},
                                                       {107, "ELEMENT LENGTH TOO LONG"},
                                                       {108, "ELEMENT IS NOT A NUMBER AS EXPECTED"},
                                                       {109, "ELEMENT NUMBER VALUE TOO SMALL"},
                                                       {110, "ELEMENT NUMBER VALUE TOO BIG"},
                                                       {111, "INVALID CHARACTER"},
                                                       {112, "INVALID DATE"},
                                                       {113, "INVALID TIME"},
                                                       {114, "INVALID DATE OR TIME"},
                                                       {115, "INVALID ITEM VALUE"},
                                                       {116, "INVALID TYPE OF TRANSACTION"},
                                                       {117, "INVALID RECORD DATA"},
                                                       {118, "INVALID RECORD IMAGE SIZE"},
                                                       {201, "INVALID TCN"},
                                                       {501, "INSUFFICIENT FINGERPRINT QUALITY"},
                                                       {502, "MISSING FINGERPRINTS"},
                                                       {503, "FINGERPRINT SEQUENCE CHECK FAILED"}};

// What the walk of the file found: INTERPOL's number for it, and what would be right.
struct Walked {
  std::string_view diagnostic;
  int code;
  std::string_view expected;
};
constexpr Walked walked[] = {{"record_length", 117, "the number of bytes with the separator at the end"},
                             {"records_missing", 117, "all records that 1.003 lists"},
                             {"trailing_data", 117, "nothing behind the last record"},
                             {"record_end", 117, "the separator FS at the end"},
                             {"missing_field", 101, "the field"},
                             {"record_count", 115, "as many records as are listed"},
                             {"idc_mismatch", 115, "the same IDC in both"},
                             {"idc_repeated", 115, "an IDC of its own for each record of a type"},
                             {"idc", 115, "0 to 99"},
                             {"field_repeated", 104, "the field once"},
                             {"too_many", 117, "fewer things to say about it"},
                             {"record_start", 102, "the record that 1.003 lists"},
                             {"directory", 102, "the type and the IDC of each record"},
                             {"field_type", 103, "a field of this record's type"},
                             {"field_syntax", 103, "TYPE.NUMBER: and a value"}};

Walked of(std::string_view diagnostic) {
  for (const auto& known : walked)
    if (known.diagnostic == diagnostic) return known;
  return {diagnostic, 103, ""};
}

}  // namespace

std::string_view error_text(int code) noexcept {
  for (const auto& [number, text] : errors)
    if (number == code) return text;
  return {};
}

Profile profile_of(const an2k::File& file) noexcept {
  const auto domain = file.records.empty() ? std::string_view{} : file.records.front().value(13);
  return domain.substr(0, 5) == "INT-I" ? Profile::int_i : Profile::standard;
}

std::vector<Finding> lint(const an2k::File& file, std::optional<Profile> profile, const io::ReadOptions& options) {
  LintFindings findings;
  if (file.records.empty()) return {};
  for (const auto& d : file.diagnostics)
    findings.add(
        {d.severity, of(d.code).code, d.code, d.where, "", -1, d.offset, d.text, std::string(of(d.code).expected)});
  const auto rules = profile.value_or(profile_of(file));
  check_fields(file, rules, findings);
  check_relations(file, rules, options, findings);
  auto list = findings.take();
  std::stable_sort(list.begin(), list.end(), [](const Finding& a, const Finding& b) { return a.offset < b.offset; });
  return list;
}

std::string to_string(const Finding& finding) {
  std::string line = to_string(finding.severity);
  line.append(": ").append(finding.field.empty() ? "record" : finding.field);
  if (!finding.mnemonic.empty()) line.append(" ").append(finding.mnemonic);
  if (finding.idc >= 0) line.append(", IDC ").append(std::to_string(finding.idc));
  line.append(" (offset ").append(std::to_string(finding.offset)).append("): ");
  if (!finding.found.empty()) line.append("found \"").append(finding.found).append("\"");
  if (!finding.found.empty() && !finding.expected.empty()) line.append(", ");
  if (!finding.expected.empty()) line.append("expected ").append(finding.expected);
  line.append(" [").append(finding.rule);
  if (finding.code > 0)
    line.append(", ").append(std::to_string(finding.code)).append(" ").append(error_text(finding.code));
  return line.append("]");
}

}  // namespace limen::interchange
