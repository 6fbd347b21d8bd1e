// The key book of an audit log: a random key for each person that entries name, so that a person can be forgotten.
//
// <log>.keys: "LIMENKEY" | format u32 = 1 | then slots of 192 bytes, numbered from 1: sealed (key 32 | length of the
// name u8 | name | zeros). A forgotten slot is all zeros. Log and slot are bound as associated data. An entry names
// slots, so that whoever has the log but not the slot does not know whom it stood for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/privacy/key.hpp"

#include "privacy/audit_line.hpp"
#include "privacy/file.hpp"

namespace limen::privacy {

class KeyBook {
 public:
  enum class Use { read, write };
  /// `log`: its random name. Where there is no file: an empty book, made when the first slot is. A slot cut off by a
  /// crash was never used: it is dropped by who writes. Errors: tampered, newer_version, io_error.
  static Result<KeyBook> open(const std::filesystem::path& file, const std::string& log, const LogKeys* keys, Use use);

  /// The slots of persons, new ones if need be; with `sync` the book is on the device then. Errors: io_error,
  /// invalid_argument (a name's length).
  Result<std::vector<std::uint64_t>> slots_of(std::span<const std::string> names, bool sync);
  std::optional<std::uint64_t> find(const std::string& name) const;
  /// Nothing: forgotten. Precondition: 1 <= slot <= size().
  const std::optional<std::string>& name(std::uint64_t slot) const { return names_[slot - 1]; }
  std::uint64_t size() const noexcept { return names_.size(); }
  /// One key from those of all these slots, read from the file; nothing if one is forgotten or unknown.
  std::optional<Key> key_of(std::span<const std::uint64_t> slots) const;

  /// Overwrites the slots on the device. Error: io_error.
  Result<void> forget(std::span<const std::uint64_t> slots);

 private:
  KeyBook(std::filesystem::path path, std::string log, Key sealing);
  Result<void> load();
  Result<void> write_new(const std::string& name);
  Bytes associated(std::uint64_t slot) const;

  std::filesystem::path path_;
  std::string log_;
  Key sealing_;
  std::optional<File> file_{};
  std::vector<std::optional<std::string>> names_{};  // by slot; nothing: forgotten
  std::map<std::string, std::uint64_t> by_name_{};
};

std::filesystem::path book_name(const std::filesystem::path& log);

}  // namespace limen::privacy
