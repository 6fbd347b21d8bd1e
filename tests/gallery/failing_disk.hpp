// A disk that fails, or a process that dies, at the n-th step that changes a file: a SQLite VFS over the usual one.
#pragma once

#include <csignal>
#include <cstddef>
#include <cstring>
#include <string>

#include <sqlite3.h>
#include <unistd.h>

namespace limen::test {

/// While one lives, it is what SQLite opens files with. One at a time.
class FailingDisk {
 public:
  enum class At { full, killed };
  /// From step `n` on (1, 2, …) the disk is full, or at step n, half done, the process is killed; 0: never.
  explicit FailingDisk(At how = At::full, int n = 0) : how_(how), n_(n) {
    self() = this;
    usual_ = sqlite3_vfs_find(nullptr);
    vfs_ = *usual_;
    vfs_.zName = "limen-failing-disk";
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + usual_->szOsFile;
    vfs_.xOpen = open;
    vfs_.xDelete = [](sqlite3_vfs*, const char* name, int sync) {
      return self()->usual_->xDelete(self()->usual_, name, sync);
    };
    sqlite3_vfs_register(&vfs_, 1);
  }
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;
  ~FailingDisk() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(usual_, 1);
  }

  int steps() const noexcept { return steps_; }  ///< writes, truncations and syncs so far
  void heal() noexcept { n_ = 0; }
  void fail_at(int n) noexcept { n_ = n, steps_ = 0; }

 private:
  struct File {
    sqlite3_file base;  // first: SQLite's own
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };
  static FailingDisk*& self() {
    static FailingDisk* one = nullptr;
    return one;
  }
  static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }

  /// True if this step is to fail; dies if it is to die.
  bool fails() {
    ++steps_;
    if (n_ == 0 || steps_ < n_) return false;
    if (how_ == At::killed) (void)kill(getpid(), SIGKILL);
    return true;
  }

  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
    auto* with = self()->usual_;
    auto* real_file = reinterpret_cast<File*>(file)->real();
    const int code = with->xOpen(with, name, real_file, flags, out);
    static const sqlite3_io_methods methods = make_methods();
    file->pMethods = code == SQLITE_OK ? &methods : nullptr;
    return code;
  }
  static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
    auto* on = real(file);
    auto* disk = self();
    if (disk->n_ != 0 && disk->steps_ + 1 == disk->n_ && count > 1)
      (void)on->pMethods->xWrite(on, bytes, count / 2, at);  // the first half still arrives
    if (disk->fails()) return SQLITE_FULL;
    return on->pMethods->xWrite(on, bytes, count, at);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (self()->fails()) return SQLITE_IOERR_TRUNCATE;
    return real(file)->pMethods->xTruncate(real(file), size);
  }
  static int sync(sqlite3_file* file, int flags) {
    if (self()->fails()) return SQLITE_IOERR_FSYNC;
    return real(file)->pMethods->xSync(real(file), flags);
  }
  static sqlite3_io_methods make_methods() {
    sqlite3_io_methods m{};
    m.iVersion = 2;  // with shared memory; no memory-mapped pages
    m.xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); };
    m.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
      return real(f)->pMethods->xRead(real(f), to, n, at);
    };
    m.xWrite = write;
    m.xTruncate = truncate;
    m.xSync = sync;
    m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); };
    m.xLock = [](sqlite3_file* f, int how) { return real(f)->pMethods->xLock(real(f), how); };
    m.xUnlock = [](sqlite3_file* f, int how) { return real(f)->pMethods->xUnlock(real(f), how); };
    m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
      return real(f)->pMethods->xCheckReservedLock(real(f), out);
    };
    m.xFileControl = [](sqlite3_file* f, int op, void* arg) {
      return real(f)->pMethods->xFileControl(real(f), op, arg);
    };
    m.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
    m.xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); };
    m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
    };
    m.xShmLock = [](sqlite3_file* f, int at, int n, int flags) {
      return real(f)->pMethods->xShmLock(real(f), at, n, flags);
    };
    m.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
    m.xShmUnmap = [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); };
    return m;
  }

  At how_;
  int n_;
  int steps_ = 0;
  sqlite3_vfs* usual_ = nullptr;
  sqlite3_vfs vfs_{};
};

}  // namespace limen::test
