// Which false-match rate a face score stands for.
#pragma once

#include "limen/core/calibration.hpp"
#include "limen/face/model_id.hpp"

namespace limen::face {

/// The shipped calibration of a model, or null: then its scores order candidates and stand for no rate, and a decision
/// or a fusion with other scores must be refused.
const Calibration* calibration(const ModelId& model) noexcept;

}  // namespace limen::face
