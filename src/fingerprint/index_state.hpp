// The columns of an Index, one row a reference, and what its parts share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>

#include "limen/core/file.hpp"
#include "limen/detail/search/column.hpp"
#include "limen/fingerprint/index.hpp"

#include "fingerprint/search_form.hpp"

namespace limen::fingerprint {

struct Index::State {
  template <class T>
  using Column = search::Column<T>;

  std::size_t size = 0;    ///< references
  std::size_t people = 1;  ///< numbers of persons given so far; 0 is nobody

  Column<ReferenceId> ids;
  Column<SubjectId> subjects;
  Column<std::uint32_t> persons;  ///< a small number for each subject
  Column<FingerPosition> positions;
  Column<std::uint8_t> maps;      ///< 1: with a ridge map
  Column<std::uint8_t> counts;    ///< minutiae of the form; 0: cannot be compared
  Column<std::uint64_t> begins;   ///< of each template in `templates` …
  Column<std::uint32_t> lengths;  ///< … and its bytes
  Column<Block::Code> codes;      ///< form_minutiae a row, as all that follow
  Column<SearchDescriptor> descriptors;
  Column<std::int16_t> sums;
  Column<Spot> spots;
  Column<Turn> turns;
  Column<std::byte> templates;  ///< serialised, in any order, with gaps where some were removed

  std::size_t template_bytes = 0;  ///< of `templates`, in use or not
  std::size_t unused = 0;          ///< of these, gaps

  std::unordered_map<ReferenceId, std::size_t> places;   ///< of ids; empty if mapped
  std::unordered_map<SubjectId, std::uint32_t> numbers;  ///< of subjects; empty if mapped
  MappedFile file;                                       ///< what the columns borrow, if mapped

  bool mapped() const noexcept { return file.size() != 0; }

  /// The columns as they stand in a file, in order, with their lengths.
  template <class Body>
  void each_column(Body&& body) {
    body(ids, size), body(subjects, size), body(persons, size), body(positions, size);
    body(maps, size), body(counts, size), body(begins, size), body(lengths, size);
    body(codes, size * form_minutiae), body(descriptors, size * form_minutiae), body(sums, size * form_minutiae);
    body(spots, size * form_minutiae), body(turns, size * form_minutiae);
    body(templates, template_bytes);
  }
  static constexpr std::size_t first_columns = 8;  ///< what is checked when a file is opened

  void resize(std::size_t rows);
  void set(std::size_t row, const SearchForm& form) noexcept;
  void move_row(std::size_t from, std::size_t to) noexcept;
  void wipe_row(std::size_t row) noexcept;  ///< its form and its template

  std::span<const std::byte> template_of(std::size_t row) const noexcept {
    return templates.span().subspan(begins[row], lengths[row]);
  }
  void append_template(std::size_t row, std::span<const std::byte> bytes);
  void close_gaps();  ///< moves templates together
  std::uint32_t number_of(SubjectId subject);
  void number_anew();  ///< persons, without the numbers of those who have gone

  Result<void> check_change(std::span<const ReferenceId> ids_given) const;  ///< access_denied, invalid_argument
  Result<void> check_known(std::span<const ReferenceId> ids_given) const;   ///< not_found
};

}  // namespace limen::fingerprint
