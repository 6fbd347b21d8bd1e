#include "limen/gallery/view.hpp"

#include <algorithm>

#include "gallery/shelf.hpp"

namespace limen {

namespace {

template <class Block>
std::vector<ViewBlock<Block>> blocks_of(const Shelves<Block>& shelves) {
  std::vector<ViewBlock<Block>> blocks;
  for (const auto& shelf : shelves) blocks.push_back({shelf->position, &shelf->block, shelf->ids, shelf->subjects});
  return blocks;
}

}  // namespace

std::shared_ptr<const Layout> Layout::of(const std::vector<const Row*>& visible, const Layout* last) {
  const Layout none;
  const auto& before = last != nullptr ? *last : none;
  auto layout = std::make_shared<Layout>();
  privacy::Hasher hasher;
  std::vector<SubjectId> subjects;
  subjects.reserve(visible.size());
  for (const auto* row : visible) {
    hasher.add(row->record.id.value);
    subjects.push_back(row->record.subject);
  }
  std::ranges::sort(subjects);
  layout->ids = hasher.finish();
  layout->size = visible.size();
  layout->subjects = static_cast<std::size_t>(std::ranges::unique(subjects).begin() - subjects.begin());
  layout->finger_shelves = shelve_fingers(visible, before.finger_shelves);
  layout->face_shelves = shelve_faces(visible, before.face_shelves);
  layout->fingers = blocks_of(layout->finger_shelves);
  layout->faces = blocks_of(layout->face_shelves);
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
  hash = hasher.add(std::uint64_t{layout->size}).add(layout->ids.bytes).finish();
}

View::View(std::unique_ptr<const State> state) noexcept : state_(std::move(state)) {}
View::View(View&&) noexcept = default;
View& View::operator=(View&&) noexcept = default;
View::~View() = default;

Purpose View::purpose() const noexcept { return state_->purpose; }
Time View::at() const noexcept { return state_->at; }
const std::string& View::legal_basis() const noexcept { return state_->legal_basis; }
std::string_view View::gallery() const noexcept { return state_->gallery; }
std::size_t View::size() const noexcept { return state_->layout->size; }
std::size_t View::subjects() const noexcept { return state_->layout->subjects; }
const privacy::Digest& View::hash() const noexcept { return state_->hash; }
std::span<const ViewBlock<fingerprint::Block>> View::fingers() const noexcept { return state_->layout->fingers; }
std::span<const ViewBlock<face::Block>> View::faces() const noexcept { return state_->layout->faces; }

}  // namespace limen
