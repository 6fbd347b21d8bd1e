// Signed lists of packs that are not to be opened any more, and what a device remembers.
//
// A list: "LIMENREV" | format u32 = 1 | issuer's key | created i64 | count u32 | series, 16 bytes each | signature.
// What a device remembers, sealed: the latest time seen, the newest version of each series, and what was revoked.
#pragma once

#include <map>
#include <set>
#include <span>

#include "limen/gallery/pack_info.hpp"

namespace limen::pack {

Result<void> write_revocation(std::span<const PackSeries> series, Time now, const privacy::SigningKey& issuer,
                              const std::filesystem::path& list);
/// Errors: not_found, io_error, unsupported_format, newer_version, corrupt, tampered (not signed by this issuer).
Result<std::set<PackSeries>> read_revocation(const std::filesystem::path& list, const privacy::PublicKey& issuer);

/// Nothing goes back on a device: neither the time, nor a version, nor a revocation.
struct Memory {
  Time latest{};
  std::map<PackSeries, std::uint32_t> versions{};
  std::set<PackSeries> revoked{};
  friend bool operator==(const Memory&, const Memory&) = default;

  /// No file: nothing is remembered yet. Error: tampered (also another device's).
  static Result<Memory> load(const std::filesystem::path& file, const privacy::Key& device);
  Result<void> save(const std::filesystem::path& file, const privacy::Key& device) const;
};

}  // namespace limen::pack
