// The files of a hit / no-hit exchange: "LIMENHIT" | format u32 = 1 | kind u8 | sender's key | box | signature.
#pragma once

#include <filesystem>
#include <string>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/screening/hit.hpp"

namespace limen::hit {

enum class Kind : std::uint8_t { question = 1, answer = 2, confirmation = 3, release = 4 };

/// An agency's secret keys, from its seed.
struct Secrets {
  privacy::SigningKey signing;
  privacy::BoxKey box;
  explicit Secrets(const privacy::Key& seed);
};

Result<void> send(Kind kind, const Writer& plain, const privacy::Key& own, const Party& to,
                  const std::filesystem::path& out);
/// Errors: not_found, io_error, unsupported_format, newer_version, corrupt, tampered, wrong_key.
Result<SecureVector<std::byte>> receive(Kind kind, const std::filesystem::path& file, const privacy::Key& own,
                                        const Party& from);

void write_text(Writer& writer, std::string_view text);
std::string read_text(Reader& reader);
void write_time(Writer& writer, Time time);
Time read_time(Reader& reader);
void write_bytes(Writer& writer, std::span<const std::byte> bytes);  ///< with their length
HitId read_id(Reader& reader);
HitId random_id();
std::string hex(const HitId& id);

/// What the officer signs.
SecureVector<std::byte> signed_words(const HitId& question, const HitId& reference, const HitConfirmation& confirmation,
                                     Time at);
inline constexpr std::string_view officer_context = "limen hit confirmation 1";

Time now(const Clock* clock);

}  // namespace limen::hit
