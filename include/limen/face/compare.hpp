// Comparison of two faces.
#pragma once

#include "limen/core/result.hpp"
#include "limen/core/score.hpp"
#include "limen/face/template.hpp"

namespace limen::face {

/// The cosine of the two embeddings, −1 to 1: symmetric, 1 with itself, the same bit for bit on every machine.
/// calibration.hpp says which false-match rate it stands for. Any thread.
/// Errors: model_mismatch (other network or preprocessing: the scores would mean nothing).
Result<Score> compare(const Template& a, const Template& b);

}  // namespace limen::face
