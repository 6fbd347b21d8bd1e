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
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"

namespace limen::search {

struct ColumnFormat {
  std::string_view magic;  ///< 8 characters
  std::uint32_t version;   ///< the newest that is read, and the one that is written
  std::size_t fields;      ///< bytes
  std::string_view what;   ///< "index of embeddings": for errors
};

/// Replaces `path` atomically. Errors: io_error, cancelled.
Result<void> save_columns(const std::filesystem::path& path, const ColumnFormat& format,
                          std::span<const std::byte> fields, std::span<const std::span<const std::byte>> columns,
                          const Work& work);

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
