// The table applied: presence, number, length and content of each field and item.
#include <map>
#include <set>

#include "lint_content.hpp"
#include "lint_findings.hpp"

namespace limen::interchange {
namespace {

using an2k::Field;
using an2k::Record;

bool applies(const Rule& rule, Profile profile) { return profile == Profile::int_i || rule.scope == Scope::standard; }

class FieldCheck {
 public:
  FieldCheck(const Record& record, LintFindings& findings) : record_(record), findings_(findings) {}

  void presence(const Rule& rule) {
    const auto* field = record_.find(rule.field);
    const bool wanted = rule.presence == Presence::mandatory ||
                        (rule.presence == Presence::with_data && record_.find(an2k::data_field) != nullptr);
    if (field == nullptr && wanted) add(Severity::error, 101, "missing", rule, nullptr, "", "the field");
    if (field != nullptr && rule.presence == Presence::forbidden)
      add(Severity::error, 103, "forbidden", rule, field, field->value, "no such field");
  }

  void value(const Rule& rule, const Field& field) {
    if (rule.presence == Presence::forbidden) return;
    if (rule.field == an2k::data_field) return void(length(rule, field, field.value));
    const auto subfields = an2k::split(field.value, 10'000);
    if (rule.item == 0) {
      if (rule.max_times > 0 && subfields.size() > rule.max_times)
        add(Severity::error, 104, "times", rule, &field, std::to_string(subfields.size()) + " times",
            "at most " + std::to_string(rule.max_times));
      for (const auto& items : subfields) {
        if (rule.content == Content::any && rule.max_items > 0 &&
            (items.size() < rule.min_items || items.size() > rule.max_items) && rule.field != an2k::data_field)
          add(Severity::error, 105, "items", rule, &field, std::to_string(items.size()) + " items",
              rule.min_items == rule.max_items
                  ? std::to_string(rule.min_items)
                  : std::to_string(rule.min_items) + " to " + std::to_string(rule.max_items));
      }
      // What has parts is checked by them; what has none, subfield by subfield.
      if (rule.content == Content::any)
        length(rule, field, field.value);
      else
        for (const auto& items : subfields) text(rule, field, items[0]);
      return;
    }
    const bool directory = rule.type == 1 && rule.field == 3;
    for (std::size_t i = directory ? 1 : 0; i < subfields.size(); ++i) {
      if (subfields[i].size() >= rule.item) text(rule, field, subfields[i][rule.item - 1]);
    }
  }

  void unknown(const Field& field) {
    add(Severity::warning, 103, "undefined",
        {record_.type, field.number, 0, "", Presence::optional, Content::any, 0, 0, 0, 0, 0, "", Scope::profile},
        &field, field.value, "a field of the profile");
  }

 private:
  bool length(const Rule& rule, const Field& field, std::string_view value) {
    if (value.size() < rule.min_length)
      add(Severity::error, 106, "too_short", rule, &field, value,
          "at least " + std::to_string(rule.min_length) + " characters");
    else if (rule.max_length > 0 && value.size() > rule.max_length)
      add(Severity::error, 107, "too_long", rule, &field, value,
          "at most " + std::to_string(rule.max_length) + " characters");
    else
      return true;
    return false;
  }

  void text(const Rule& rule, const Field& field, std::string_view value) {
    if (value.empty() && rule.presence == Presence::optional && rule.item > 0) return;
    if (!length(rule, field, value)) return;
    auto verdict = check_content(rule.content, value);
    if (verdict.code == 0) verdict = check_values(rule.content, rule.values, value);
    if (verdict.code == 0) return;
    const bool transaction = rule.type == 1 && rule.field == 4;
    add(Severity::error, transaction ? 116 : verdict.code, transaction ? "transaction" : "content", rule, &field, value,
        verdict.expected);
  }

  void add(Severity severity, int code, std::string_view rule_name, const Rule& rule, const Field* field,
           std::string_view found, std::string expected) {
    findings_.add(severity, code, rule_name, record_, field, field_name(rule.type, rule.field, rule.item),
                  rule.mnemonic, found, std::move(expected));
  }

  const Record& record_;
  LintFindings& findings_;
};

// Blocks that the table does not go into: minutiae, and what domains define for themselves.
bool free_field(int type, unsigned number) {
  if (type == 9) return number >= 5;
  if (type == 10 || type == 13 || type == 14) return number >= 200 && number < 999;
  return type == 15;
}

}  // namespace

void check_fields(const an2k::File& file, Profile profile, LintFindings& findings) {
  std::map<int, std::vector<const Rule*>> by_type;
  std::map<int, std::set<unsigned>> known;
  for (const auto& rule : rules()) {
    if (applies(rule, profile)) by_type[rule.type].push_back(&rule);
    known[rule.type].insert(rule.field);
  }
  for (const auto& record : file.records) {
    if (profile == Profile::int_i && !type_allowed(record.type))
      findings.add(Severity::error, 102, "record_type", record, nullptr, "", "", "Type-" + std::to_string(record.type),
                   "Types 1, 2, 4, 9, 10, 13, 14, 15");
    if (record.binary()) continue;
    FieldCheck check(record, findings);
    for (const auto* rule : by_type[record.type]) {
      if (rule->item == 0) check.presence(*rule);
      for (const auto& field : record.fields)
        if (field.number == rule->field) check.value(*rule, field);
    }
    if (profile != Profile::int_i || known.find(record.type) == known.end()) continue;
    for (const auto& field : record.fields)
      if (!known[record.type].contains(field.number) && !free_field(record.type, field.number)) check.unknown(field);
  }
}

}  // namespace limen::interchange
