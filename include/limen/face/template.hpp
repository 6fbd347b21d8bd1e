// The face template: an embedding, and where in the image it came from. What is compared, stored and exchanged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/core/bytes.hpp"
#include "limen/core/modality.hpp"
#include "limen/core/quality.hpp"
#include "limen/core/result.hpp"
#include "limen/core/units.hpp"
#include "limen/face/landmarks.hpp"
#include "limen/face/model_id.hpp"

namespace limen::face {

class Probe;
class Block;

/// A value: copyable, comparable, wiped when released. Every number that extraction or make_template() gives lies on
/// the stored grid (embedding 2⁻¹⁵, positions 1/16 px), so that parse(serialise(t)) == t, and a comparison depends on
/// the stored bytes alone.
struct Template {
  static constexpr Modality modality = Modality::face;
  using Probe = face::Probe;  ///< prepared to be asked about (probe.hpp)
  using Block = face::Block;  ///< references laid out to be searched (block.hpp)
  static constexpr std::size_t max_dimension = 4096;

  ModelId model{};                   ///< the embedding network
  std::uint32_t preprocessing = 0;   ///< digest() of its preprocessing
  SecureVector<float> embedding;     ///< unit length (within 1 %), 1 to max_dimension components
  Box box{};                         ///< px of the sample
  Landmarks landmarks{};             ///< px of the sample
  bool landmarks_estimated = false;  ///< guessed from the box: the detector finds no landmarks
  bool mirror_averaged = false;      ///< mean of the face and its mirror image; compares with those that are not
  std::uint8_t quality_value = 0;    ///< 0..100
  std::uint32_t quality_flaws = 0;   ///< bit set of Flaw (quality.hpp)

  friend bool operator==(const Template&, const Template&) = default;
};

/// A template of an embedding computed elsewhere: scaled to unit length and rounded to the stored grid.
/// Errors: invalid_argument (no or too many components, a value that is not finite, all zero).
Result<Template> make_template(const ModelId& model, std::uint32_t preprocessing, std::span<const float> embedding);

/// The quality with its reasons in words.
Quality quality(const Template& face);

/// Compact, versioned, little-endian bytes with a CRC (docs/face.md has the layout). Values off the grid are rounded.
/// Precondition: the bounds stated in Template.
SecureVector<std::byte> serialise(const Template& face);

/// The inverse. Errors: corrupt (truncated, checksum, impossible values), newer_version, unsupported_format.
Result<Template> parse(std::span<const std::byte> bytes);

}  // namespace limen::face
