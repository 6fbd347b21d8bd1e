// What every test may need: the data folder, visible skipping, a seeded generator, a folder of its own.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <random>
#include <string>

#include <doctest/doctest.h>

namespace limen::test {

/// ctest reads this line and reports the test as skipped, never as passed.
inline void skip(const std::string& why) { std::printf("limen_skip: %s\n", why.c_str()); }

/// The folder of real data ($LIMEN_DATA, else ../shared/data beside the project), if it is there.
inline std::optional<std::filesystem::path> data_dir() {
  const char* named = std::getenv("LIMEN_DATA");
  std::filesystem::path path = named != nullptr ? named : LIMEN_DEFAULT_DATA;
  if (std::filesystem::is_directory(path)) return path;
  return std::nullopt;
}

/// A folder that is gone when the test ends.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "limen-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace limen::test
