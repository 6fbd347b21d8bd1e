// The real prints, where there are any: ../shared/data/fingerprint.
#pragma once

#include <algorithm>
#include <filesystem>
#include <vector>

#include "tests/support.hpp"

namespace limen::test {

/// All images in order of path; none if the folder is absent.
inline std::vector<std::filesystem::path> corpus() {
  std::vector<std::filesystem::path> paths;
  const auto data = data_dir();
  if (!data || !std::filesystem::is_directory(*data / "fingerprint")) return paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*data / "fingerprint"))
    if (entry.path().extension() == ".tif") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace limen::test
