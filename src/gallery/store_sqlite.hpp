// The store that is there by default: one SQLite file.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "limen/gallery/store.hpp"

namespace limen {

enum class StoreMode { create, open };

/// Errors: create: already_exists, io_error; open: not_found, unsupported_format (no SQLite file, or no gallery's),
/// newer_version, corrupt, io_error, busy.
Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& file, StoreMode mode,
                                           std::chrono::milliseconds patience);

}  // namespace limen
