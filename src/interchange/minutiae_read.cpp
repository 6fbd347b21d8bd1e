// Which minutiae record is it? Told from the version, the length fields and which reading ends where it should.
#include <optional>
#include <vector>

#include "minutiae_parts.hpp"

namespace limen::interchange {
namespace {

using Bytes = std::span<const std::byte>;

std::uint32_t number(Bytes bytes, std::size_t at, std::size_t size) {
  Reader reader(bytes, minutiae_what, Endian::big);
  reader.skip(at);
  return size == 2 ? reader.u16() : reader.u32();
}

// The sum of the representations' lengths is the record's length: only ISO 2011 is laid out like that.
bool walks_as_iso_2011(Bytes bytes) {
  Reader reader(bytes, minutiae_what, Endian::big);
  reader.skip(8);
  const std::uint64_t length = reader.u32();
  const unsigned count = reader.u16();
  reader.skip(1);
  std::uint64_t sum = 15;
  for (unsigned i = 0; i < count; ++i) {
    const std::uint64_t part = reader.u32();
    if (!reader.ok() || part < 34) return false;
    sum += part;
    reader.skip(part - 4);
  }
  return sum == length;
}

// ANSI 2004 has a length of two bytes (or two zeros and four bytes), ISO 2005 of four.
bool looks_like_ansi_2004(Bytes bytes) {
  const auto first = number(bytes, 8, 2), second = number(bytes, 10, 2);
  if (number(bytes, 8, 4) == bytes.size()) return false;
  return first >= 26 || (first == 0 && second < 24);
}

enum class Kind { iso_2005, ansi_2004, ansi_2009, ansi_2009_narrow, iso_2011 };

struct Candidate {
  Kind kind;
  std::uint64_t length;  // the record's own word on it
};

Result<Parsed> read_as(Kind kind, Bytes bytes, Findings& findings) {
  switch (kind) {
    case Kind::iso_2005: return read_iso_2005(bytes, findings);
    case Kind::ansi_2004: return read_ansi_2004(bytes, findings);
    case Kind::ansi_2009: return read_ansi_2009(bytes, false, findings);
    case Kind::ansi_2009_narrow: return read_ansi_2009(bytes, true, findings);
    case Kind::iso_2011: return read_iso_2011(bytes, findings);
  }
  return {ErrorCode::unsupported_format, "minutiae record: unknown"};
}

std::vector<Candidate> candidates(Bytes bytes, char second, char third) {
  const std::uint64_t long_length = number(bytes, 8, 4);
  if (second == '3' && third == '5') return {{Kind::ansi_2009, long_length}, {Kind::ansi_2009_narrow, long_length}};
  if (second == '3') {
    if (walks_as_iso_2011(bytes)) return {{Kind::iso_2011, long_length}};
    return {{Kind::ansi_2009, long_length}, {Kind::ansi_2009_narrow, long_length}, {Kind::iso_2011, long_length}};
  }
  const auto short_length = number(bytes, 8, 2);
  const Candidate iso{Kind::iso_2005, long_length};
  const Candidate ansi{Kind::ansi_2004, short_length != 0 ? short_length : number(bytes, 10, 4)};
  if (looks_like_ansi_2004(bytes)) return {ansi, iso};
  return {iso, ansi};
}

void check_length(const Parsed& parsed, std::uint64_t length, std::size_t size, Findings& findings) {
  const auto n = [](auto value) { return std::to_string(value); };
  if (length != parsed.end)
    findings.warn("record_length", "header", 8,
                  "length " + n(length) + " in the header, " + n(parsed.end) + " bytes read");
  if (parsed.end < size)
    findings.warn("trailing_data", "record", parsed.end, n(size - parsed.end) + " bytes behind the last view");
}

}  // namespace

bool looks_like_minutiae_record(Bytes bytes) noexcept {
  return bytes.size() >= 8 && bytes[0] == std::byte{'F'} && bytes[1] == std::byte{'M'} && bytes[2] == std::byte{'R'} &&
         bytes[3] == std::byte{0};
}

Result<MinutiaeReading> read_minutiae_record(Bytes bytes, Strictness strictness) {
  if (!looks_like_minutiae_record(bytes))
    return {ErrorCode::unsupported_format, "minutiae record: it does not begin with FMR and a zero byte"};
  const auto text = [&](std::size_t i) { return std::to_integer<char>(bytes[i]); };
  const char first = text(4), second = text(5), third = text(6);
  const bool known = (first == ' ' || first == '0') && text(7) == 0 &&
                     ((second == '2' && third == '0') || (second == '3' && (third == '0' || third == '5')));
  if (!known)
    return {ErrorCode::unsupported_format, "minutiae record: unknown version; limen reads 20, 030 and 035 (offset 4)"};
  std::optional<Error> first_error;
  std::optional<MinutiaeReading> fallback;
  for (const auto& candidate : candidates(bytes, second, third)) {
    Findings findings(minutiae_what);
    if (second == '2' && first == '0')
      findings.warn("version", "header", 4, "version \"020\"; it is \" 20\" with a space");
    auto parsed = read_as(candidate.kind, bytes, findings);
    if (!parsed) {
      if (!first_error) first_error = parsed.error();
      continue;
    }
    const bool exact = parsed->end == candidate.length;
    check_length(*parsed, candidate.length, bytes.size(), findings);
    const auto accepted = findings.accept(strictness);
    if (!accepted) {
      if (!first_error) first_error = accepted.error();
      continue;
    }
    MinutiaeReading reading{std::move(parsed->record), findings.take()};
    if (exact) return reading;
    if (!fallback) fallback = std::move(reading);
  }
  if (fallback) return std::move(*fallback);
  return std::move(*first_error);
}

}  // namespace limen::interchange
