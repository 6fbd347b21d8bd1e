// One SQL statement of SQLite. Included by store_sqlite.cpp alone.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "limen/core/bytes.hpp"

namespace limen {

/// A prepared statement: bind in order, step, read columns in order.
class Statement {
 public:
  Statement(sqlite3* db, const std::string& sql) {
    code_ = sqlite3_prepare_v2(db, sql.c_str(), static_cast<int>(sql.size() + 1), &handle_, nullptr);
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(handle_); }

  Statement& bind(std::int64_t value) { return keep(sqlite3_bind_int64(handle_, ++bound_, value)); }
  Statement& bind(std::uint64_t value) { return bind(static_cast<std::int64_t>(value)); }
  Statement& bind(std::string_view text) {
    return keep(sqlite3_bind_text64(handle_, ++bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  }
  Statement& bind(std::span<const std::byte> bytes) {
    return keep(sqlite3_bind_blob64(handle_, ++bound_, bytes.empty() ? "" : static_cast<const void*>(bytes.data()),
                                    bytes.size(), SQLITE_TRANSIENT));
  }
  bool step() {
    if (code_ == SQLITE_OK || code_ == SQLITE_ROW) code_ = sqlite3_step(handle_);
    column_ = 0;
    return code_ == SQLITE_ROW;
  }
  bool ok() const { return code_ == SQLITE_OK || code_ == SQLITE_ROW || code_ == SQLITE_DONE; }
  int code() const { return code_; }

  std::int64_t number() { return sqlite3_column_int64(handle_, column_++); }
  std::string text() {
    const auto* text = sqlite3_column_text(handle_, column_);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column_++));
    return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size);
  }
  Bytes bytes() {
    const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(handle_, column_));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column_++));
    return data == nullptr ? Bytes() : Bytes(data, data + size);
  }

 private:
  Statement& keep(int code) {
    if (code_ == SQLITE_OK) code_ = code;
    return *this;
  }
  sqlite3_stmt* handle_ = nullptr;
  int code_ = SQLITE_OK;
  int bound_ = 0;
  int column_ = 0;
};

}  // namespace limen
