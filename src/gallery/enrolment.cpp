#include "gallery/enrolment.hpp"

#include <cmath>
#include <string>

namespace limen {

namespace {

constexpr std::size_t longest_label = 256;

constexpr std::size_t longest_basis = 256;
constexpr std::size_t longest_agency = 64;

Error unusable(const char* what, std::size_t number, const std::string& why) {
  return {ErrorCode::invalid_argument,
          "enrolment: " + std::string(what) + " " + std::to_string(number + 1) + " is no usable template: " + why};
}

bool sound(const face::Template& face) {
  if (face.embedding.empty() || face.embedding.size() > face::Template::max_dimension) return false;
  for (const float value : face.embedding)
    if (!std::isfinite(value)) return false;
  return true;
}

}  // namespace

bool possible(Time time) {
  using namespace std::chrono;
  return time >= Time{sys_days{year{1900} / January / 1}} && time < Time{sys_days{year{3000} / January / 1}};
}

Result<Time> expiry(const privacy::RetentionOutcome& outcome, Time now) {
  const auto ends = outcome.ends();
  if (ends == privacy::never)
    return {ErrorCode::retention_required,
            "enrolment: no retention rule ever ends it; add a rule for its class, category, legal basis and purposes"};
  if (ends <= now)
    return {ErrorCode::retention_required,
            "enrolment: its retention ended on " + limen::to_string(ends) + ", before it began; it may not be kept"};
  return ends;
}

namespace {

Result<Category> category_of(const Enrolment& enrolment, const privacy::RetentionRule& rule) {
  if (enrolment.category == Category{}) {
    for (const auto one : privacy::categories)
      if (rule.categories == CategorySet(one)) return one;
    return Category::other_person;
  }
  if (!privacy::known(enrolment.category))
    return {ErrorCode::invalid_argument,
            "enrolment: category " + std::to_string(static_cast<unsigned>(enrolment.category)) + " is unknown"};
  return enrolment.category;
}

/// A class says for whom and for what it is.
Result<void> check_class(const Enrolment& enrolment, const privacy::RetentionRule& rule, Category category) {
  const auto refused = [&](const std::string& why) -> Error {
    return {ErrorCode::retention_required, "enrolment: the retention class " + rule.name + " is " + why};
  };
  if (rule.period.zero())
    return {ErrorCode::retention_required,
            "enrolment: the retention class " + rule.name + " keeps nothing: do not enrol it"};
  if (!rule.categories.empty() && !rule.categories.contains(category))
    return refused("for " + to_string(rule.categories) + ", not for " + std::string(to_string(category)));
  if (!rule.purposes.empty() && !rule.purposes.intersects(enrolment.purposes))
    return refused("for " + to_string(rule.purposes) + ", not for " + to_string(enrolment.purposes));
  if (!rule.legal_basis.empty() && !enrolment.legal_basis.empty() && rule.legal_basis != enrolment.legal_basis)
    return refused("on the legal basis \"" + rule.legal_basis + "\", not on \"" + enrolment.legal_basis + "\"");
  return {};
}

}  // namespace

Result<ReferenceRecord> check(const Enrolment& enrolment, LabelRule rule, const privacy::RetentionPolicy& policy,
                              Time now) {
  if (enrolment.purposes.empty())
    return {ErrorCode::purpose_required, "enrolment: it has no purpose; name those for which it may be searched"};
  const auto retention = policy.retention_class(enrolment.retention_class);
  if (!retention) return retention.error();
  const auto category = category_of(enrolment, *retention);
  if (!category) return category.error();
  if (auto ok = check_class(enrolment, *retention, *category); !ok) return ok.error();
  if (enrolment.legal_basis.size() > longest_basis || enrolment.agency.size() > longest_agency)
    return {ErrorCode::invalid_argument,
            "enrolment: a legal basis has at most 256 bytes, the name of an agency at most 64"};
  ReferenceRecord record;
  record.purposes = enrolment.purposes;
  record.retention_class = enrolment.retention_class;
  record.anchor = enrolment.anchor.value_or(now);
  record.enrolled = now;
  record.category = *category;
  record.legal_basis = enrolment.legal_basis;
  record.agency = enrolment.agency;
  if (!possible(record.anchor))
    return {ErrorCode::invalid_argument, "enrolment: the anchor lies outside the years 1900 to 2999"};
  const auto size = enrolment.label.size();
  if (rule == LabelRule::required && (size == 0 || size > longest_label))
    return {ErrorCode::invalid_argument,
            "enrolment: the label has " + std::to_string(size) + " bytes; 1 to 256 are possible"};
  if (rule == LabelRule::forbidden && size != 0)
    return {ErrorCode::invalid_argument, "enrolment: the subject has its label already; leave it empty"};
  if (enrolment.fingers.empty() && enrolment.faces.empty())
    return {ErrorCode::invalid_argument, "enrolment: there is no template, neither finger nor face"};
  return record;
}

std::vector<ReferenceRecord> records_of(const Enrolment& enrolment, const ReferenceRecord& common, SubjectId subject,
                                        std::uint64_t first) {
  std::vector<ReferenceRecord> records;
  const auto add = [&](Modality modality, FingerPosition position) {
    auto record = common;
    record.id = {first + records.size()};
    record.subject = subject;
    record.modality = modality;
    record.position = position;
    records.push_back(std::move(record));
  };
  for (const auto& finger : enrolment.fingers) add(Modality::fingerprint, finger.position);
  for (std::size_t i = 0; i < enrolment.faces.size(); ++i) add(Modality::face, FingerPosition::unknown);
  return records;
}

Result<SecureVector<std::byte>> serialised(const Enrolment& enrolment, std::size_t n) {
  if (n < enrolment.fingers.size()) {
    auto bytes = serialise(enrolment.fingers[n]);
    if (const auto back = fingerprint::parse(bytes); !back) return unusable("finger", n, back.error().message);
    return bytes;
  }
  n -= enrolment.fingers.size();
  if (!sound(enrolment.faces[n])) return unusable("face", n, "its embedding is empty, too long or not finite");
  auto bytes = serialise(enrolment.faces[n]);
  if (const auto back = face::parse(bytes); !back) return unusable("face", n, back.error().message);
  return bytes;
}

}  // namespace limen
