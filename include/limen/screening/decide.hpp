// Decision: a threshold that follows from an error rate, and a person who confirms.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "limen/core/error_rate.hpp"
#include "limen/core/result.hpp"
#include "limen/screening/screen.hpp"

namespace limen {

/// The FMR is that of one person against one subject; n, if it is not said, the subjects in the view. Say a larger n
/// where the same person is searched in several views.
using Policy = ErrorRate;

/// What the machine says. It is not a finding about a person: a hit has to be confirmed by a human being
/// (Directive (EU) 2016/680, art. 11).
struct Decision {
  bool hit = false;
  std::vector<SubjectCandidate> candidates;  ///< those at or above the threshold, in order
  Score threshold{};                         ///< −log10 of the FMR, rounded up
  double fmr = 0;                            ///< asked for, or as it follows from the FPIR
  double expected_false_candidates = 0;      ///< FMR × subjects in the view: for each search of an unknown person
  bool requires_human_confirmation = false;  ///< true for every hit
  bool extrapolated = false;                 ///< a candidate's rate lies beyond what the calibration was measured to
  Purpose purpose{};
  std::string gallery;
  privacy::Digest view_hash;
  std::size_t view_size = 0;  ///< references
};

/// Errors: those of fmr_of(); an n below the number of subjects in the view.
Result<Decision> decide(const ScreenResult& found, const Policy& policy);

/// What the human being made of it.
struct Confirmation {
  std::string officer{};  ///< required
  std::string on_behalf_of{};
  std::string legal_basis{};
  std::string justification{};
  std::string case_reference{};
  std::optional<SubjectId> confirmed{};  ///< the candidate that is the person; none: none of them
};

/// Writes an audit entry of the decision. Errors: invalid_argument (no officer; a subject that was no candidate),
/// audit_failed.
Result<privacy::AuditReceipt> record(Audit& audit, const Decision& decision, const Confirmation& confirmation);

}  // namespace limen
