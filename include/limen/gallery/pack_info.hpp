// What stands in the clear on a watchlist pack.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "limen/core/clock.hpp"
#include "limen/core/result.hpp"
#include "limen/privacy/box.hpp"
#include "limen/privacy/digest.hpp"
#include "limen/privacy/purpose.hpp"
#include "limen/privacy/sign.hpp"

namespace limen {

/// Names a pack and all its updates: random, one for each device and watchlist.
using PackSeries = std::array<std::byte, 16>;

struct PackInfo {
  PackSeries series{};
  std::uint32_t version = 0;  ///< 1, 2, 3 …
  std::uint32_t base = 0;     ///< an update's: the version it follows; 0: a full pack
  privacy::Digest link{};     ///< an update's: digest of the file it follows
  privacy::PublicKey issuer{};
  privacy::BoxPublicKey device{};
  std::string issuer_name;  ///< as the pseudonyms' scope has it
  Purpose purpose{};
  Time created{};
  Time expires{};                ///< from then on it does not open
  std::uint32_t subjects = 0;    ///< in this file
  std::uint32_t references = 0;  ///< in this file
  std::uint32_t removed = 0;     ///< subjects that an update takes out
  std::uint64_t bytes = 0;       ///< of the file

  friend bool operator==(const PackInfo&, const PackInfo&) = default;
};

/// Reads what is in the clear and verifies that the issuer named there has signed the file; whether that issuer is to
/// be trusted, Pack::open says. Errors: not_found, io_error, unsupported_format, newer_version, corrupt, tampered.
Result<PackInfo> pack_info(const std::filesystem::path& file);

/// 32 hexadecimal digits (as a gallery's id), and the inverse; nothing for any other text.
std::string to_string(const PackSeries& series);
std::optional<PackSeries> pack_series_from(std::string_view hex);

}  // namespace limen
