// Collects lint findings with their place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "limen/interchange/lint.hpp"

namespace limen::interchange {

class LintFindings {
 public:
  static constexpr std::size_t most = 1000;

  void add(Severity severity, int code, std::string_view rule, const an2k::Record& record, const an2k::Field* field,
           std::string_view name, std::string_view mnemonic, std::string_view found, std::string expected) {
    if (list_.size() >= most) return;
    Finding finding{severity,
                    code,
                    std::string(rule),
                    std::string(name),
                    std::string(mnemonic),
                    record.idc,
                    field != nullptr ? field->offset : record.offset,
                    printable(found),
                    std::move(expected)};
    list_.push_back(std::move(finding));
  }
  void add(Finding finding) {
    if (list_.size() < most) list_.push_back(std::move(finding));
  }
  std::vector<Finding> take() { return std::move(list_); }

 private:
  // A value as it can be shown: short, separators and control characters as dots.
  static std::string printable(std::string_view text) {
    std::string out(text.substr(0, 40));
    for (char& c : out)
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '.';
    return text.size() > 40 ? out + "..." : out;
  }
  std::vector<Finding> list_;
};

/// "14.021", or "14.021-B" for its second item.
inline std::string field_name(int type, unsigned number, unsigned item = 0) {
  const auto digits = std::to_string(number);
  auto name = std::to_string(type) + "." + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
  if (item > 0) name.append("-").push_back(static_cast<char>('A' + item - 1));
  return name;
}

/// What single fields may hold (the table), and what fields and records must be to one another.
void check_fields(const an2k::File& file, Profile profile, LintFindings& findings);
void check_relations(const an2k::File& file, Profile profile, const io::ReadOptions& options, LintFindings& findings);

}  // namespace limen::interchange
