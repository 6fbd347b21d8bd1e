#include "limen/fingerprint/index.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>

#include "limen/detail/core/try_each.hpp"

#include "fingerprint/index_state.hpp"
#include "fingerprint/plain_map.hpp"
#include "fingerprint/prepared.hpp"

namespace limen::fingerprint {
namespace {

Error wrong(const std::string& message) { return {ErrorCode::invalid_argument, "fingerprint index: " + message}; }

/// What serialise() and the prepared form stand on.
std::string fault_of(const Template& finger) {
  if (finger.minutiae.size() > Template::max_minutiae)
    return "has " + std::to_string(finger.minutiae.size()) + " minutiae, at most " +
           std::to_string(Template::max_minutiae) + " are possible";
  if (finger.width < 0 || finger.height < 0 || finger.width > Template::max_side || finger.height > Template::max_side)
    return "has a size outside 0 … " + std::to_string(Template::max_side) + " px";
  if (finger.map.empty()) return {};
  if (finger.map.width != RidgeMap::cells_in(finger.width) || finger.map.height != RidgeMap::cells_in(finger.height) ||
      finger.map.cells.size() !=
          static_cast<std::size_t>(finger.map.width) * static_cast<std::size_t>(finger.map.height))
    return "has a ridge map of another size than the print";
  return {};
}

/// A finger made ready to be kept.
struct Made {
  SecureVector<std::byte> bytes;
  std::unique_ptr<const SearchForm> form;
  FingerPosition position = FingerPosition::unknown;
  bool has_map = false;

