#include "limen/search/embedding_index.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_set>
#include <utility>

#include "search/embedding_state.hpp"

namespace limen::search {
namespace {

Error wrong(const std::string& message) { return {ErrorCode::invalid_argument, "embedding index: " + message}; }

std::string name_of(std::span<const ReferenceId> ids, std::size_t i) {
  return "id " + std::to_string(ids[i].value) + " (index " + std::to_string(i) + ")";
}

/// No id is 0 or given twice.
Result<void> check_ids(std::span<const ReferenceId> ids) {
  std::unordered_set<ReferenceId> seen;
  seen.reserve(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!ids[i]) return wrong("id 0 (index " + std::to_string(i) + ") means none: give ids from 1");
    if (!seen.insert(ids[i]).second) return wrong(name_of(ids, i) + " is given twice");
  }
  return {};
}

}  // namespace

std::string_view to_string(Mode mode) noexcept {
  switch (mode) {
    case Mode::certified: return "certified";
    case Mode::quantised: return "quantised";
    case Mode::floating: return "float";
    case Mode::cascade: return "cascade";
  }
  return "unknown";
}

std::string_view to_string(Originals originals) noexcept {
  switch (originals) {
    case Originals::none: return "none";
    case Originals::float16: return "float16";
    case Originals::float32: return "float32";
  }
  return "unknown";
}

EmbeddingIndex::EmbeddingIndex(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
EmbeddingIndex::EmbeddingIndex(EmbeddingIndex&&) noexcept = default;
EmbeddingIndex& EmbeddingIndex::operator=(EmbeddingIndex&&) noexcept = default;
EmbeddingIndex::~EmbeddingIndex() = default;

Result<EmbeddingIndex> EmbeddingIndex::create(const EmbeddingOptions& options) {
  if (options.dimension < 64 || options.dimension > 2048)
    return wrong("the dimension is " + std::to_string(options.dimension) + "; 64 to 2048 are possible");
  if (!(options.clip > 0 && options.clip <= 64))
    return wrong("clip is " + std::to_string(options.clip) + "; give a number above 0 and at most 64");
  return EmbeddingIndex(std::make_unique<State>(options));
}

std::size_t EmbeddingIndex::size() const noexcept { return state_->size; }
std::size_t EmbeddingIndex::dimension() const noexcept { return state_->options.dimension; }
const EmbeddingOptions& EmbeddingIndex::options() const noexcept { return state_->options; }
bool EmbeddingIndex::read_only() const noexcept { return state_->mapped(); }
std::span<const ReferenceId> EmbeddingIndex::ids() const noexcept { return std::as_const(*state_).ids.span(); }

bool EmbeddingIndex::contains(ReferenceId id) const {
  return read_only() ? std::ranges::find(ids(), id) != ids().end() : state_->places.contains(id);
}

Result<void> EmbeddingIndex::State::check_change(std::span<const ReferenceId> ids_given,
                                                 std::optional<std::size_t> values) const {
  if (mapped())
    return {ErrorCode::access_denied, "embedding index: opened from a file it is read-only: load() it to change it"};
  if (values && *values != ids_given.size() * options.dimension)
    return wrong(std::to_string(ids_given.size()) + " ids of dimension " + std::to_string(options.dimension) +
                 " come with " + std::to_string(*values) + " values");
  return check_ids(ids_given);
}

Result<void> EmbeddingIndex::add(std::span<const ReferenceId> ids, std::span<const float> vectors, const Work& work) {
  auto& s = *state_;
  if (auto ok = s.check_change(ids, vectors.size()); !ok) return ok;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (s.places.contains(ids[i]))
      return {ErrorCode::already_exists, "embedding index: " + name_of(ids, i) + " is there already: update() it"};
  const std::size_t n = s.options.dimension, first = s.size;
  const auto squares = squares_of(vectors, n, "embedding index: vector", work);
  if (!squares) return squares.error();

  s.places.reserve(first + ids.size());
  s.resize(first + ids.size());
  std::vector<SecureVector<float>> scratch(concurrency(work));
  // Whole panels a piece: two threads never write to one. Once begun it is finished: a token set now stops nothing.
  constexpr std::size_t piece = 16 * panel_rows;
  const std::size_t begin = first / piece, end = (s.size + piece - 1) / piece;
  (void)for_each(
      {work.executor, {}, work.progress}, ids.empty() ? 0 : end - begin, [&](std::size_t p, std::size_t worker) {
        const std::size_t from = std::max(first, (begin + p) * piece), to = std::min(s.size, (begin + p + 1) * piece);
        for (std::size_t row = from; row < to; ++row)
          s.set(row, ids[row - first], vectors.subspan((row - first) * n, n), (*squares)[row - first], scratch[worker]);
        for (std::size_t panel = from / panel_rows; panel * panel_rows < to; ++panel) s.tighten(panel);
      });
  for (std::size_t i = 0; i < ids.size(); ++i) s.places.emplace(ids[i], first + i);
  return {};
}

Result<void> EmbeddingIndex::update(std::span<const ReferenceId> ids, std::span<const float> vectors) {
  auto& s = *state_;
  if (auto ok = s.check_change(ids, vectors.size()); !ok) return ok;
  if (auto ok = s.check_known(ids); !ok) return ok;
  const std::size_t n = s.options.dimension;
  const auto squares = squares_of(vectors, n, "embedding index: vector", {});
  if (!squares) return squares.error();
  SecureVector<float> scratch;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::size_t row = s.places.at(ids[i]);
    s.set(row, ids[i], vectors.subspan(i * n, n), (*squares)[i], scratch);
    s.tighten(row / panel_rows);
  }
  return {};
}

Result<void> EmbeddingIndex::remove(std::span<const ReferenceId> ids) {
  auto& s = *state_;
  if (auto ok = s.check_change(ids, std::nullopt); !ok) return ok;
  if (auto ok = s.check_known(ids); !ok) return ok;
  for (const auto id : ids) {
    const auto place = s.places.find(id);
    const std::size_t row = place->second, last = s.size - 1;
    s.places.erase(place);
    if (row != last) {
      s.move_row(last, row);
      s.places[s.ids[row]] = row;
    }
    s.wipe_codes(last);
    s.resize(last);
  }
  return {};
}

Result<void> EmbeddingIndex::compact() {
  auto& s = *state_;
  if (auto ok = s.check_change({}, std::nullopt); !ok) return ok;
  for (std::size_t panel = 0; panel < s.panels(); ++panel) s.tighten(panel);
  s.each_column([](auto& column, std::size_t) { column.fit(); });
  s.places.rehash(0);
  return {};
}

Result<void> EmbeddingIndex::State::check_known(std::span<const ReferenceId> ids_given) const {
  for (std::size_t i = 0; i < ids_given.size(); ++i)
    if (!places.contains(ids_given[i]))
      return {ErrorCode::not_found, "embedding index: there is no " + name_of(ids_given, i)};
  return {};
}

}  // namespace limen::search
