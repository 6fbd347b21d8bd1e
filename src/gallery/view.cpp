#include "limen/gallery/view.hpp"

#include "gallery/shelf.hpp"

namespace limen {

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
