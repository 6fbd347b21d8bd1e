// Whole files: read with a bound, replaced atomically.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <utility>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"

namespace limen {

/// The bytes of a regular file. Errors: not_found, io_error (a folder, a device, no permission), too_large (more than
/// `max_bytes`). Any thread.
Result<SecureVector<std::byte>> read_file(const std::filesystem::path& path, std::uint64_t max_bytes = 1ULL << 30);

/// Writes a temporary file beside `path`, flushes it to the disk and renames it: under `path` stands the old file or
/// the whole new one, also after a crash. `mode` are the permission bits of a new file. Errors: io_error; nothing is
/// left behind. Any thread; two writers of one path leave the file of one of them, whole.
Result<void> write_file(const std::filesystem::path& path, std::span<const std::byte> bytes, unsigned mode = 0644);

/// The same for bytes that lie in several places, written one behind the other.
Result<void> write_file(const std::filesystem::path& path, std::span<const std::span<const std::byte>> parts,
                        unsigned mode = 0644);

/// A regular file in memory, read-only: its pages are read when they are first used. It stays the same if the file is
/// replaced by rename; a file that is cut short in place ends a program that reads behind the cut. Movable.
class MappedFile {
 public:
  /// Errors: not_found, io_error (a folder, a device, no permission), corrupt (empty).
  static Result<MappedFile> open(const std::filesystem::path& path);

  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedFile();

  std::span<const std::byte> bytes() const noexcept { return bytes_; }
  std::size_t size() const noexcept { return bytes_.size(); }

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace limen
