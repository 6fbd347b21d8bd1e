// The fingerprint template: minutiae and the ridge map, at 500 ppi. What is compared, stored and exchanged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/core/bytes.hpp"
#include "limen/core/modality.hpp"
#include "limen/core/quality.hpp"
#include "limen/core/result.hpp"
#include "limen/fingerprint/minutia.hpp"
#include "limen/fingerprint/ridge_map.hpp"

namespace limen::fingerprint {

class Probe;
class Block;

/// A value: copyable, comparable, wiped when released. Every number lies on the stored grid, so that
/// parse(serialise(t)) == t, and a comparison depends on the stored bytes alone.
struct Template {
  static constexpr Modality modality = Modality::fingerprint;
  using Probe = fingerprint::Probe;      ///< prepared to be asked about (probe.hpp)
  using Block = fingerprint::Block;      ///< references laid out to be searched (block.hpp)
  static constexpr int max_side = 8191;  ///< px
  static constexpr std::size_t max_minutiae = 255;

  FingerPosition position = FingerPosition::unknown;
  Impression impression = Impression::live_scan_plain;
  int width = 0;                    ///< px at 500 ppi, at most max_side
  int height = 0;                   ///< px at 500 ppi, at most max_side
  std::uint8_t quality_value = 0;   ///< 0..100
  std::uint16_t quality_flaws = 0;  ///< bit set of Flaw (quality.hpp)
  SecureVector<Minutia> minutiae;   ///< best quality first, at most max_minutiae
  RidgeMap map;                     ///< empty in a template imported from a minutiae record

  friend bool operator==(const Template&, const Template&) = default;
};

/// The quality with its reasons in words.
Quality quality(const Template& finger);

/// Compact, versioned, little-endian bytes with a CRC (layout in src/fingerprint/template.cpp). Values off the stored
/// grid are rounded to it. Precondition: the bounds stated in Template, map of cells_in(width) × cells_in(height).
SecureVector<std::byte> serialise(const Template& finger);

/// The inverse. Errors: corrupt (truncated, checksum, impossible values), newer_version, unsupported_format.
Result<Template> parse(std::span<const std::byte> bytes);

}  // namespace limen::fingerprint
