#include "limen/privacy/audit_entry.hpp"

namespace limen::privacy {

namespace {

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
    {Operation::reidentification, "reidentification"},
    {Operation::erasure, "erasure"},
    {Operation::sweep, "sweep"},
    {Operation::restriction, "restriction"},
    {Operation::key_rotation, "key_rotation"},
    {Operation::access, "access"},
    {Operation::transparency, "transparency"},
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

std::string person_of(std::string_view gallery, SubjectId subject) {
  return std::string(gallery) + "/" + std::to_string(subject.value);
}

}  // namespace limen::privacy
