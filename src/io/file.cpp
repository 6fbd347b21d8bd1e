#include "limen/io/file.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace limen::io {
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
  return ::fsync(file) == 0 ? 0 : errno;
}

}  // namespace

Result<SecureVector<std::byte>> read_file(const std::filesystem::path& path, std::uint64_t max_bytes) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.number < 0) return system_error(path, "open", errno);
  struct stat info {};
  if (::fstat(file.number, &info) != 0) return system_error(path, "read", errno);
  if (S_ISDIR(info.st_mode)) return {ErrorCode::io_error, path.string() + ": is a folder: name a file in it"};
  if (!S_ISREG(info.st_mode)) return {ErrorCode::io_error, path.string() + ": is not a regular file"};
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (size > max_bytes)
    return {ErrorCode::too_large,
            path.string() + ": " + std::to_string(size) + " bytes, at most " + std::to_string(max_bytes) + " are read"};
  SecureVector<std::byte> bytes(static_cast<std::size_t>(size));
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
  std::string temporary = path.string() + ".XXXXXX";
  int failure = 0;
  {
    const Descriptor file{::mkostemp(temporary.data(), O_CLOEXEC)};
    if (file.number < 0) return system_error(path, "create a file in this folder", errno);
    failure = write_all(file.number, bytes);
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

}  // namespace limen::io
