#include "fingerprint/index_state.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_set>
#include <vector>

#include "limen/core/bytes.hpp"

namespace limen::fingerprint {
namespace {

std::string name_of(std::span<const ReferenceId> ids, std::size_t i) {
  return "id " + std::to_string(ids[i].value) + " (index " + std::to_string(i) + ")";
}

template <class T>
void copy_row(const search::Column<T>& source, std::size_t from, search::Column<T>& target, std::size_t to) noexcept {
  std::copy_n(source.data() + from * form_minutiae, form_minutiae, target.data() + to * form_minutiae);
}

template <class T>
void copy_column(const search::Column<T>& from, search::Column<T>& to) {
  to.resize(from.size());
  std::ranges::copy(from.span(), to.data());
}

}  // namespace

std::shared_ptr<Forms> Forms::copy() const {
  auto made = std::make_shared<Forms>();
  copy_column(codes, made->codes), copy_column(descriptors, made->descriptors), copy_column(sums, made->sums);
  copy_column(spots, made->spots), copy_column(turns, made->turns), copy_column(templates, made->templates);
  made->unused = unused;
  return made;
}

void Forms::resize(std::size_t rows) {
  each_column(*this, [rows](auto& column) { column.resize(rows * form_minutiae); });
}

void Forms::set(std::size_t place, const SearchForm& form) noexcept {
  const std::size_t at = place * form_minutiae;
  std::ranges::copy(form.codes, codes.data() + at);
  std::ranges::copy(form.descriptors, descriptors.data() + at);
  std::ranges::copy(form.sums, sums.data() + at);
  std::ranges::copy(form.spots, spots.data() + at);
  std::ranges::copy(form.turns, turns.data() + at);
}

Forms& Index::State::own(std::size_t row) {
  auto& chunk = chunks[chunk_of(row)];
  if (lent[chunk_of(row)]) {
    chunk = chunk->copy();
    lent[chunk_of(row)] = false;
  }
  return *chunk;
}

std::size_t Index::State::template_bytes() const noexcept {
  std::size_t bytes = 0;
  if (mapped()) return chunks.empty() ? 0 : chunks.front()->templates.size();  // each has all of the file's
  for (const auto& chunk : chunks) bytes += chunk->templates.size();
  return bytes;
}

void Index::State::resize(std::size_t rows) {
  each_column(*this, [rows](auto& column) { column.resize(rows); });
  const std::size_t before = size, wanted = (rows + chunk_rows - 1) / chunk_rows;
  size = rows;
  while (chunks.size() < wanted) {
    chunks.push_back(std::make_shared<Forms>());
    lent.push_back(false);
  }
  chunks.resize(wanted);
  lent.resize(wanted);
  for (std::size_t c = std::min(before, rows) / chunk_rows; c < wanted; ++c)
    if (const std::size_t held = std::min(chunk_rows, rows - c * chunk_rows);
        chunks[c]->turns.size() != held * form_minutiae)
      own(c * chunk_rows).resize(held);
}

void Index::State::set(std::size_t row, const SearchForm& form) {
  counts[row] = static_cast<std::uint8_t>(form.count);
  own(row).set(place_of(row), form);
}

void Index::State::take_row(const State& from, std::size_t row, std::size_t to) {
  auto& here = own(to);
  const auto form = [&](const auto& source, auto& target) { copy_row(source, place_of(row), target, place_of(to)); };
  const auto& there = from.forms(row);
  form(there.codes, here.codes), form(there.descriptors, here.descriptors), form(there.sums, here.sums);
  form(there.spots, here.spots), form(there.turns, here.turns);
  const auto bytes = from.template_of(row);
  append_template(to, SecureVector<std::byte>(bytes.begin(), bytes.end()));  // may stand where it is appended
  ids[to] = from.ids[row];
  subjects[to] = from.subjects[row];
  persons[to] = from.persons[row];
  positions[to] = from.positions[row];
  maps[to] = from.maps[row];
  counts[to] = from.counts[row];
}

void Index::State::wipe_row(std::size_t row) {
  auto& forms = own(row);
  secure_wipe(forms.templates.data() + begins[row], lengths[row]);
  forms.unused += lengths[row];
  lengths[row] = 0;
  secure_wipe(forms.codes.data() + place_of(row) * form_minutiae, form_minutiae * sizeof(BinaryCode));
  secure_wipe(forms.descriptors.data() + place_of(row) * form_minutiae, form_minutiae * sizeof(SearchDescriptor));
}

std::unique_ptr<Index::State> Index::State::snapshot() {
  auto made = std::make_unique<State>();
  made->is_snapshot = true;
  made->size = size;
  made->people = people;
  copy_column(ids, made->ids), copy_column(subjects, made->subjects), copy_column(persons, made->persons);
  copy_column(positions, made->positions), copy_column(maps, made->maps), copy_column(counts, made->counts);
  copy_column(begins, made->begins), copy_column(lengths, made->lengths);
  made->chunks = chunks;
  made->file = file;
  lent.assign(chunks.size(), true);
  return made;
}

void Index::State::append_template(std::size_t row, std::span<const std::byte> bytes) {
  auto& templates = own(row).templates;
  begins[row] = templates.size();
  lengths[row] = static_cast<std::uint32_t>(bytes.size());
  templates.resize(templates.size() + bytes.size());
  std::ranges::copy(bytes, templates.data() + begins[row]);
}

void Index::State::close_gaps(std::size_t chunk) {
  const std::size_t first = chunk * chunk_rows;
  auto& forms = own(first);
  std::vector<std::size_t> order(std::min(chunk_rows, size - first));
  std::iota(order.begin(), order.end(), first);
  std::ranges::sort(order, {}, [&](std::size_t row) { return begins[row]; });
  std::size_t at = 0;
  for (const auto row : order) {
    std::copy_n(forms.templates.data() + begins[row], lengths[row], forms.templates.data() + at);
    begins[row] = at;
    at += lengths[row];
  }
  forms.unused = 0;
  forms.templates.resize(at);
}

void Index::State::close_wide_gaps() {
  for (std::size_t c = 0; c < chunks.size(); ++c)
    if (chunks[c]->unused > chunks[c]->templates.size() / 2) close_gaps(c);
}

std::uint32_t Index::State::number_of(SubjectId subject) {
  if (!subject) return 0;
  const auto [place, is_new] = numbers.try_emplace(subject, static_cast<std::uint32_t>(people));
  people += is_new ? 1 : 0;
  return place->second;
}

void Index::State::number_anew() {
  numbers.clear();
  people = 1;
  for (std::size_t row = 0; row < size; ++row) persons[row] = number_of(subjects[row]);
}

Result<void> Index::State::check_change(std::span<const ReferenceId> ids_given) const {
  if (mapped())
    return {ErrorCode::access_denied, "fingerprint index: opened from a file it is read-only: load() it to change it"};
  if (is_snapshot)
    return {ErrorCode::access_denied, "fingerprint index: a snapshot is read-only: change the index it was taken of"};
  std::unordered_set<ReferenceId> seen;
  seen.reserve(ids_given.size());
  for (std::size_t i = 0; i < ids_given.size(); ++i) {
    if (!ids_given[i])
      return {ErrorCode::invalid_argument,
              "fingerprint index: id 0 (index " + std::to_string(i) + ") means none: give ids from 1"};
    if (!seen.insert(ids_given[i]).second)
      return {ErrorCode::invalid_argument, "fingerprint index: " + name_of(ids_given, i) + " is given twice"};
  }
  return {};
}

Result<void> Index::State::check_known(std::span<const ReferenceId> ids_given) const {
  for (std::size_t i = 0; i < ids_given.size(); ++i)
    if (!places.contains(ids_given[i]))
      return {ErrorCode::not_found, "fingerprint index: there is no " + name_of(ids_given, i)};
  return {};
}

}  // namespace limen::fingerprint
