#include "limen/gallery/view.hpp"

#include <set>

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

std::unique_ptr<View::State> View::State::of(std::string gallery, Purpose purpose, Time at,
                                             const std::vector<const Row*>& visible,
                                             const Shelves<fingerprint::Block>& last_fingers,
                                             const Shelves<face::Block>& last_faces) {
  auto seen = std::make_unique<State>();
  seen->purpose = purpose;
  seen->at = at;
  seen->gallery = std::move(gallery);
  privacy::Hasher hasher;
  hasher.add("limen view 1 ").add(seen->gallery).add(to_string(purpose));
  hasher.add(std::uint64_t{visible.size()});
  std::set<SubjectId> subjects;
  for (const auto* row : visible) {
    hasher.add(row->record.id.value);
    subjects.insert(row->record.subject);
  }
  seen->hash = hasher.finish();
  seen->size = visible.size();
  seen->subjects = subjects.size();
  seen->finger_shelves = shelve_fingers(visible, last_fingers);
  seen->face_shelves = shelve_faces(visible, last_faces);
  seen->fingers = blocks_of(seen->finger_shelves);
  seen->faces = blocks_of(seen->face_shelves);
  return seen;
}

View::View(std::unique_ptr<const State> state) noexcept : state_(std::move(state)) {}
View::View(View&&) noexcept = default;
View& View::operator=(View&&) noexcept = default;
View::~View() = default;

Purpose View::purpose() const noexcept { return state_->purpose; }
Time View::at() const noexcept { return state_->at; }
std::string_view View::gallery() const noexcept { return state_->gallery; }
std::size_t View::size() const noexcept { return state_->size; }
std::size_t View::subjects() const noexcept { return state_->subjects; }
const privacy::Digest& View::hash() const noexcept { return state_->hash; }
std::span<const ViewBlock<fingerprint::Block>> View::fingers() const noexcept { return state_->fingers; }
std::span<const ViewBlock<face::Block>> View::faces() const noexcept { return state_->faces; }

}  // namespace limen
