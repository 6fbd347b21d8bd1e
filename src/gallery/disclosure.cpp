#include "limen/gallery/disclosure.hpp"

#include <algorithm>
#include <map>

#include "limen/core/json.hpp"
#include "limen/privacy/base64.hpp"

namespace limen {

namespace {

using privacy::AuditRecord;

/// What the log says of a person, in its order.
std::vector<DisclosedOperation> operations_on(const std::string& person, std::span<const AuditRecord> log,
                                              bool free_texts) {
  std::vector<DisclosedOperation> operations;
  std::map<std::string, std::size_t> officers;
  for (const auto& record : log) {
    const auto& entry = record.entry;
    if (std::ranges::find(entry.subjects, person) == entry.subjects.end()) continue;
    DisclosedOperation operation;
    operation.time = record.time;
    operation.operation = entry.operation;
    operation.purpose = entry.purpose;
    operation.on_behalf_of = entry.on_behalf_of;
    operation.recipient = entry.recipient;
    operation.legal_basis = entry.legal_basis;
    operation.officer = officers.emplace(entry.officer, officers.size() + 1).first->second;
    operation.others = entry.subjects.size() - 1;
    if (free_texts) {
      operation.justification = entry.justification;
      operation.case_reference = entry.case_reference;
      if (operation.others == 0) operation.details = entry.details;  // else they are about others too
    }
    operations.push_back(std::move(operation));
  }
  return operations;
}

std::string json_of(const ReferenceRecord& reference, const SecureVector<std::byte>* stored) {
  std::string members;
  json::add_text(members, "modality", to_string(reference.modality));
  json::add_text(members, "position", to_string(reference.position));
  json::add_text(members, "purposes", to_string(reference.purposes));
  json::add_text(members, "category", to_string(reference.category));
  json::add_text(members, "agency", reference.agency);
  json::add_text(members, "legal_basis", reference.legal_basis);
  json::add_text(members, "state", to_string(reference.state()));
  json::add_text(members, "retention_class", reference.retention_class);
  json::add_text(members, "retention_from", to_string(reference.anchor));
  json::add_text(members, "kept_until", to_string(reference.expires));
  json::add_text(members, "category", privacy::to_string(reference.category));
  json::add_text(members, "state", privacy::to_string(reference.state()));
  if (!reference.agency.empty()) json::add_text(members, "agency", reference.agency);
  if (!reference.legal_basis.empty()) json::add_text(members, "legal_basis", reference.legal_basis);
  if (stored != nullptr) json::add_text(members, "template", privacy::to_base64(*stored));
  return json::object(std::move(members));
}

std::string json_of(const DisclosedOperation& operation) {
  std::string members;
  json::add_text(members, "time", to_string(operation.time));
  json::add_text(members, "operation", privacy::to_string(operation.operation));
  const auto add = [&](const char* name, std::string_view text) {
    if (!text.empty()) json::add_text(members, name, text);
  };
  if (privacy::known(operation.purpose)) add("purpose", privacy::to_string(operation.purpose));
  add("on_behalf_of", operation.on_behalf_of);
  add("recipient", operation.recipient);
  add("legal_basis", operation.legal_basis);
  json::add_number(members, "officer", operation.officer);
  json::add_number(members, "other_persons", operation.others);
  add("justification", operation.justification);
  add("case_reference", operation.case_reference);
  add("details", operation.details);
  return json::object(std::move(members));
}

}  // namespace

Result<Disclosure> disclose(Gallery& gallery, const DisclosureRequest& request, std::span<const AuditRecord> log,
                            Audit& audit, const Clock* clock) {
  const auto refused = [](const char* why) {
    return Error{ErrorCode::invalid_argument, std::string("disclose: ") + why};
  };
  if (request.officer.empty()) return refused("no officer is named; a person answers");
  if (request.recipient.empty()) return refused("no recipient is named; say to whom, and how that was made sure of");
  auto subject = gallery.subject(request.subject);
  if (!subject) return subject.error();
  Disclosure told;
  told.gallery = gallery.id();
  told.made = clock != nullptr ? clock->now() : SystemClock{}.now();
  told.subject = std::move(*subject);
  const auto person = privacy::person_of(gallery.id(), request.subject);
  told.operations = operations_on(person, log, request.free_texts);
  if (request.templates)
    for (const auto& reference : told.subject.references) {
      auto stored = gallery.stored_template(reference.id, Gallery::Blocked::read);
      if (!stored) return stored.error();
      told.templates.push_back(std::move(*stored));
    }

  privacy::AuditEntry entry;
  entry.operation = privacy::Operation::access;
  entry.officer = request.officer;
  entry.recipient = request.recipient;
  entry.legal_basis = request.legal_basis;
  entry.justification = request.justification;
  entry.case_reference = request.case_reference;
  entry.gallery = gallery.id();
  entry.subjects = {person};
  entry.result = request.templates ? "record, operations and templates" : "record and operations";
  auto said = audit.append(entry);
  if (!said) return said.error();
  told.receipt = *said;
  return told;
}

std::string to_json(const Disclosure& told) {
  std::vector<std::string> references, operations;
  for (std::size_t i = 0; i < told.subject.references.size(); ++i)
    references.push_back(json_of(told.subject.references[i], i < told.templates.size() ? &told.templates[i] : nullptr));
  for (const auto& operation : told.operations) operations.push_back(json_of(operation));
  std::string members;
  json::add_number(members, "limen_disclosure", 1);
  json::add_text(members, "made", to_string(told.made));
  json::add_text(members, "gallery", told.gallery);
  json::add_number(members, "subject", told.subject.id.value);
  json::add_text(members, "label", told.subject.label);
  json::add_text(members, "enrolled", to_string(told.subject.enrolled));
  json::add_array(members, "references", references);
  json::add_array(members, "operations", operations);
  json::add_text(members, "withheld",
                 "who the officers are; who else an operation concerned; free texts, unless they were asked for");
  return json::object(std::move(members));
}

}  // namespace limen
