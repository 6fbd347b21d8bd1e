// Which false-match rate a face score stands for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "limen/core/calibration.hpp"
#include "limen/core/result.hpp"
#include "limen/face/model_id.hpp"

namespace limen::face {

/// The shipped calibration of a model, or null: then its scores order candidates and stand for no rate, and a decision
/// or a fusion with other scores must be refused, unless somebody has measured one (ModelCalibration).
const Calibration* calibration(const ModelId& model) noexcept;

/// A calibration that somebody measured (limen evaluate face … --calibrate), of one network under one preprocessing.
/// Population statistics: no face can be recovered from it.
struct ModelCalibration {
  ModelId model{};
  std::uint32_t preprocessing = 0;  ///< digest() of it
  std::string trial{};              ///< on what it was measured, in words
  std::uint64_t mated = 0, non_mated = 0, subjects = 0;
  CalibrationTable table{};
};

/// Its file: JSON (docs/face.md). Numbers are written so that they are read back exactly.
std::string to_json(const ModelCalibration& calibration);
/// The inverse, strict: an unknown or missing field is an error, not a default. Errors: corrupt, newer_version.
Result<ModelCalibration> parse_calibration(std::string_view json);

/// The calibration to use for a model: the one among `measured` if there is one, else the shipped one, else nothing.
std::optional<Calibration> calibration(const ModelId& model, std::span<const ModelCalibration> measured) noexcept;

}  // namespace limen::face
