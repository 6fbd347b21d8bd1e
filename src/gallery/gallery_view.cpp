// Who may be seen: decided from purpose, state, agency, category and time alone, before anything is compared.
#include <algorithm>

#include "gallery/state.hpp"

namespace limen {

namespace {

Result<void> check(const ViewRequest& request) {
  if (!privacy::known(request.purpose))
    return {ErrorCode::purpose_required, "view: a search has a purpose; this one has none, or an unknown one"};
  if (request.legal_basis.size() > 4096)
    return {ErrorCode::invalid_argument, "view: the legal basis has more than 4096 bytes"};
  return {};
}

}  // namespace

Result<View> Gallery::view(const ViewRequest& request, const Work& work) {
  if (auto ok = limen::check(request); !ok) return ok.error();
  const std::lock_guard lock(state_->mutex);
  if (auto ok = state_->read_anew(); !ok) return ok.error();
  return state_->look(request, work);
}

Result<View> Gallery::State::look(const ViewRequest& request, const Work& work) {
  // A clock that went back shows nothing again that had expired.
  const Time at = request.at.value_or(std::max(now(), manifest.trusted));
  if (!visibility) visibility.emplace(rows);
  const auto seen = visibility->filter(request, at);
  auto layout = last_views.find(seen);
  if (layout == nullptr) {
    if (auto ok = prepare(seen, work); !ok) return ok.error();
    layout = Layout::of(rows, seen, *visibility, fingers, last_views.last());
    last_views.keep(seen, layout);
  }
  return View(std::make_unique<View::State>(id, request, at, std::move(layout)));
}

}  // namespace limen
