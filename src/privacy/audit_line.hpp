// The lines of an audit log.
//
// The first: {"limen_audit":2,"keyed":…,"created":"…","log":"<32>","segment":1,"entries":0,"previous":"<96>","tree":"",
// then every other: {"sequence":1,"time":"…",  "entry":{…} or, in a keyed log, "sealed":"<base64>",
// and both end:     "hash":"<64>"}  or, in a keyed log,  "hash":"<64>","mac":"<32>"}
//
// hash: BLAKE2b-256 of 0x00, the link of the line before (its hash and its MAC, zero where there is none), and the line
// up to its hash; so it is the leaf of the Merkle tree, too. mac: the first half of the keyed BLAKE2b-256 of the hash.
// The last MAC vouches for all hashes; every other MAC is covered by the hash after it.
//
// Format 1 is read, and no longer written: the entry's members stand in the line, `previous` is the hash of the line
// before, and `hash` is the (in a keyed log, keyed) BLAKE2b-256 of the line up to it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/privacy/audit_entry.hpp"
#include "limen/privacy/key.hpp"

#include "privacy/audit_members.hpp"

namespace limen::privacy {

/// The keys of a keyed log.
struct LogKeys {
  explicit LogKeys(const Key& log);
  Key entry(std::uint64_t sequence) const;  ///< seals what one entry says
  Key whole;                                ///< of format 1
  Key mac, entries, book;
};

/// The keys of a keyed log; nothing for a plain one.
std::optional<LogKeys> keys_of(const Key* key);
inline const LogKeys* pointer(const std::optional<LogKeys>& keys) { return keys ? &*keys : nullptr; }

/// What ties a line to the next.
struct Link {
  Digest hash;
  std::array<std::byte, 16> mac{};
  friend bool operator==(const Link&, const Link&) = default;
};
std::string to_string(const Link& link);  ///< 96 hexadecimal digits
std::optional<Link> link_from(std::string_view hex) noexcept;

struct AuditHeader {
  unsigned format = 2;
  bool keyed = false;
  Time created{};
  std::string log;  ///< random: no two logs have the same chain
  std::uint64_t segment = 1;
  std::uint64_t entries = 0;  ///< in the files before
  Link previous;              ///< of the last line of the file before
  std::vector<Digest> peaks;  ///< of the Merkle tree over those entries
};

inline constexpr std::size_t longest_line = 512 * 1024;  ///< more than nine escaped texts in base64

/// The hash of a line that follows `before`.
Digest chained(const Link& before, std::string_view body) noexcept;
/// What is appended to a body to make it a line, '\n' included.
std::string ending(const Link& link, bool keyed);
/// The link that a line claims, and what stands before it; nothing if it does not end so.
struct Split {
  std::string_view body;
  Link link;
};
std::optional<Split> split(std::string_view line, bool keyed) noexcept;
Link link_of(const Digest& hash, const LogKeys* keys) noexcept;

std::string body_of(const AuditHeader& header);
/// Of a whole line (its ending is not looked at but in format 1, where it is checked too).
std::optional<AuditHeader> read_header(std::string_view line, const LogKeys* keys);

/// What stands in the clear of a record.
struct Stamp {
  std::uint64_t sequence = 0;
  Time time{};
};
std::string body_of(const Stamp& stamp, std::string_view entry, bool sealed);
std::optional<Stamp> stamp_of(std::string_view body) noexcept;

/// Sealed as it stands in the line: log and number are bound to it.
std::string seal_entry(const Key& key, std::string_view log, std::uint64_t sequence, std::string_view entry);
std::optional<std::string> unseal_entry(const Key& key, std::string_view log, std::uint64_t sequence,
                                        std::string_view sealed);
/// From a body: the entry, opened if it is sealed and there is a key for it. Outer nothing: it is not a record.
struct Contents {
  std::optional<StoredEntry> stored;  ///< nothing: sealed, and the key is missing or another one
};
std::optional<Contents> contents_of(std::string_view body, std::string_view log, std::uint64_t sequence,
                                    const Key* entry_key);

/// A record of format 1, its own hash checked. `leaf` of it in the tree: chained() with a MAC of zeros.
struct OldRecord {
  AuditRecord record;
  std::string_view body;
};
std::optional<OldRecord> read_old_record(std::string_view line, const LogKeys* keys);

/// What the first line says of itself, before it is believed.
struct HeaderClaim {
  bool is_log = false;
  bool newer = false;
  bool keyed = false;
};
HeaderClaim claim_of(std::string_view line) noexcept;
/// True for the beginning of a first line, however short.
bool may_be_header(std::string_view start) noexcept;

}  // namespace limen::privacy