  Made() = default;
  explicit Made(const Template& finger) : bytes(serialise_plain(finger)) {
    const Prepared prepared(finger, Prepared::For::forms);
    form = std::make_unique<const SearchForm>(prepared);
    position = finger.position;
    has_map = prepared.has_map;
  }
};

/// One for each index: what make(index) gives. Error: that of the first index that has one.
template <class Make>
Result<std::vector<Made>> make_all(std::size_t count, const Work& work, Make make) {
  std::vector<Made> made(count);
  const auto done = try_each(work, count, [&](std::size_t i) -> Result<void> {
    auto one = make(i);
    if (!one) return {one.error().code, "fingerprint index: template " + std::to_string(i) + " " + one.error().message};
    made[i] = std::move(*one);
    return {};
  });
  if (!done) return done.error();
  return made;
}

Result<std::vector<Made>> make_all(std::span<const Template> fingers, const Work& work) {
  return make_all(fingers.size(), work, [&](std::size_t i) -> Result<Made> {
    if (auto fault = fault_of(fingers[i]); !fault.empty()) return {ErrorCode::invalid_argument, std::move(fault)};
    return Made(fingers[i]);
  });
}

Result<std::vector<Made>> make_all(std::span<const std::span<const std::byte>> fingers, const Work& work) {
  return make_all(fingers.size(), work, [&](std::size_t i) -> Result<Made> {
    const auto finger = parse(fingers[i]);
    if (!finger) return {finger.error().code, "cannot be read: " + finger.error().message};
    return Made(*finger);
  });
}

void keep(Index::State& s, std::size_t row, const Made& made) {
  s.positions[row] = made.position;
  s.maps[row] = made.has_map ? 1 : 0;
  s.append_template(row, made.bytes);
  s.set(row, *made.form);
}

template <class Finger>
Result<void> add_all(Index::State& s, std::span<const ReferenceId> ids, std::span<const Finger> fingers,
                     std::span<const SubjectId> subjects, const Work& work) {
  if (auto ok = s.check_change(ids); !ok) return ok;
  if (fingers.size() != ids.size() || (!subjects.empty() && subjects.size() != ids.size()))
    return wrong(std::to_string(ids.size()) + " ids come with " + std::to_string(fingers.size()) + " templates and " +
                 std::to_string(subjects.size()) + " subjects");
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (s.places.contains(ids[i]))
      return {ErrorCode::already_exists, "fingerprint index: id " + std::to_string(ids[i].value) + " (index " +
                                             std::to_string(i) + ") is there already: update() it"};
  const auto made = make_all(fingers, work);
  if (!made) return made.error();
  const std::size_t first = s.size;
  s.places.reserve(first + ids.size());
  s.resize(first + ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    s.ids[first + i] = ids[i];
    s.subjects[first + i] = subjects.empty() ? SubjectId{} : subjects[i];
    s.persons[first + i] = s.number_of(s.subjects[first + i]);
    keep(s, first + i, (*made)[i]);
    s.places.emplace(ids[i], first + i);
  }
  return {};
}

}  // namespace

std::string_view to_string(Profile profile) noexcept {
  switch (profile) {
    case Profile::fast: return "fast";
    case Profile::safe: return "safe";
    case Profile::exhaustive: return "exhaustive";
  }
  return "unknown";
}

Index::Index() : state_(std::make_unique<State>()) {}
Index::Index(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;
Index::~Index() = default;

Index Index::snapshot() { return Index(state_->snapshot()); }

std::size_t Index::size() const noexcept { return state_->size; }
bool Index::read_only() const noexcept { return state_->read_only(); }
std::span<const ReferenceId> Index::ids() const noexcept { return std::as_const(*state_).ids.span(); }
std::span<const SubjectId> Index::subjects() const noexcept { return std::as_const(*state_).subjects.span(); }
std::span<const FingerPosition> Index::positions() const noexcept { return std::as_const(*state_).positions.span(); }

bool Index::contains(ReferenceId id) const {
  return read_only() ? std::ranges::find(ids(), id) != ids().end() : state_->places.contains(id);
}

IndexMemory Index::memory() const noexcept {
  IndexMemory memory;
  const auto add = [&](const auto& column) { memory.forms += column.bytes().size(); };
  const auto& s = std::as_const(*state_);
  State::each_column(s, add);
  for (const auto& chunk : s.chunks) Forms::each_column(*chunk, add);
  memory.templates = s.template_bytes();
  // A node (next pointer, id, row) and its heap block, and the table of buckets.
  memory.directory = (state_->places.size() + state_->numbers.size()) * 48 +
                     (state_->places.bucket_count() + state_->numbers.bucket_count()) * sizeof(void*);
  memory.mapped = state_->mapped();
  if (read_only()) memory.directory = 0;
  return memory;
}

Result<void> Index::add(std::span<const ReferenceId> ids, std::span<const Template> fingers,
                        std::span<const SubjectId> subjects, const Work& work) {
  return add_all(*state_, ids, fingers, subjects, work);
}

Result<void> Index::add_serialised(std::span<const ReferenceId> ids,
                                   std::span<const std::span<const std::byte>> fingers,
                                   std::span<const SubjectId> subjects, const Work& work) {
  return add_all(*state_, ids, fingers, subjects, work);
}

Result<void> Index::update(std::span<const ReferenceId> ids, std::span<const Template> fingers, const Work& work) {
  auto& s = *state_;
  if (auto ok = s.check_change(ids); !ok) return ok;
  if (fingers.size() != ids.size())
    return wrong(std::to_string(ids.size()) + " ids come with " + std::to_string(fingers.size()) + " templates");
  if (auto ok = s.check_known(ids); !ok) return ok;
  const auto made = make_all(fingers, work);
  if (!made) return made.error();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::size_t row = s.places.at(ids[i]);
    s.wipe_row(row);
    keep(s, row, (*made)[i]);
  }
  s.close_wide_gaps();
  return {};
}

Result<void> Index::remove(std::span<const ReferenceId> ids) {
  auto& s = *state_;
  if (auto ok = s.check_change(ids); !ok) return ok;
  if (auto ok = s.check_known(ids); !ok) return ok;
  for (const auto id : ids) {
    const auto place = s.places.find(id);
    const std::size_t row = place->second, last = s.size - 1;
    s.places.erase(place);
    s.wipe_row(row);
    if (row != last) {
      s.take_row(s, last, row);
      s.wipe_row(last);
      s.places[s.ids[row]] = row;
    }
    s.resize(last);
  }
  if (s.people > 2 * s.size + 1024) s.number_anew();
  s.close_wide_gaps();
  return {};
}

Result<void> Index::compact() {
  auto& s = *state_;
  if (auto ok = s.check_change({}); !ok) return ok;
  const auto fit = [](auto& column) { column.fit(); };
  s.number_anew();
  State::each_column(s, fit);
  for (std::size_t c = 0; c < s.chunks.size(); ++c) {
    s.close_gaps(c);
    Forms::each_column(*s.chunks[c], fit);
    s.chunks[c]->templates.fit();
  }
  s.places.rehash(0);
  s.numbers.rehash(0);
  return {};
}

Result<Template> Index::finger(ReferenceId id) const {
  const auto& s = *state_;
  std::size_t row = s.size;
  if (s.read_only()) {
    row = static_cast<std::size_t>(std::ranges::find(ids(), id) - ids().begin());
  } else if (const auto place = s.places.find(id); place != s.places.end()) {
    row = place->second;
  }
  if (row == s.size) return {ErrorCode::not_found, "fingerprint index: there is no id " + std::to_string(id.value)};
  return parse(s.template_of(row));
}

}  // namespace limen::fingerprint
