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
void move_part(search::Column<T>& column, std::size_t each, std::size_t from, std::size_t to) noexcept {
  std::copy_n(column.data() + from * each, each, column.data() + to * each);
}

}  // namespace

void Index::State::resize(std::size_t rows) {
  size = rows;
  each_column([](auto& column, std::size_t count) { column.resize(count); });
}

void Index::State::set(std::size_t row, const SearchForm& form) noexcept {
  counts[row] = static_cast<std::uint8_t>(form.count);
  std::ranges::copy(form.codes, codes.data() + row * form_minutiae);
  std::ranges::copy(form.descriptors, descriptors.data() + row * form_minutiae);
  std::ranges::copy(form.sums, sums.data() + row * form_minutiae);
  std::ranges::copy(form.spots, spots.data() + row * form_minutiae);
  std::ranges::copy(form.turns, turns.data() + row * form_minutiae);
}

void Index::State::move_row(std::size_t from, std::size_t to) noexcept {
  move_part(ids, 1, from, to);
  move_part(subjects, 1, from, to);
  move_part(persons, 1, from, to);
  move_part(positions, 1, from, to);
  move_part(maps, 1, from, to);
  move_part(counts, 1, from, to);
  move_part(begins, 1, from, to);
  move_part(lengths, 1, from, to);
  move_part(codes, form_minutiae, from, to);
  move_part(descriptors, form_minutiae, from, to);
  move_part(sums, form_minutiae, from, to);
  move_part(spots, form_minutiae, from, to);
  move_part(turns, form_minutiae, from, to);
}

void Index::State::wipe_row(std::size_t row) noexcept {
  secure_wipe(templates.data() + begins[row], lengths[row]);
  unused += lengths[row];
  lengths[row] = 0;
  secure_wipe(codes.data() + row * form_minutiae, form_minutiae * sizeof(Block::Code));
  secure_wipe(descriptors.data() + row * form_minutiae, form_minutiae * sizeof(SearchDescriptor));
}

void Index::State::append_template(std::size_t row, std::span<const std::byte> bytes) {
  begins[row] = template_bytes;
  lengths[row] = static_cast<std::uint32_t>(bytes.size());
  template_bytes += bytes.size();
  templates.resize(template_bytes);
  std::ranges::copy(bytes, templates.data() + begins[row]);
}

void Index::State::close_gaps() {
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t row) { return begins[row]; });
  std::size_t at = 0;
  for (const auto row : order) {
    std::copy_n(templates.data() + begins[row], lengths[row], templates.data() + at);
    begins[row] = at;
    at += lengths[row];
  }
  template_bytes = at;
  unused = 0;
  templates.resize(at);
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
