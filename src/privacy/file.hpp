// A POSIX file that is owned, locked, synced: for what has to survive a crash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "limen/core/result.hpp"

namespace limen::privacy {

class File {
 public:
  enum class Mode { read, append_or_create, update_or_create, create_new };

  /// Mode 0600 where it makes one; writes never through a symbolic link. Errors: not_found, already_exists, io_error.
  static Result<File> open(const std::filesystem::path& path, Mode mode);
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  Result<void> lock();                                 ///< exclusive, until it is closed; busy if somebody else has it
  Result<void> write(std::span<const std::byte> all);  ///< all of it, or io_error
  /// Fills `into` from there on as far as the file goes; tells how many bytes it got.
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> into) const;
  Result<void> write_at(std::uint64_t offset, std::span<const std::byte> all);  ///< of a file opened to be updated
  Result<void> truncate(std::uint64_t size);
  Result<void> sync();  ///< contents and size are on the device
  Result<std::uint64_t> size() const;
  bool is_at(const std::filesystem::path& path) const noexcept;  ///< under that name stands this very file
  unsigned permissions() const noexcept;                         ///< e.g. 0600

 private:
  File(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  Error failure(const char* doing) const;
  int descriptor_ = -1;
  std::string path_;
};

/// After a file was made: its name is on the device too.
Result<void> sync_directory_of(const std::filesystem::path& file);

}  // namespace limen::privacy
