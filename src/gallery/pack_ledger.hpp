// What the issuer knows of a device's pack: its version, and whom it holds.
#pragma once

#include <compare>
#include <map>

#include "limen/gallery/pack_issuer.hpp"

#include "gallery/pack_format.hpp"

namespace limen {

struct PackIssuer::Ledger {
  struct Entry {
    std::uint32_t serial = 0;
    privacy::Digest items;  ///< of what it holds, see digest_of in pack_issuer.cpp
  };
  PackInfo last{};  ///< its link is the digest of the last file
  std::uint32_t next_serial = 1;
  std::map<privacy::Pseudonym, Entry> subjects{};

  /// Errors: io_error; of load: not_found, wrong_key (or changed bytes), corrupt, newer_version.
  Result<void> save(const std::filesystem::path& file, const privacy::Key& key) const;
  static Result<Ledger> load(const std::filesystem::path& file, const privacy::Key& key);
};

}  // namespace limen
