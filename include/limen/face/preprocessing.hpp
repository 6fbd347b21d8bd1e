// What an embedding network wants to be shown.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "limen/core/result.hpp"

namespace limen::face {

enum class ChannelOrder : std::uint8_t { rgb = 0, bgr = 1 };

/// The face is aligned by its five points to the ArcFace positions (align.hpp), scaled to width × height; then each
/// channel becomes (value · scale − mean) / deviation, value in 0..255, mean and deviation in the order of `channels`.
struct Preprocessing {
  int width = 112;   ///< 16 to 1024
  int height = 112;  ///< 16 to 1024
  ChannelOrder channels = ChannelOrder::rgb;
  float scale = 1.0F / 255.0F;
  std::array<float, 3> mean{};
  std::array<float, 3> deviation{1, 1, 1};
  friend bool operator==(const Preprocessing&, const Preprocessing&) = default;
};

/// A checksum of it. Embeddings of one network under two preprocessings do not compare, so templates carry it.
std::uint32_t digest(const Preprocessing& preprocessing) noexcept;

}  // namespace limen::face
