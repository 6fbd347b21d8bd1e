#include "privacy/file.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace limen::privacy {

namespace {

Error error_of(int number, const std::string& path, const char* doing) {
  const auto code = number == ENOENT   ? ErrorCode::not_found
                    : number == EEXIST ? ErrorCode::already_exists
                                       : ErrorCode::io_error;
  return {code, path + ": cannot " + doing + ": " + std::generic_category().message(number)};
}

}  // namespace

Error File::failure(const char* doing) const { return error_of(errno, path_, doing); }

Result<File> File::open(const std::filesystem::path& path, Mode mode) {
  int flags = O_CLOEXEC;
  switch (mode) {
    case Mode::read: flags |= O_RDONLY; break;
    case Mode::append_or_create: flags |= O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW; break;
    case Mode::update_or_create: flags |= O_RDWR | O_CREAT | O_NOFOLLOW; break;
    case Mode::create_new: flags |= O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW; break;
  }
  const int descriptor = ::open(path.c_str(), flags, 0600);
  if (descriptor < 0) return error_of(errno, path.string(), "open it");
  File file(descriptor, path.string());
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return file.failure("look at it");
  if (!S_ISREG(status.st_mode)) return {ErrorCode::io_error, path.string() + ": is not a regular file"};
  return file;
}

File::File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) (void)::close(descriptor_);
}

Result<void> File::lock() {
  if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return {};
  if (errno == EWOULDBLOCK)
    return {ErrorCode::busy, path_ + ": another process holds it; wait for it to end, or ask it to write"};
  return failure("lock it");
}

Result<void> File::write(std::span<const std::byte> all) {
  while (!all.empty()) {
    const auto written = ::write(descriptor_, all.data(), all.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failure("write to it");
    all = all.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> File::write_at(std::uint64_t offset, std::span<const std::byte> all) {
  while (!all.empty()) {
    const auto written = ::pwrite(descriptor_, all.data(), all.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failure("write to it");
    all = all.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return {};
}

Result<std::size_t> File::read_at(std::uint64_t offset, std::span<std::byte> into) const {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const auto rest = into.subspan(filled);
    const auto got = ::pread(descriptor_, rest.data(), rest.size(), static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure("read it");
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

Result<void> File::truncate(std::uint64_t size) {
  if (ftruncate(descriptor_, static_cast<off_t>(size)) != 0) return failure("shorten it");
  return {};
}

Result<void> File::sync() {
  if (fsync(descriptor_) != 0) return failure("sync it");
  return {};
}

Result<std::uint64_t> File::size() const {
  struct stat status {};
  if (fstat(descriptor_, &status) != 0) return failure("look at it");
  return static_cast<std::uint64_t>(status.st_size);
}

bool File::is_at(const std::filesystem::path& path) const noexcept {
  struct stat mine {
  }, there{};
  return fstat(descriptor_, &mine) == 0 && ::lstat(path.c_str(), &there) == 0 && mine.st_dev == there.st_dev &&
         mine.st_ino == there.st_ino;
}

unsigned File::permissions() const noexcept {
  struct stat status {};
  if (fstat(descriptor_, &status) != 0) return 07777;
  return status.st_mode & 07777;
}

Result<void> sync_directory_of(const std::filesystem::path& file) {
  const auto parent = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const int descriptor = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return error_of(errno, parent.string(), "open it");
  const bool ok = fsync(descriptor) == 0;
  const auto number = errno;
  (void)::close(descriptor);
  if (!ok) return error_of(number, parent.string(), "sync it");
  return {};
}

}  // namespace limen::privacy
