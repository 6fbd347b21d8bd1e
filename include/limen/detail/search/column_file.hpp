// A file of columns, as they lie in memory, that can be mapped: a header, the columns, and a CRC-32 of each block of
// them. Little-endian. What the columns are, the header's fields say.
//
//   0     magic of 8 bytes, version u32, the fields of the format
//   then  CRC-32 of the table of sums u32, CRC-32 of all before u32, zeros up to byte 4096
//   4096  the columns: each from a multiple of 4096 on, zeros between
//   then  the table: CRC-32 u32 of each block of 1 MiB from byte 4096 on, the last one shorter
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"
#include "limen/detail/search/column.hpp"

namespace limen::search {

struct ColumnFormat {
  std::string_view magic;  ///< 8 characters
  std::uint32_t version;   ///< the newest that is read, and the one that is written
  std::size_t fields;      ///< bytes
  std::string_view what;   ///< "index of embeddings": for errors
};

/// A column in one piece or several.
using ColumnBytes = std::vector<std::span<const std::byte>>;

/// Replaces `path` atomically. Errors: io_error, cancelled.
Result<void> save_columns(const std::filesystem::path& path, const ColumnFormat& format,
                          std::span<const std::byte> fields, std::span<const ColumnBytes> columns, const Work& work);

// A state's `each_column(body)` calls body(column, length) for each of its columns, in the order of the file.

template <class State>
std::vector<ColumnBytes> bytes_of_columns(State& state) {
  std::vector<ColumnBytes> bytes;
  state.each_column([&](const auto& column, std::size_t) { bytes.push_back({column.bytes()}); });
  return bytes;
}

/// Into a state of the same sizes that owns its columns.
template <class State>
void copy_columns(State& from, State& to) {
  const auto all = bytes_of_columns(from);
  std::size_t c = 0;
  to.each_column([&](auto& column, std::size_t) {
    const auto bytes = all[c++].front();
    if (!bytes.empty()) std::memcpy(column.data(), bytes.data(), bytes.size());
  });
}

/// The bytes of such a file, borrowed: read first the fields, then, when the sizes are known, the columns.
class ColumnFile {
 public:
  /// Errors: unsupported_format, newer_version, corrupt.
  static Result<ColumnFile> read(std::span<const std::byte> file, const ColumnFormat& format, std::string name);

  std::span<const std::byte> fields() const noexcept { return fields_; }
  /// Error (corrupt) that says why the fields are impossible.
  Error impossible(const std::string& why) const;

  /// Columns of these sizes in bytes; the file must have exactly the length that follows. Error: corrupt.
  Result<std::vector<std::span<const std::byte>>> columns(std::span<const std::size_t> sizes);

  /// The state's columns borrow from this file. Error: corrupt.
  template <class State>
  Result<void> lend_columns(State& state) {
    std::vector<std::size_t> sizes;
    state.each_column([&]<class T>(const Column<T>&, std::size_t n) { sizes.push_back(n * sizeof(T)); });
    const auto lent = columns(sizes);
    if (!lent) return lent.error();
    std::size_t c = 0;
    state.each_column([&]<class T>(Column<T>& column, std::size_t n) {
      column = Column<T>::borrow({reinterpret_cast<const T*>((*lent)[c++].data()), n});
    });
    return {};
  }

  /// Checks the sums of all blocks of columns. Precondition: columns(). Errors: corrupt, cancelled.
  Result<void> check(const Work& work) const { return check(ends_.size(), work); }
  /// Checks the sums of the blocks that hold the first `count` columns. Precondition: columns(). Errors: corrupt,
  /// cancelled.
  Result<void> check(std::size_t count, const Work& work) const;

 private:
  std::string name_;
  std::span<const std::byte> file_, fields_, body_;
  std::vector<std::size_t> ends_;  // of the columns in body_
  std::vector<std::uint32_t> sums_;
  std::uint32_t table_sum_ = 0;
};

}  // namespace limen::search
