// Many prints together in fewer bytes than each alone: what they have in common is kept once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/fingerprint/template.hpp"

namespace limen::fingerprint {

/// Reads templates back bit for bit from fewer bytes than serialise() needs (of real prints four fifths, of generated
/// ones nine tenths): four neighbours foretell each cell of the ridge map and the ridges the minutiae on them, and how
/// often that comes true is learnt beforehand (PrintStatistics). Decoding takes about twice the time of parse().
/// Without a magic and a checksum: for files that have their own. A value; const members from any thread.
class PrintCode {
 public:
  PrintCode() = default;  ///< knows nothing beforehand

  /// As kept: nothing, or one byte a decision, of which no print can be told. Error of the inverse: corrupt.
  std::span<const std::uint8_t> bytes() const noexcept { return known_; }
  static Result<PrintCode> from_bytes(std::span<const std::byte> bytes);

  /// Values off the stored grid are rounded. Precondition: as of serialise().
  SecureVector<std::byte> encode(const Template& finger) const;
  /// Of bytes that this code (or one of the same bytes()) made. Error: corrupt.
  Result<Template> decode(std::span<const std::byte> bytes) const;

 private:
  friend class PrintStatistics;
  std::vector<std::uint8_t> known_;
};

/// Learns from some prints what to expect of others like them.
class PrintStatistics {
 public:
  PrintStatistics();
  PrintStatistics(PrintStatistics&&) noexcept;
  PrintStatistics& operator=(PrintStatistics&&) noexcept;
  ~PrintStatistics();

  /// Precondition: as of serialise().
  void add(const Template& finger);
  PrintCode code() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace limen::fingerprint
