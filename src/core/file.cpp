#include "limen/core/file.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace limen {
namespace {

Error system_error(const std::filesystem::path& path, const char* doing, int number) {
  const auto code = number == ENOENT || number == ENOTDIR ? ErrorCode::not_found : ErrorCode::io_error;
  return {code, path.string() + ": cannot " + doing + ": " + std::generic_category().message(number)};
}

struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

// The new file is on the disk only when its folder's entry is.
void flush_folder(const std::filesystem::path& folder) {
  const Descriptor entry{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (entry.number >= 0) (void)::fsync(entry.number);
}

int write_all(int file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto n = ::write(file, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return 0;
}

/// The size of a regular file.
Result<std::uint64_t> size_of_regular(const std::filesystem::path& path, int file) {
  struct stat info {};
  if (::fstat(file, &info) != 0) return system_error(path, "read", errno);
  if (S_ISDIR(info.st_mode)) return {ErrorCode::io_error, path.string() + ": is a folder: name a file in it"};
  if (!S_ISREG(info.st_mode)) return {ErrorCode::io_error, path.string() + ": is not a regular file"};
  return static_cast<std::uint64_t>(info.st_size);
}

}  // namespace

Result<SecureVector<std::byte>> read_file(const std::filesystem::path& path, std::uint64_t max_bytes) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.number < 0) return system_error(path, "open", errno);
  const auto size = size_of_regular(path, file.number);
  if (!size) return size.error();
  if (*size > max_bytes)
    return {ErrorCode::too_large, path.string() + ": " + std::to_string(*size) + " bytes, at most " +
                                      std::to_string(max_bytes) + " are read"};
  SecureVector<std::byte> bytes(static_cast<std::size_t>(*size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto n = ::read(file.number, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error(path, "read", errno);
    if (n == 0) break;  // the file shrank meanwhile: what is left says so to its parser
    done += static_cast<std::size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

Result<void> write_file(const std::filesystem::path& path, std::span<const std::byte> bytes, unsigned mode) {
  return write_file(path, std::span(&bytes, 1), mode);
}

Result<void> write_file(const std::filesystem::path& path, std::span<const std::span<const std::byte>> parts,
                        unsigned mode) {
  std::string temporary = path.string() + ".XXXXXX";
  int failure = 0;
  {
    const Descriptor file{::mkostemp(temporary.data(), O_CLOEXEC)};
    if (file.number < 0) return system_error(path, "create a file in this folder", errno);
    for (const auto part : parts)
      if (failure == 0) failure = write_all(file.number, part);
    if (failure == 0 && ::fsync(file.number) != 0) failure = errno;
    if (failure == 0 && ::fchmod(file.number, static_cast<mode_t>(mode)) != 0) failure = errno;
  }
  if (failure == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) failure = errno;
  if (failure != 0) {
    (void)::unlink(temporary.c_str());
    return system_error(path, "write", failure);
  }
  flush_folder(path.parent_path());
  return {};
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.number < 0) return system_error(path, "open", errno);
  const auto size = size_of_regular(path, file.number);
  if (!size) return size.error();
  if (*size == 0) return {ErrorCode::corrupt, path.string() + ": is empty"};
  const auto bytes = static_cast<std::size_t>(*size);
  const void* got = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, file.number, 0);
  if (got == MAP_FAILED) return system_error(path, "map", errno);
  MappedFile mapped;
  mapped.bytes_ = {static_cast<const std::byte*>(got), bytes};
  return mapped;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

}  // namespace limen
