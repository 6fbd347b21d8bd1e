// The columns of an Index, one row a reference, and what its parts share.
//
// What the stages read stands in chunks of rows that snapshots share: a chunk that was lent to one is never written
// again, but replaced by a copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "limen/core/file.hpp"
#include "limen/detail/search/column.hpp"
#include "limen/fingerprint/index.hpp"

#include "fingerprint/search_form.hpp"

namespace limen::fingerprint {

/// The forms and templates of chunk_rows references; the last chunk of an index has fewer.
struct Forms {
  template <class T>
  using Column = search::Column<T>;

  Column<BinaryCode> codes;  ///< form_minutiae a row, as all but the templates
  Column<SearchDescriptor> descriptors;
  Column<std::int16_t> sums;
  Column<Spot> spots;
  Column<Turn> turns;
  Column<std::byte> templates;  ///< serialised, in any order, with gaps where some were removed
  std::size_t unused = 0;       ///< bytes of these gaps

  /// The columns that have form_minutiae values a row, in the order of a file.
  template <class Self, class Body>
  static void each_column(Self&& self, Body&& body) {
    body(self.codes), body(self.descriptors), body(self.sums), body(self.spots), body(self.turns);
  }

  std::shared_ptr<Forms> copy() const;
  void resize(std::size_t rows);
  void set(std::size_t place, const SearchForm& form) noexcept;
};

inline constexpr std::size_t chunk_rows = 4096;  ///< small enough to be copied, large enough for huge pages
constexpr std::size_t chunk_of(std::size_t row) noexcept { return row / chunk_rows; }
constexpr std::size_t place_of(std::size_t row) noexcept { return row % chunk_rows; }

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
  Column<std::uint64_t> begins;   ///< of each template in its chunk's `templates` …
  Column<std::uint32_t> lengths;  ///< … and its bytes

  std::vector<std::shared_ptr<Forms>> chunks;
  std::vector<bool> lent;  ///< of each chunk: a snapshot has it too

  std::unordered_map<ReferenceId, std::size_t> places;   ///< of ids; empty if read-only
  std::unordered_map<SubjectId, std::uint32_t> numbers;  ///< of subjects; empty if read-only
  std::shared_ptr<const MappedFile> file;                ///< what the columns borrow, if mapped
  bool is_snapshot = false;

  bool mapped() const noexcept { return file != nullptr; }
  bool read_only() const noexcept { return mapped() || is_snapshot; }

  /// The columns that have one value a row, as they stand in a file, in order.
  template <class Self, class Body>
  static void each_column(Self&& self, Body&& body) {
    body(self.ids), body(self.subjects), body(self.persons), body(self.positions);
    body(self.maps), body(self.counts), body(self.begins), body(self.lengths);
  }

  const Forms& forms(std::size_t row) const noexcept { return *chunks[chunk_of(row)]; }
  Forms& own(std::size_t row);  ///< to be written
  std::size_t template_bytes() const noexcept;

  void resize(std::size_t rows);
  void set(std::size_t row, const SearchForm& form);
  void take_row(const State& from, std::size_t row, std::size_t to);  ///< precondition: nothing stands there
  void wipe_row(std::size_t row);                                     ///< its form and its template
  std::unique_ptr<State> snapshot();

  std::span<const std::byte> template_of(std::size_t row) const noexcept {
    return forms(row).templates.span().subspan(begins[row], lengths[row]);
  }
  void append_template(std::size_t row, std::span<const std::byte> bytes);
  void close_gaps(std::size_t chunk);  ///< moves its templates together
  void close_wide_gaps();              ///< where they are more than what is in use

  std::uint32_t number_of(SubjectId subject);
  void number_anew();  ///< persons, without the numbers of those who have gone

  Result<void> check_change(std::span<const ReferenceId> ids_given) const;  ///< access_denied, invalid_argument
  Result<void> check_known(std::span<const ReferenceId> ids_given) const;   ///< not_found
};

}  // namespace limen::fingerprint
