// What the minutiae formats share: minutiae, extended data, views.
#pragma once

#include <string>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/interchange/minutiae_record.hpp"

#include "findings.hpp"

namespace limen::interchange {

inline constexpr std::string_view minutiae_what = "minutiae record";

/// Does an extension's length count its own four bytes of header? FORMATS 1.6: ISO 2005 says no, the others yes; files
/// do either.
enum class ExtensionLength { exclusive, inclusive };

/// Six bytes, or five without quality.
Result<void> read_minutiae(Reader& reader, std::size_t count, bool with_quality, MinutiaeView& view);
void write_minutia(Writer& writer, const RecordMinutia& minutia, bool with_quality);

/// Reads the block of extended data under both meanings of its lengths and takes the one that closes, `usual` first.
/// Data that close under neither are dropped with a warning.
void read_extensions(Reader& reader, ExtensionLength usual, MinutiaeView& view, const std::string& where,
                     Findings& findings);
void write_extensions(Writer& writer, const MinutiaeView& view, ExtensionLength length);

/// Positions inside the image, sizes and densities in range, qualities, angles: the rules all formats share.
void check_view(const MinutiaeView& view, MinutiaeFormat format, const std::string& where, std::size_t offset,
                Findings& findings);

/// A parsed record and where its parse ended.
struct Parsed {
  MinutiaeRecord record;
  std::size_t end = 0;
};

Result<Parsed> read_iso_2005(std::span<const std::byte> bytes, Findings& findings);
Result<Parsed> read_ansi_2004(std::span<const std::byte> bytes, Findings& findings);
Result<Parsed> read_ansi_2009(std::span<const std::byte> bytes, bool narrow_header, Findings& findings);
Result<Parsed> read_iso_2011(std::span<const std::byte> bytes, Findings& findings);

}  // namespace limen::interchange
