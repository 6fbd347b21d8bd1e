#include "privacy/audit_files.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>

namespace limen::privacy {

namespace {

constexpr std::size_t digits = 6;

/// The number of a closed file of this log; 0 for any other file.
std::uint64_t number_of(const std::filesystem::path& log, const std::filesystem::path& file) {
  const auto name = file.filename().string(), start = log.filename().string() + ".";
  if (name.size() != start.size() + digits || !name.starts_with(start)) return 0;
  std::uint64_t number = 0;
  const auto* const last = name.data() + name.size();
  const auto [end, error] = std::from_chars(name.data() + start.size(), last, number);
  return error == std::errc{} && end == last ? number : 0;
}

bool same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::error_code none;
  return std::filesystem::equivalent(a, b, none) && !none;
}

}  // namespace

std::filesystem::path closed_name(const std::filesystem::path& log, std::uint64_t number) {
  auto text = std::to_string(number);
  text.insert(0, digits - std::min(digits, text.size()), '0');
  auto name = log;
  name += '.';
  name += text;
  return name;
}

std::filesystem::path next_name(const std::filesystem::path& log) {
  auto name = log;
  name += ".next";
  return name;
}

std::vector<LogFile> files_of(const std::filesystem::path& log) {
  std::vector<LogFile> files;
  const auto folder = log.has_parent_path() ? log.parent_path() : std::filesystem::path(".");
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (const auto number = number_of(log, it->path()); number != 0 && !same_file(it->path(), log))
      files.push_back({it->path(), number});
  std::ranges::sort(files, {}, &LogFile::number);
  files.push_back({log, 0});
  return files;
}

Result<void> tidy(const std::filesystem::path& log) {
  std::error_code error;
  std::filesystem::remove(next_name(log), error);
  const auto folder = log.has_parent_path() ? log.parent_path() : std::filesystem::path(".");
  std::vector<std::filesystem::path> second_names;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (number_of(log, it->path()) != 0 && same_file(it->path(), log)) second_names.push_back(it->path());
  for (const auto& name : second_names)
    if (!std::filesystem::remove(name, error))
      return {ErrorCode::io_error, name.string() + ": cannot remove this second name of the log: " + error.message()};
  return {};
}

}  // namespace limen::privacy
