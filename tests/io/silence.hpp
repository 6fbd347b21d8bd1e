// The library never writes to stdout or stderr: what arrives there while this object lives is caught.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace limen::test {

class CaughtOutput {
 public:
  CaughtOutput() {
    std::fflush(nullptr);
    char name[] = "/tmp/limen-output-XXXXXX";
    file_ = ::mkstemp(name);
    ::unlink(name);
    for (int i = 0; i < 2; ++i) saved_[i] = ::dup(i + 1), ::dup2(file_, i + 1);
  }
  ~CaughtOutput() {
    restore();
    ::close(file_);
  }
  CaughtOutput(const CaughtOutput&) = delete;
  CaughtOutput& operator=(const CaughtOutput&) = delete;

  /// Ends the catching and gives what was written.
  std::string text() {
    restore();
    std::string text(static_cast<std::size_t>(::lseek(file_, 0, SEEK_END)), ' ');
    (void)!::pread(file_, text.data(), text.size(), 0);
    return text;
  }

 private:
  void restore() {
    std::fflush(nullptr);
    for (int i = 0; i < 2; ++i)
      if (saved_[i] >= 0) ::dup2(saved_[i], i + 1), ::close(saved_[i]), saved_[i] = -1;
  }
  int file_ = -1;
  int saved_[2] = {-1, -1};
};

}  // namespace limen::test
