// What is captured and how, with the standards' numbers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace limen {

/// Values are limen's own and are stored in files: never renumber.
enum class Modality : std::uint8_t { fingerprint = 1, face = 2 };

/// Finger positions of ISO/IEC 19794-2:2005 table 2 and ANSI/NIST-ITL table 8 (the same numbers).
enum class FingerPosition : std::uint8_t {
  unknown = 0,
  right_thumb = 1,
  right_index = 2,
  right_middle = 3,
  right_ring = 4,
  right_little = 5,
  left_thumb = 6,
  left_index = 7,
  left_middle = 8,
  left_ring = 9,
  left_little = 10,
};

/// Impression types of ISO/IEC 19794-2:2005 table 3 (those a capture point meets).
enum class Impression : std::uint8_t {
  live_scan_plain = 0,
  live_scan_rolled = 1,
  nonlive_scan_plain = 2,
  nonlive_scan_rolled = 3,
  latent = 7,
  swipe = 8,
  live_scan_contactless = 9,
};

inline constexpr std::array<FingerPosition, 11> finger_positions{
    FingerPosition::unknown,      FingerPosition::right_thumb, FingerPosition::right_index,
    FingerPosition::right_middle, FingerPosition::right_ring,  FingerPosition::right_little,
    FingerPosition::left_thumb,   FingerPosition::left_index,  FingerPosition::left_middle,
    FingerPosition::left_ring,    FingerPosition::left_little};

/// Stable spellings, the same in C++, Python and on the command line (`"right_index"`).
std::string_view to_string(Modality modality) noexcept;
std::string_view to_string(FingerPosition position) noexcept;
std::string_view to_string(Impression impression) noexcept;
std::optional<Modality> modality_from(std::string_view name) noexcept;
std::optional<FingerPosition> finger_position_from(std::string_view name) noexcept;
std::optional<Impression> impression_from(std::string_view name) noexcept;

/// From a number of the standard; nothing if limen does not know it.
std::optional<FingerPosition> finger_position_from(std::uint8_t number) noexcept;
std::optional<Impression> impression_from(std::uint8_t number) noexcept;

}  // namespace limen
