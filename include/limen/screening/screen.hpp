// Screening: the probes of one person against a view, candidates by subject, one audit entry before any result.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/core/id.hpp"
#include "limen/core/modality.hpp"
#include "limen/core/result.hpp"
#include "limen/core/score.hpp"
#include "limen/face/calibration.hpp"
#include "limen/fingerprint/index.hpp"
#include "limen/gallery/view.hpp"
#include "limen/privacy/audit.hpp"
#include "limen/screening/probe_set.hpp"

namespace limen {

/// Who asks and why, filled by name; the purpose is the view's.
struct ScreenRequest {
  std::string officer{};  ///< required
  std::string on_behalf_of{};
  std::string legal_basis{};  ///< empty: the view's; one of them is required
  std::string justification{};
  std::string case_reference{};
  std::size_t candidates = 20;  ///< at most so many subjects; 0 is allowed and gives none
  /// The share of mates that the short cut of the finger search may lose, of those that comparing everybody in full
  /// would find: fingerprint::least_loss to most_loss (docs/performance.md). Profile exhaustive compares everybody.
  double loss = 0.005;
  fingerprint::Profile profile = fingerprint::Profile::fast;
  /// Measured calibrations of face models (face::Models::calibrations()); they go before the shipped ones.
  std::vector<face::ModelCalibration> face_calibrations{};
  /// Faces described by face::demonstration_model() are refused, unless this is said: it is not for decisions about
  /// people.
  bool allow_demonstration = false;
  Work work{};
};

/// The best comparison of one probe with one subject.
struct Evidence {
  Modality modality{};
  FingerPosition position = FingerPosition::unknown;  ///< of the probe
  ReferenceId reference{};                            ///< the one that compared best; 0: none could be compared
  std::size_t comparisons = 0;                        ///< full comparisons of this probe with the subject's references
  Score score{};              ///< in the unit of the modality; Score::lowest(): none could be compared
  Score evidence{};           ///< −log10 of its false-match rate, what is fused (fuse.hpp)
  bool extrapolated = false;  ///< the calibration's data do not reach so far

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// One subject. `a < b` means a stands before b: the higher fused score first, then the lower id.
struct SubjectCandidate {
  SubjectId subject{};
  Score score{};                   ///< fused: −log10 of the false-match rate of the person
  std::vector<Evidence> evidence;  ///< one for each probe for which the subject has references, fingers first

  friend bool operator==(const SubjectCandidate&, const SubjectCandidate&) = default;
  friend bool operator<(const SubjectCandidate& a, const SubjectCandidate& b) noexcept {
    return a.score != b.score ? a.score > b.score : a.subject < b.subject;
  }
};

/// The same question gives the same result on any CPU and with any number of threads, and references outside the view
/// change no bit of it.
struct ScreenResult {
  std::vector<SubjectCandidate> candidates;  ///< in order, each with a score above 0
  Purpose purpose{};
  Time at{};  ///< of the view
  std::string gallery;
  privacy::Digest view_hash;
  std::size_t view_size = 0;      ///< references
  std::size_t view_subjects = 0;  ///< the N of FPIR
  std::size_t probes = 0;
  std::size_t compared = 0;       ///< full comparisons made
  privacy::AuditReceipt receipt;  ///< of the entry that says this search was made

  /// How many of the view's subjects are expected at or above a fused score when the searched person is none of them.
  double expected_false_candidates(Score threshold) const noexcept;
};

/// Searches all fingers together among the references of their positions (of all positions, where the probe's or the
/// reference's is unknown), summed over all persons before any is left out, and every face; each subject that fingers
/// or a face bring up is compared in full with all of them. A finger of fewer than four minutiae is compared with
/// nothing. Writes `search_started` before and `search`, `search_cancelled` or `search_failed` after. The probes are
/// wiped on every way out, so that nothing of them stays in memory of the library. Errors: invalid_argument (no probe,
/// no officer, no legal basis), unavailable (no calibration of a face's model, or a face by the demonstration
/// descriptor), model_mismatch, audit_failed (no result is returned), cancelled.
Result<ScreenResult> screen(const View& view, ProbeSet&& probes, const ScreenRequest& request, Audit& audit);

}  // namespace limen
