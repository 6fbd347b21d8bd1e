// Who may be seen: decided from purpose and time alone, before anything is compared.
#include <set>

#include "gallery/state.hpp"

namespace limen {

namespace {

template <class Block>
std::vector<ViewBlock<Block>> blocks_of(const Shelves<Block>& shelves) {
  std::vector<ViewBlock<Block>> blocks;
  for (const auto& shelf : shelves) blocks.push_back({shelf->position, &shelf->block, shelf->ids, shelf->subjects});
  return blocks;
}

}  // namespace

Result<View> Gallery::view(const ViewRequest& request, const Work& work) {
  if (!privacy::known(request.purpose))
    return {ErrorCode::purpose_required, "view: a search has a purpose; this one has none, or an unknown one"};
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();

  auto seen = std::make_unique<View::State>();
  seen->purpose = request.purpose;
  seen->at = request.at.value_or(state_->now());
  seen->gallery = state_->id;
  std::vector<const Row*> visible;
  std::vector<Row*> unprepared;
  for (auto& row : state_->rows) {
    if (!row.record.purposes.contains(request.purpose) || row.record.expires <= seen->at) continue;
    visible.push_back(&row);
    if (!row.prepared()) unprepared.push_back(&row);
  }
  if (auto ok = state_->prepare(unprepared, work); !ok) return ok.error();

  privacy::Hasher hasher;
  hasher.add("limen view 1 ").add(seen->gallery).add(to_string(seen->purpose));
  hasher.add(std::uint64_t{visible.size()});
  std::set<SubjectId> subjects;
  for (const auto* row : visible) {
    hasher.add(row->record.id.value);
    subjects.insert(row->record.subject);
  }
  seen->hash = hasher.finish();
  seen->size = visible.size();
  seen->subjects = subjects.size();
  state_->fingers = seen->finger_shelves = shelve_fingers(visible, state_->fingers);
  state_->faces = seen->face_shelves = shelve_faces(visible, state_->faces);
  seen->fingers = blocks_of(seen->finger_shelves);
  seen->faces = blocks_of(seen->face_shelves);
  return View(std::move(seen));
}

}  // namespace limen
