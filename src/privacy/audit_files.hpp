// The files of one log: the current one under the log's name, closed ones beside it as <name>.000001, <name>.000002 …
//
// The log goes on in a new file in steps of which each leaves a whole log behind: the new file is written as
// <name>.next; the current file gets its number as a second name; <name>.next is renamed to <name>.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "limen/core/result.hpp"

namespace limen::privacy {

struct LogFile {
  std::filesystem::path path;
  std::uint64_t number = 0;  ///< 0: the current one
};

std::filesystem::path closed_name(const std::filesystem::path& log, std::uint64_t number);
std::filesystem::path next_name(const std::filesystem::path& log);

/// Those that are there, in order, the current one last; also while a rotation is not finished.
std::vector<LogFile> files_of(const std::filesystem::path& log);

/// Takes back a rotation that a crash cut short. Only for who holds the log. Error: io_error.
Result<void> tidy(const std::filesystem::path& log);

}  // namespace limen::privacy
