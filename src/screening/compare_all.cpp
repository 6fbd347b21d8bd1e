#include "screening/compare_all.hpp"

#include <algorithm>
#include <unordered_map>

#include "limen/face/block.hpp"
#include "limen/face/calibration.hpp"
#include "limen/fingerprint/index.hpp"
#include "limen/screening/fuse.hpp"
#include "limen/search/search.hpp"

namespace limen {

namespace {

using FaceSlices = std::vector<search::Slice<face::Block>>;
/// Scores of one face probe that the search has made already.
using Known = std::unordered_map<ReferenceId, Score>;
/// Where the faces of one subject stand.
struct Place {
  const ViewBlock<face::Block>* at;
  std::size_t row;
};

/// Among so many the best faces of a person's photo stand, if its fingers have to say who it is.
constexpr std::size_t least_faces = 32, faces_of_a_thousand = 1;

Work without_progress(const Work& work) { return {work.executor, work.stop, {}}; }

/// Faces are compared in full at once; the best of them bring their subjects up.
Result<Known> best_faces(const face::Probe& probe, const FaceSlices& slices, std::size_t count, const Work& work) {
  const auto found = search::exhaustive(probe, std::span(slices), {.candidates = count}, work);
  if (!found) return found.error();
  Known known;
  for (const auto& candidate : found->candidates) known.emplace(candidate.id, candidate.score);
  return known;
}

/// The evidence of one probe finger, if the subject has a finger to compare it with.
void weigh(const fingerprint::PersonCandidate& person, std::size_t probe, FingerPosition position,
           SubjectCandidate& candidate) {
  if (person.compared[probe] == 0) return;
  const auto& best = person.fingers[probe];
  candidate.evidence.push_back({.modality = Modality::fingerprint,
                                .position = position,
                                .reference = best.id,
                                .comparisons = person.compared[probe],
                                .score = best.score,
                                .evidence = evidence(best.minus_log10_fmr, person.compared[probe]),
                                .extrapolated = best.extrapolated});
}

/// The best comparison of one face with those of a subject; `made` counts what was not known.
void weigh(const face::Probe& probe, const std::vector<Place>& places, const Known& known, const ScreenRequest& request,
           SubjectCandidate& candidate, std::size_t& made) {
  if (places.empty()) return;
  const auto table = *face::calibration(probe.model(), request.face_calibrations);  // screen() has asked before
  Evidence best{.modality = Modality::face, .comparisons = places.size(), .score = Score::lowest()};
  for (const auto& place : places) {
    const auto id = place.at->ids[place.row];
    const auto before = known.find(id);
    if (before == known.end()) ++made;
    const auto score = before != known.end() ? before->second : compare(probe, *place.at->block, place.row);
    if (score > best.score) best.reference = id, best.score = score;
  }
  if (best.score != Score::lowest()) {
    best.extrapolated = table.extrapolated(best.score);
    best.evidence = evidence(table.minus_log10_fmr(best.score), best.comparisons);
  }
  candidate.evidence.push_back(best);
}

/// Where the faces of these subjects stand.
template <class Subjects>
std::unordered_map<SubjectId, std::vector<Place>> places_of(const View& view, const Subjects& subjects) {
  std::unordered_map<SubjectId, std::vector<Place>> places;
  for (const auto& block : view.faces())
    for (std::size_t row = 0; row < block.ids.size(); ++row)
      if (subjects.contains(block.subjects[row])) places[block.subjects[row]].push_back({&block, row});
  return places;
}

}  // namespace

Result<Compared> compare_all(const View& view, const std::vector<fingerprint::Probe>& fingers,
                             const std::vector<face::Probe>& faces, const ScreenRequest& request) {
  Compared all;
  FaceSlices slices;
  std::size_t face_count = 0;
  for (const auto& block : view.faces()) {
    slices.push_back({block.block, block.ids});
    face_count += block.ids.size();
  }
  const bool every = request.profile == fingerprint::Profile::exhaustive;
  const std::size_t chosen =
      every ? face_count : std::max({request.candidates, least_faces, face_count * faces_of_a_thousand / 1000});
  std::vector<Known> face_scores;
  for (const auto& probe : faces) {
    auto known = best_faces(probe, slices, chosen, without_progress(request.work));
    if (!known) return known.error();
    face_scores.push_back(std::move(*known));
    all.compared += face_count;
  }

  std::unordered_map<SubjectId, const fingerprint::PersonCandidate*> subjects;  // null: no finger of it was compared
  for (const auto& block : view.faces())
    for (std::size_t row = 0; row < block.ids.size(); ++row)
      for (const auto& known : face_scores)
        if (known.contains(block.ids[row])) subjects.emplace(block.subjects[row], nullptr);
  std::vector<SubjectId> by_face;
  for (const auto& [subject, person] : subjects) by_face.push_back(subject);

  const auto persons = view.search_persons(
      fingers, {.candidates = SIZE_MAX, .profile = request.profile, .loss = request.loss, .also = by_face},
      request.work);
  if (!persons) return persons.error();
  for (const auto& person : *persons) {
    subjects[person.subject] = &person;
    for (const auto count : person.compared) all.compared += count;
  }

  const auto places = places_of(view, subjects);
  for (const auto& [subject, person] : subjects) {
    SubjectCandidate candidate;
    candidate.subject = subject;
    for (std::size_t p = 0; p < fingers.size() && person != nullptr; ++p)
      weigh(*person, p, fingers[p].position(), candidate);
    if (const auto found = places.find(subject); found != places.end())
      for (std::size_t p = 0; p < faces.size(); ++p)
        weigh(faces[p], found->second, face_scores[p], request, candidate, all.compared);
    std::vector<Score> parts;
    for (const auto& part : candidate.evidence) parts.push_back(part.evidence);
    candidate.score = fuse(parts);
    if (candidate.score > Score{0}) all.candidates.push_back(std::move(candidate));
  }
  std::ranges::sort(all.candidates, std::less<>{});
  if (all.candidates.size() > request.candidates) all.candidates.resize(request.candidates);
  return all;
}

}  // namespace limen
