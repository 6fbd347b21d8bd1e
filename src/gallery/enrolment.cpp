#include "gallery/enrolment.hpp"

#include <cmath>
#include <string>

#include "limen/privacy/retention.hpp"

namespace limen {

namespace {

constexpr std::size_t longest_label = 256;

bool possible(Time time) {
  using namespace std::chrono;
  return time >= Time{sys_days{year{1900} / January / 1}} && time < Time{sys_days{year{3000} / January / 1}};
}

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

Result<Terms> check(const Enrolment& enrolment, LabelRule rule, Time now) {
  if (enrolment.purposes.empty())
    return {ErrorCode::purpose_required, "enrolment: it has no purpose; name those for which it may be searched"};
  const auto retention = privacy::retention_class(enrolment.retention_class);
  if (!retention) return retention.error();
  if (retention->period.zero())
    return {ErrorCode::retention_required,
            "enrolment: the retention class " + enrolment.retention_class + " keeps nothing: do not enrol it"};
  const auto anchor = enrolment.anchor.value_or(now);
  if (!possible(anchor))
    return {ErrorCode::invalid_argument, "enrolment: the anchor lies outside the years 1900 to 2999"};
  const auto expires = privacy::expires_at(*retention, anchor);
  if (expires <= now)
    return {ErrorCode::retention_required,
            "enrolment: its retention ended on " + limen::to_string(expires) + ", before it began; it may not be kept"};
  const auto size = enrolment.label.size();
  if (rule == LabelRule::required && (size == 0 || size > longest_label))
    return {ErrorCode::invalid_argument,
            "enrolment: the label has " + std::to_string(size) + " bytes; 1 to 256 are possible"};
  if (rule == LabelRule::forbidden && size != 0)
    return {ErrorCode::invalid_argument, "enrolment: the subject has its label already; leave it empty"};
  if (enrolment.fingers.empty() && enrolment.faces.empty())
    return {ErrorCode::invalid_argument, "enrolment: there is no template, neither finger nor face"};
  return Terms{anchor, expires};
}

std::vector<ReferenceRecord> records_of(const Enrolment& enrolment, const Terms& terms, SubjectId subject,
                                        std::uint64_t first) {
  std::vector<ReferenceRecord> records;
  const auto add = [&](Modality modality, FingerPosition position) {
    records.push_back({{first + records.size()},
                       subject,
                       modality,
                       position,
                       enrolment.purposes,
                       enrolment.retention_class,
                       terms.anchor,
                       terms.expires});
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
