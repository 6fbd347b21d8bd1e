// The columns of an EmbeddingIndex, one row a reference, and what its parts share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/file.hpp"
#include "limen/detail/search/column.hpp"
#include "limen/search/embedding_index.hpp"
#include "limen/search/panels.hpp"

namespace limen::search {

struct EmbeddingIndex::State {
  EmbeddingOptions options;
  std::size_t padded = 0;  ///< dimension, up to a multiple of 64
  std::size_t size = 0;    ///< references

  Column<ReferenceId> ids;
  Column<float> errors;        ///< of each reference: ≥ |original − scale · code|
  Column<float> panel_errors;  ///< of each panel: at least the largest of its errors
  Column<std::uint8_t> codes;  ///< panels, as scan_i8 reads them
  Column<std::uint64_t> signs;
  Column<float> floats;          ///< one of these two, or none, holds the originals
  Column<std::uint16_t> halves;  ///< (half.hpp)

  std::unordered_map<ReferenceId, std::size_t> places;  ///< of ids; empty if mapped
  MappedFile file;                                      ///< what the columns borrow, if mapped

  explicit State(const EmbeddingOptions& asked);

  bool mapped() const noexcept { return file.size() != 0; }
  double peak() const noexcept;
  double scale() const noexcept { return peak() / 127; }
  std::size_t panels() const noexcept { return (size + panel_rows - 1) / panel_rows; }
  std::size_t panel_bytes() const noexcept { return padded * panel_rows; }
  std::size_t sign_words() const noexcept { return options.sign_bits ? padded / 64 : 0; }
  const std::uint8_t* panel(std::size_t p) const noexcept { return codes.data() + p * panel_bytes(); }

  /// The columns as they stand in a file, in order.
  template <class Body>
  void each_column(Body&& body) {
    body(ids, size), body(errors, size), body(panel_errors, panels()), body(codes, panels() * panel_bytes());
    body(signs, size * sign_words());
    body(floats, options.originals == Originals::float32 ? size * options.dimension : 0);
    body(halves, options.originals == Originals::float16 ? size * options.dimension : 0);
  }

  void resize(std::size_t rows);
  /// Writes a row. Precondition: row < size; square is vector's, finite and not 0. `scratch` is used again.
  void set(std::size_t row, ReferenceId id, std::span<const float> vector, double square, SecureVector<float>& scratch);
  void move_row(std::size_t from, std::size_t to) noexcept;
  void wipe_codes(std::size_t row) noexcept;
  void tighten(std::size_t panel) noexcept;  ///< panel_errors, after its errors have changed

  /// Errors: access_denied (mapped), invalid_argument (ids, or `values` numbers for them).
  Result<void> check_change(std::span<const ReferenceId> ids_given, std::optional<std::size_t> values) const;
  Result<void> check_known(std::span<const ReferenceId> ids_given) const;  ///< Error: not_found

  /// The original of a row; `scratch` (dimension floats) is where a half-precision one is widened.
  const float* original(std::size_t row, float* scratch) const noexcept;
};

/// Finite, not of length 0. Error (invalid_argument) that names `what` and the index of the first that is not.
Result<std::vector<double>> squares_of(std::span<const float> vectors, std::size_t dimension, const char* what,
                                       const Work& work);

}  // namespace limen::search
