// Minutiae records: ISO/IEC 19794-2:2005 and :2011 with their card formats, ANSI/INCITS 378-2004, -2009, -2009/AM1.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/interchange/diagnostic.hpp"

namespace limen::interchange {

enum class MinutiaeFormat : std::uint8_t {
  iso_2005,
  iso_2011,
  iso_card_normal,   ///< 5 bytes a minutia, no header, 0.01 mm
  iso_card_compact,  ///< 3 bytes a minutia, no header, 0.1 mm
  ansi_2004,
  ansi_2009,
  ansi_2009_am1,
};

inline constexpr std::array minutiae_formats{MinutiaeFormat::iso_2005,        MinutiaeFormat::iso_2011,
                                             MinutiaeFormat::iso_card_normal, MinutiaeFormat::iso_card_compact,
                                             MinutiaeFormat::ansi_2004,       MinutiaeFormat::ansi_2009,
                                             MinutiaeFormat::ansi_2009_am1};

/// Stable spelling ("iso_2005"), and back.
std::string_view to_string(MinutiaeFormat format) noexcept;
std::optional<MinutiaeFormat> minutiae_format_from(std::string_view name) noexcept;
/// Units of the angle in a full turn: 256 (ISO), 180 (ANSI), 64 (compact card).
int angle_units(MinutiaeFormat format) noexcept;

/// A minutia in the record's own units. x to the right, y down; the angle turns from +x against the clock.
struct RecordMinutia {
  std::uint16_t x = 0;       ///< px; on a card 0.01 or 0.1 mm
  std::uint16_t y = 0;       ///< px; on a card 0.01 or 0.1 mm
  std::uint8_t angle = 0;    ///< 0 … angle_units(format) − 1
  std::uint8_t type = 0;     ///< 0 other, 1 ending, 2 bifurcation
  std::uint8_t quality = 0;  ///< 0 not reported, 1..100; ANSI 2009: 254 not attempted, 255 failed
  friend bool operator==(const RecordMinutia&, const RecordMinutia&) = default;
};

/// Extended data as it stands: 1 ridge counts, 2 cores and deltas, 3 zonal quality, from 0x0100 a vendor's own.
struct Extension {
  std::uint16_t type = 0;
  SecureVector<std::byte> data;
  friend bool operator==(const Extension&, const Extension&) = default;
};

struct RidgeCount {
  std::uint8_t from = 0, to = 0, count = 0;  ///< numbers of minutiae; from 0 or from 1, which the standards leave open
  friend bool operator==(const RidgeCount&, const RidgeCount&) = default;
};
/// The ridge counts of an extension of type 1: triples after one byte of method; padding of 0/0 or 255/255 is dropped.
std::vector<RidgeCount> ridge_counts(const Extension& extension);

/// Who computed a quality.
struct QualitySource {
  std::uint16_t vendor = 0, algorithm = 0;
  friend bool operator==(const QualitySource&, const QualitySource&) = default;
};

/// What ISO 2011 says of a capture besides, as it stands. Other formats have no place for it.
struct CaptureDetails {
  /// Year (2 bytes), month, day, hour, minute, second, millisecond (2); 0xFF: unknown.
  std::array<std::uint8_t, 9> time{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
  std::uint8_t technology = 0;      ///< 0: unknown
  std::uint16_t device_vendor = 0;  ///< 0: unknown
  bool endings_of_valleys = false;  ///< an ending stands where a valley forks, not where a ridge ends
  friend bool operator==(const CaptureDetails&, const CaptureDetails&) = default;
};

/// One finger, once. Cards have neither size nor densities.
struct MinutiaeView {
  std::uint8_t position = 0;  ///< FingerPosition; 13..15 and 40..50 (several fingers) in ISO 2011
  std::uint8_t view = 0;
  std::uint8_t impression = 0;
  std::uint8_t quality = 0;                        ///< 0..100; 254 and 255 as in RecordMinutia
  std::uint16_t width = 0, height = 0;             ///< px
  std::uint16_t x_density = 197, y_density = 197;  ///< px/cm; 197 is 500 ppi
  QualitySource quality_source{};                  ///< formats of 2009 and later; the first, if there are several
  CaptureDetails capture{};
  std::vector<RecordMinutia, WipingAllocator<RecordMinutia>> minutiae;
  std::vector<Extension> extensions;
  friend bool operator==(const MinutiaeView&, const MinutiaeView&) = default;
};

struct MinutiaeRecord {
  MinutiaeFormat format = MinutiaeFormat::iso_2005;
  std::uint16_t owner = 0, product = 0;  ///< CBEFF, ANSI only
  bool certified = false;                ///< the sensor's compliance bit
  std::uint16_t device = 0;
  std::vector<MinutiaeView> views;
  friend bool operator==(const MinutiaeRecord&, const MinutiaeRecord&) = default;
};

struct MinutiaeReading {
  MinutiaeRecord record;
  Diagnostics diagnostics;
};

/// True if the bytes begin like a record with a header ("FMR"). Cards cannot be told from their bytes.
bool looks_like_minutiae_record(std::span<const std::byte> bytes) noexcept;

/// Reads any record with a header; which one it is, is told from the bytes. Errors: unsupported_format, corrupt; under
/// `strict` also whatever would be a warning. Any thread.
Result<MinutiaeReading> read_minutiae_record(std::span<const std::byte> bytes,
                                             Strictness strictness = Strictness::lenient);

/// Reads a card's minutiae, one view; what stands in the card's own data (position, quality) is unknown here.
/// Errors: invalid_argument (no card format), corrupt (not whole minutiae, more than 255).
Result<MinutiaeRecord> read_minutiae_card(std::span<const std::byte> bytes, MinutiaeFormat format);

/// Writes ISO 2005, ISO 2011, ANSI 2004, ANSI 2009 (and AM1) or a card, in the record's own units: convert first
/// (see minutiae_template.hpp). Errors: invalid_argument with the value that does not fit.
Result<SecureVector<std::byte>> write_minutiae_record(const MinutiaeRecord& record);

}  // namespace limen::interchange
