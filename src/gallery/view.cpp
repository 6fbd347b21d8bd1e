#include "limen/gallery/view.hpp"

#include <algorithm>

#include "gallery/fingers.hpp"
#include "gallery/shelf.hpp"
#include "gallery/visibility.hpp"

namespace limen {

std::shared_ptr<const Layout> Layout::of(const std::vector<Row>& rows, const search::Filter& seen,
                                         const Visibility& visibility, PreparedFingers& prepared, const Layout* last) {
  auto layout = std::make_shared<Layout>();
  layout->ids = visibility.ids(seen);
  layout->subjects = visibility.subjects(seen);
  layout->ids_digest = privacy::digest(std::as_bytes(std::span(layout->ids)));

  layout->fingers = prepared.snapshot();
  layout->visible_fingers = search::Filter(layout->fingers->size());
  const auto& places = prepared.places_of(rows);
  auto faces = visibility.faces();
  faces &= seen;
  seen.for_each([&](std::size_t row) {
    if (places[row] != PreparedFingers::none) layout->visible_fingers.set(places[row]);
  });

  std::vector<FaceRow> visible;
  visible.reserve(faces.count());
  faces.for_each([&](std::size_t row) {
    visible.push_back({visibility.id(row), visibility.subject(row), rows[row].face.get()});
  });
  layout->face_shelves = shelve(visible, last != nullptr ? last->face_shelves : Shelves<face::Block>{});
  for (const auto& shelf : layout->face_shelves) layout->faces.push_back({&shelf->block, shelf->ids, shelf->subjects});
  return layout;
}

std::shared_ptr<const Layout> LastViews::find(const search::Filter& visible) const {
  const auto found =
      std::ranges::find(kept_, visible, [](const auto& one) -> const search::Filter& { return one.first; });
  return found == kept_.end() ? nullptr : found->second;
}

void LastViews::keep(const search::Filter& visible, std::shared_ptr<const Layout> layout) {
  constexpr std::size_t most = 4;  // as many questions as are asked in turn
  kept_.insert(kept_.begin(), {visible, std::move(layout)});
  if (kept_.size() > most) kept_.pop_back();
}

void LastViews::clear() {
  if (kept_.empty()) return;
  last_ = kept_.front().second;
  kept_.clear();
}

void LastViews::forget() noexcept {
  last_.reset();
  kept_.clear();
}

View::State::State(std::string of, const ViewRequest& request, Time when, std::shared_ptr<const Layout> laid_out)
    : purpose(request.purpose),
      legal_basis(request.legal_basis),
      at(when),
      gallery(std::move(of)),
      layout(std::move(laid_out)) {
  privacy::Hasher hasher;
  hasher.add("limen view 2 ").add(gallery).add(privacy::to_string(purpose));
  hash = hasher.add(std::uint64_t{layout->ids.size()}).add(layout->ids_digest.bytes).finish();
}

View::View(std::unique_ptr<const State> state) noexcept : state_(std::move(state)) {}
View::View(View&&) noexcept = default;
View& View::operator=(View&&) noexcept = default;
View::~View() = default;

Purpose View::purpose() const noexcept { return state_->purpose; }
Time View::at() const noexcept { return state_->at; }
const std::string& View::legal_basis() const noexcept { return state_->legal_basis; }
std::string_view View::gallery() const noexcept { return state_->gallery; }
std::size_t View::size() const noexcept { return state_->layout->ids.size(); }
std::size_t View::subjects() const noexcept { return state_->layout->subjects; }
const privacy::Digest& View::hash() const noexcept { return state_->hash; }
std::span<const ReferenceId> View::ids() const noexcept { return state_->layout->ids; }
fingerprint::IndexMemory View::finger_memory() const noexcept { return state_->layout->fingers->memory(); }

std::vector<ViewFinger> View::fingers() const {
  const auto& index = *state_->layout->fingers;
  std::vector<ViewFinger> fingers;
  state_->layout->visible_fingers.for_each([&](std::size_t row) {
    fingers.push_back({index.ids()[row], index.subjects()[row], index.positions()[row]});
  });
  std::ranges::sort(fingers);
  return fingers;
}

Result<fingerprint::IndexQuery> View::State::visible(fingerprint::IndexQuery query) const {
  if (query.filter != nullptr)
    return Error{ErrorCode::invalid_argument, "view: it decides itself who may be seen; search it without a filter"};
  query.filter = &layout->visible_fingers;
  return query;
}

Result<fingerprint::IndexCandidates> View::search_fingers(std::span<const fingerprint::Probe> probes,
                                                          const fingerprint::IndexQuery& query,
                                                          const Work& work) const {
  const auto visible = state_->visible(query);
  if (!visible) return visible.error();
  return state_->layout->fingers->search(probes, *visible, work);
}

Result<std::vector<fingerprint::PersonCandidate>> View::search_persons(std::span<const fingerprint::Probe> probes,
                                                                       const fingerprint::IndexQuery& query,
                                                                       const Work& work) const {
  const auto visible = state_->visible(query);
  if (!visible) return visible.error();
  return state_->layout->fingers->search_person(probes, *visible, work);
}

std::span<const ViewBlock<face::Block>> View::faces() const noexcept { return state_->layout->faces; }

}  // namespace limen
