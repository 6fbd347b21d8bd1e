#include "screening/compare_all.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "limen/face/block.hpp"
#include "limen/face/calibration.hpp"
#include "limen/fingerprint/block.hpp"
#include "limen/fingerprint/calibration.hpp"
#include "limen/screening/fuse.hpp"
#include "limen/search/search.hpp"

namespace limen {

namespace {

/// Where one reference of a subject stands.
template <class Block>
struct Place {
  const ViewBlock<Block>* at;
  std::size_t row;
};

/// A shortlisted subject with all its references.
struct Subject {
  SubjectId id;
  std::vector<Place<fingerprint::Block>> fingers{};
  std::vector<Place<face::Block>> faces{};
};

/// Full scores that the search has made already.
using Known = std::unordered_map<ReferenceId, Score>;

bool may_be(FingerPosition probe, FingerPosition reference) noexcept {
  return probe == reference || probe == FingerPosition::unknown || reference == FingerPosition::unknown;
}

template <class Block>
std::vector<search::Slice<Block>> slices_of(std::span<const ViewBlock<Block>> blocks, FingerPosition position) {
  std::vector<search::Slice<Block>> slices;
  for (const auto& block : blocks)
    if (may_be(position, block.position)) slices.push_back({block.block, block.ids});
  return slices;
}

template <class Block>
std::size_t rows_in(const std::vector<search::Slice<Block>>& slices) {
  std::size_t rows = 0;
  for (const auto& slice : slices) rows += slice.ids.size();
  return rows;
}

search::Options options_of(const ScreenRequest& request) {
  search::Options options;
  options.keep = request.keep;
  options.keep_at_least = request.keep_at_least;
  return options;
}

/// Fingers: the first stage chooses whom to compare in full.
Result<Known> shortlist(const fingerprint::Probe& probe, const std::vector<search::Slice<fingerprint::Block>>& slices,
                        const ScreenRequest& request, const Work& work) {
  auto options = options_of(request);
  options.candidates = rows_in(slices);
  const auto found = search::cascade(probe, std::span(slices), options, work);
  if (!found) return found.error();
  Known known;
  for (const auto& candidate : found->candidates) known.emplace(candidate.id, candidate.score);
  return known;
}

/// Faces are compared in full at once, and the best are as many as a first stage would have kept.
Result<Known> shortlist(const face::Probe& probe, const std::vector<search::Slice<face::Block>>& slices,
                        const ScreenRequest& request, const Work& work) {
  auto options = options_of(request);
  const auto share = std::ceil(request.keep * static_cast<double>(rows_in(slices)));
  options.candidates = std::max(static_cast<std::size_t>(share), request.keep_at_least);
  const auto found = search::exhaustive(probe, std::span(slices), options, work);
  if (!found) return found.error();
  Known known;
  for (const auto& candidate : found->candidates) known.emplace(candidate.id, candidate.score);
  return known;
}

template <class Block>
void note(std::unordered_map<SubjectId, Subject>& subjects, std::span<const ViewBlock<Block>> blocks,
          const std::vector<Known>& known) {
  for (const auto& block : blocks)
    for (std::size_t row = 0; row < block.ids.size(); ++row)
      for (const auto& scores : known)
        if (scores.contains(block.ids[row])) {
          subjects.try_emplace(block.subjects[row], Subject{block.subjects[row]});
          break;
        }
}

template <class Block>
void gather(std::unordered_map<SubjectId, Subject>& subjects, std::span<const ViewBlock<Block>> blocks,
            std::vector<Place<Block>> Subject::*places) {
  for (const auto& block : blocks)
    for (std::size_t row = 0; row < block.ids.size(); ++row)
      if (const auto found = subjects.find(block.subjects[row]); found != subjects.end())
        (found->second.*places).push_back({&block, row});
}

/// A score with what it stands for.
struct Rated {
  double minus_log10_fmr = 0;
  bool extrapolated = false;
};

Rated rate(const fingerprint::Probe& probe, const Place<fingerprint::Block>& place, Score score, const ScreenRequest&) {
  const bool full = probe.has_ridge_map() && (*place.at->block)[place.row].has_ridge_map();
  const auto& table =
      fingerprint::calibration(full ? fingerprint::Method::ridge_map : fingerprint::Method::minutiae_only);
  return {table.minus_log10_fmr(score), table.extrapolated(score)};
}

Rated rate(const face::Probe& probe, const Place<face::Block>&, Score score, const ScreenRequest& request) {
  const auto table = face::calibration(probe.model(), request.face_calibrations);  // screen() has asked before
  return {table->minus_log10_fmr(score), table->extrapolated(score)};
}

/// The best comparison of one probe with the references of one subject that it may be compared with.
template <class Probe, class Block>
void weigh(const Probe& probe, FingerPosition position, Modality modality, const std::vector<Place<Block>>& places,
           const Known& known, const ScreenRequest& request, SubjectCandidate& candidate, std::size_t& made) {
  Evidence best{modality, position};
  best.score = Score::lowest();
  Rated best_rate;
  for (const auto& place : places) {
    if (!may_be(position, place.at->position)) continue;
    const auto id = place.at->ids[place.row];
    const auto before = known.find(id);
    if (before == known.end()) ++made;
    const auto score = before != known.end() ? before->second : compare(probe, *place.at->block, place.row);
    ++best.comparisons;
    if (score == Score::lowest()) continue;
    const auto rated = rate(probe, place, score, request);
    const bool better = !best.reference || rated.minus_log10_fmr > best_rate.minus_log10_fmr ||
                        (rated.minus_log10_fmr == best_rate.minus_log10_fmr && score > best.score);
    if (!better) continue;
    best.reference = id;
    best.score = score;
    best.extrapolated = rated.extrapolated;
    best_rate = rated;
  }
  if (best.comparisons == 0) return;
  best.evidence = evidence(best_rate.minus_log10_fmr, best.comparisons);
  candidate.evidence.push_back(best);
}

Work without_progress(const Work& work) { return {work.executor, work.stop, {}}; }

}  // namespace

Result<Compared> compare_all(const View& view, const std::vector<FingerProbe>& fingers,
                             const std::vector<face::Probe>& faces, const ScreenRequest& request) {
  Compared all;
  std::vector<Known> finger_scores, face_scores;
  for (const auto& [position, probe] : fingers) {
    auto known = shortlist(probe, slices_of(view.fingers(), position), request, without_progress(request.work));
    if (!known) return known.error();
    finger_scores.push_back(std::move(*known));
    all.compared += finger_scores.back().size();
  }
  for (const auto& probe : faces) {
    const auto slices = slices_of(view.faces(), FingerPosition::unknown);
    auto known = shortlist(probe, slices, request, without_progress(request.work));
    if (!known) return known.error();
    face_scores.push_back(std::move(*known));
    all.compared += rows_in(slices);
  }

  std::unordered_map<SubjectId, Subject> found;
  note(found, view.fingers(), finger_scores);
  note(found, view.faces(), face_scores);
  gather(found, view.fingers(), &Subject::fingers);
  gather(found, view.faces(), &Subject::faces);
  std::vector<const Subject*> subjects;
  for (const auto& [id, subject] : found) subjects.push_back(&subject);
  std::ranges::sort(subjects, {}, &Subject::id);

  all.candidates.resize(subjects.size());
  std::vector<std::size_t> made(concurrency(request.work));
  const auto done = for_each(request.work, subjects.size(), [&](std::size_t i, std::size_t worker) {
    auto& candidate = all.candidates[i];
    candidate.subject = subjects[i]->id;
    for (std::size_t p = 0; p < fingers.size(); ++p)
      weigh(fingers[p].probe, fingers[p].position, Modality::fingerprint, subjects[i]->fingers, finger_scores[p],
            request, candidate, made[worker]);
    for (std::size_t p = 0; p < faces.size(); ++p)
      weigh(faces[p], FingerPosition::unknown, Modality::face, subjects[i]->faces, face_scores[p], request, candidate,
            made[worker]);
    std::vector<Score> parts;
    for (const auto& part : candidate.evidence) parts.push_back(part.evidence);
    candidate.score = fuse(parts);
  });
  if (!done) return done.error();
  for (const auto count : made) all.compared += count;

  std::erase_if(all.candidates, [](const SubjectCandidate& candidate) { return candidate.score <= Score{0}; });
  std::ranges::sort(all.candidates, std::less<>{});
  if (all.candidates.size() > request.candidates) all.candidates.resize(request.candidates);
  return all;
}

}  // namespace limen
