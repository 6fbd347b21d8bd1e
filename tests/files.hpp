// Files as strings of bytes, and what a saved index says of its own.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "limen/core/error.hpp"

namespace limen::test {

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void spill(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// What opening and then verifying a saved Index says; nothing if it is whole.
template <class Index>
std::optional<ErrorCode> fault_of(const std::filesystem::path& path) {
  const auto index = Index::open(path);
  if (!index) return index.error().code;
  const auto whole = index->verify();
  return whole ? std::nullopt : std::optional(whole.error().code);
}

}  // namespace limen::test
