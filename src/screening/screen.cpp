#include "limen/screening/screen.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "limen/face/block.hpp"
#include "limen/face/calibration.hpp"
#include "limen/face/models.hpp"

#include "screening/compare_all.hpp"

namespace limen {

namespace {

using privacy::AuditEntry;
using privacy::Operation;

constexpr std::size_t most_probes = 64;
constexpr std::size_t most_named = 4096;  // candidates in the audit entry, as many as it takes

/// Wipes the probes on every way out.
struct Wiper {
  ProbeSet& probes;
  explicit Wiper(ProbeSet& of) : probes(of) {}
  Wiper(const Wiper&) = delete;
  Wiper& operator=(const Wiper&) = delete;
  ~Wiper() { probes.wipe(); }
};

const std::string& basis_of(const View& view, const ScreenRequest& request) {
  return request.legal_basis.empty() ? view.legal_basis() : request.legal_basis;
}

Result<void> check(const View& view, const ProbeSet& probes, const ScreenRequest& request) {
  if (request.officer.empty())
    return {ErrorCode::invalid_argument, "screen: no officer is named; a search is made by somebody"};
  if (basis_of(view, request).empty())
    return {ErrorCode::invalid_argument,
            "screen: no legal basis is named, neither by the request nor by the view; a "
            "search is made on some law"};
  if (probes.empty()) return {ErrorCode::invalid_argument, "screen: there is no probe, neither finger nor face"};
  if (probes.size() > most_probes)
    return {ErrorCode::invalid_argument,
            "screen: " + std::to_string(probes.size()) + " probes; one person has at most 64 here"};
  if (!(request.loss >= fingerprint::least_loss && request.loss <= fingerprint::most_loss))
    return {ErrorCode::invalid_argument,
            "screen: loss is " + std::to_string(request.loss) + "; give " + std::to_string(fingerprint::least_loss) +
                " to " + std::to_string(fingerprint::most_loss) + ", or ask for profile exhaustive"};
  return {};
}

/// A face that cannot be compared with any enrolled face would be a search that never finds.
Result<void> check_face(const face::Template& face, const View& view, const ScreenRequest& request) {
  if (!request.allow_demonstration && face::is_demonstration(face.model))
    return {ErrorCode::unavailable, "screen: the face was described by " + std::string(face::demonstration_name) +
                                        ", which is for demonstrations and tests: extract it with a network, or say "
                                        "that this is a demonstration (allow_demonstration)"};
  if (!face::calibration(face.model, request.face_calibrations))
    return {ErrorCode::unavailable, "screen: there is no calibration for the face model " +
                                        face::to_string(face.model).substr(0, 16) +
                                        "…: its scores stand for no rate and cannot be fused; measure one with: limen "
                                        "evaluate face … --calibrate FILE, and: limen models calibrate FILE"};
  for (const auto& one : request.face_calibrations)
    if (one.model == face.model && one.preprocessing != face.preprocessing)
      return {ErrorCode::model_mismatch,
              "screen: the calibration given was measured under another preprocessing than the probe's"};
  for (const auto& one : request.face_calibrations)
    if (auto ok = check(one.table); !ok) return ok;
  for (const auto& block : view.faces())
    for (const auto& space : block.block->spaces())
      if (space.model == face.model && space.preprocessing == face.preprocessing &&
          space.dimension == face.embedding.size())
        return {};
  if (view.faces().empty()) return {};
  return {ErrorCode::model_mismatch, "screen: faces are enrolled, but none by the probe's model " +
                                         face::to_string(face.model).substr(0, 16) +
                                         "…; extract the probe with the gallery's model"};
}

AuditEntry entry_of(const View& view, const ScreenRequest& request) {
  AuditEntry entry;
  entry.officer = request.officer;
  entry.on_behalf_of = request.on_behalf_of;
  entry.purpose = view.purpose();
  entry.legal_basis = basis_of(view, request);
  entry.justification = request.justification;
  entry.case_reference = request.case_reference;
  entry.gallery = view.gallery();
  entry.view_hash = view.hash();
  entry.view_size = view.size();
  return entry;
}

Result<Compared> search_view(const View& view, ProbeSet& probes, const ScreenRequest& request) {
  for (const auto& face : probes.faces)
    if (auto ok = check_face(face, view, request); !ok) return ok.error();
  std::vector<fingerprint::Probe> fingers;
  std::vector<face::Probe> faces;
  for (const auto& finger : probes.fingers) fingers.push_back(fingerprint::prepare(finger));
  for (const auto& face : probes.faces) faces.push_back(face::prepare(face));
  probes.wipe();  // prepared: the templates are not needed any more
  return compare_all(view, fingers, faces, request);
}

}  // namespace

double ScreenResult::expected_false_candidates(Score threshold) const noexcept {
  return std::min(1.0, std::pow(10, -threshold.natural())) * static_cast<double>(view_subjects);
}

Result<ScreenResult> screen(const View& view, ProbeSet&& probes, const ScreenRequest& request, Audit& audit) {
  const Wiper wiper(probes);
  if (auto ok = check(view, probes, request); !ok) return ok.error();
  auto entry = entry_of(view, request);
  entry.operation = Operation::search_started;
  if (const auto started = audit.append(entry); !started) return started.error();

  const auto given = probes.size();
  const auto close = [&](Operation operation, std::string result) {  // by now nothing of the probes is left
    entry.operation = operation;
    entry.result = std::move(result) + "; probes erased: " + std::to_string(given);
    return audit.append(entry);
  };
  try {
    auto found = search_view(view, probes, request);
    if (!found) {
      const bool cancelled = found.error().code == ErrorCode::cancelled;
      const auto closed = close(cancelled ? Operation::search_cancelled : Operation::search_failed,
                                std::string(to_string(found.error().code)));
      return closed ? found.error() : closed.error();
    }
    entry.candidates = found->candidates.size();
    for (const auto& candidate : found->candidates)
      if (entry.subjects.size() < most_named)
        entry.subjects.push_back(privacy::person_of(view.gallery(), candidate.subject));
    const auto receipt = close(Operation::search, found->candidates.empty() ? "no_candidate" : "candidates");
    if (!receipt) return receipt.error();
    return ScreenResult{std::move(found->candidates),
                        view.purpose(),
                        view.at(),
                        std::string(view.gallery()),
                        view.hash(),
                        view.size(),
                        view.subjects(),
                        given,
                        found->compared,
                        *receipt};
  } catch (...) {
    (void)close(Operation::search_failed, "exception");
    throw;
  }
}

}  // namespace limen
