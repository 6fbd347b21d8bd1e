#include "limen/screening/decide.hpp"

#include <algorithm>
#include <cmath>

namespace limen {

namespace {

/// Rounded up to the next thousandth: who is at the threshold is not above the rate.
Score at_least(double decades) noexcept {
  auto score = Score::from(decades);
  if (score.natural() < decades && score.milli < INT32_MAX) ++score.milli;
  return score;
}

}  // namespace

Result<Decision> decide(const ScreenResult& found, const Policy& policy) {
  if (policy.n != 0 && policy.n < found.view_subjects)
    return {ErrorCode::invalid_argument, "decide: n is " + std::to_string(policy.n) + ", but the view has " +
                                             std::to_string(found.view_subjects) + " subjects"};
  auto rate = policy;
  if (rate.n == 0) rate.n = std::max<std::size_t>(found.view_subjects, 1);
  const auto fmr = fmr_of(rate);
  if (!fmr) return fmr.error();
  Decision decision;
  decision.fmr = *fmr;
  decision.threshold = at_least(-std::log10(decision.fmr));
  decision.expected_false_candidates = decision.fmr * static_cast<double>(found.view_subjects);
  decision.purpose = found.purpose;
  decision.gallery = found.gallery;
  decision.view_hash = found.view_hash;
  decision.view_size = found.view_size;
  for (const auto& candidate : found.candidates) {
    if (candidate.score < decision.threshold) break;
    decision.candidates.push_back(candidate);
    for (const auto& evidence : candidate.evidence) decision.extrapolated |= evidence.extrapolated;
  }
  decision.hit = !decision.candidates.empty();
  decision.requires_human_confirmation = decision.hit;
  return decision;
}

Result<privacy::AuditReceipt> record(Audit& audit, const Decision& decision, const Confirmation& confirmation) {
  if (confirmation.officer.empty())
    return {ErrorCode::invalid_argument, "record: no officer is named; a decision is made by somebody"};
  const auto& confirmed = confirmation.confirmed;
  if (confirmed &&
      std::ranges::find(decision.candidates, *confirmed, &SubjectCandidate::subject) == decision.candidates.end())
    return {ErrorCode::invalid_argument,
            "record: subject " + std::to_string(confirmed->value) + " is none of the decision's candidates"};
  privacy::AuditEntry entry;
  entry.operation = privacy::Operation::decision;
  entry.officer = confirmation.officer;
  entry.on_behalf_of = confirmation.on_behalf_of;
  entry.purpose = decision.purpose;
  entry.legal_basis = confirmation.legal_basis;
  entry.justification = confirmation.justification;
  entry.case_reference = confirmation.case_reference;
  entry.gallery = decision.gallery;
  entry.view_hash = decision.view_hash;
  entry.view_size = decision.view_size;
  entry.candidates = decision.candidates.size();
  entry.result = !decision.hit ? "no_hit" : confirmed ? "confirmed" : "hit not confirmed";
  if (confirmed) entry.subjects = {privacy::person_of(decision.gallery, *confirmed)};
  return audit.append(entry);
}

}  // namespace limen
