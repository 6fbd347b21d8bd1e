// Who may be seen: decided from purpose and time alone, before anything is compared.
#include <algorithm>

#include "gallery/state.hpp"

namespace limen {

Result<View> Gallery::view(const ViewRequest& request, const Work& work) {
  if (!privacy::known(request.purpose))
    return {ErrorCode::purpose_required, "view: a search has a purpose; this one has none, or an unknown one"};
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();

  const Time at = request.at.value_or(state_->now());
  std::vector<const Row*> visible;
  std::vector<Row*> unprepared;
  for (auto& row : state_->rows) {
    if (!row.record.purposes.contains(request.purpose) || row.record.expires <= at) continue;
    visible.push_back(&row);
    if (!row.prepared()) unprepared.push_back(&row);
  }
  if (auto ok = state_->prepare(unprepared, work); !ok) return ok.error();

  auto seen = View::State::of(state_->id, request.purpose, at, visible, state_->fingers, state_->faces);
  state_->fingers = seen->finger_shelves;
  state_->faces = seen->face_shelves;
  return View(std::move(seen));
}

Result<SecureVector<std::byte>> Gallery::stored_template(ReferenceId id) {
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  const auto row = std::ranges::lower_bound(state_->rows, id, {}, [](const Row& one) { return one.record.id; });
  if (row == state_->rows.end() || row->record.id != id)
    return {ErrorCode::not_found, "gallery: there is no reference " + std::to_string(id.value)};
  const auto reference = state_->store->reference(id);
  if (!reference) return reference.error();
  if (reference->record != row->record)
    return {ErrorCode::tampered, "gallery: a reference was changed from outside; restore a copy"};
  return state_->vault.open_template(*reference);
}

}  // namespace limen
