#include "limen/fingerprint/index.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>

#include "fingerprint/index_state.hpp"
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
  bool has_map = false;
};

Result<std::vector<Made>> make_all(std::span<const Template> fingers, const Work& work) {
  for (std::size_t i = 0; i < fingers.size(); ++i)
    if (const auto fault = fault_of(fingers[i]); !fault.empty())
      return wrong("template " + std::to_string(i) + " " + fault);
  std::vector<Made> made(fingers.size());
  const auto done = for_each(work, fingers.size(), [&](std::size_t i, std::size_t) {
    const Prepared finger(fingers[i]);
    made[i] = {serialise(fingers[i]), std::make_unique<const SearchForm>(finger), finger.has_map};
  });
  if (!done) return done.error();
  return made;
}

void keep(Index::State& s, std::size_t row, const Template& finger, const Made& made) {
  s.positions[row] = finger.position;
  s.maps[row] = made.has_map ? 1 : 0;
  s.append_template(row, made.bytes);
  s.set(row, *made.form);
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

std::size_t Index::size() const noexcept { return state_->size; }
bool Index::read_only() const noexcept { return state_->mapped(); }
std::span<const ReferenceId> Index::ids() const noexcept { return std::as_const(*state_).ids.span(); }
std::span<const SubjectId> Index::subjects() const noexcept { return std::as_const(*state_).subjects.span(); }
std::span<const FingerPosition> Index::positions() const noexcept { return std::as_const(*state_).positions.span(); }

bool Index::contains(ReferenceId id) const {
  return read_only() ? std::ranges::find(ids(), id) != ids().end() : state_->places.contains(id);
}

IndexMemory Index::memory() const noexcept {
  IndexMemory memory;
  state_->each_column([&]<class T>(const State::Column<T>&, std::size_t count) { memory.forms += count * sizeof(T); });
  memory.templates = state_->template_bytes;
  memory.forms -= memory.templates;
  // A node (next pointer, id, row) and its heap block, and the table of buckets.
  memory.directory = (state_->places.size() + state_->numbers.size()) * 48 +
                     (state_->places.bucket_count() + state_->numbers.bucket_count()) * sizeof(void*);
  memory.mapped = state_->mapped();
  if (memory.mapped) memory.directory = 0;
  return memory;
}

Result<void> Index::add(std::span<const ReferenceId> ids, std::span<const Template> fingers,
                        std::span<const SubjectId> subjects, const Work& work) {
  auto& s = *state_;
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
    keep(s, first + i, fingers[i], (*made)[i]);
    s.places.emplace(ids[i], first + i);
  }
  return {};
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
    keep(s, row, fingers[i], (*made)[i]);
  }
  if (s.unused > s.template_bytes / 2) s.close_gaps();
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
      s.move_row(last, row);
      s.places[s.ids[row]] = row;
    }
    s.resize(last);
  }
  if (s.people > 2 * s.size + 1024) s.number_anew();
  if (s.unused > s.template_bytes / 2) s.close_gaps();
  return {};
}

Result<void> Index::compact() {
  auto& s = *state_;
  if (auto ok = s.check_change({}); !ok) return ok;
  s.close_gaps();
  s.number_anew();
  s.each_column([](auto& column, std::size_t) { column.fit(); });
  s.places.rehash(0);
  s.numbers.rehash(0);
  return {};
}

Result<Template> Index::finger(ReferenceId id) const {
  const auto& s = *state_;
  std::size_t row = s.size;
  if (s.mapped()) {
    row = static_cast<std::size_t>(std::ranges::find(ids(), id) - ids().begin());
  } else if (const auto place = s.places.find(id); place != s.places.end()) {
    row = place->second;
  }
  if (row == s.size) return {ErrorCode::not_found, "fingerprint index: there is no id " + std::to_string(id.value)};
  return parse(s.template_of(row));
}

}  // namespace limen::fingerprint
