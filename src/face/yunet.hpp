// YuNet's output heads become boxes. No network here: heads are plain numbers, so this is tested without a model.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/face/detect.hpp"

namespace limen::face::yunet {

/// One stride of the 2023 layout: a row a cell, row by row over the padded image / stride.
struct Level {
  int stride = 8;
  std::span<const float> cls;   ///< 1 column: is a face
  std::span<const float> obj;   ///< 1 column: is an object
  std::span<const float> bbox;  ///< 4 columns: centre offset in cells, log of size in cells
  std::span<const float> kps;   ///< 10 columns: landmark offsets in cells
};

/// The 2022 layout: a row a prior box, over strides 8, 16, 32, 64 with 3, 2, 2, 3 priors a cell.
struct Heads2022 {
  std::span<const float> loc;   ///< 14 columns
  std::span<const float> conf;  ///< 2 columns: background, face
  std::span<const float> iou;   ///< 1 column
};

/// Detections in pixels of the padded width × height image, unordered, overlaps kept. Values that are not finite are
/// left out. Errors: unsupported_format if the heads have not the size that the image asks for.
Result<std::vector<Detection>> decode(std::span<const Level> levels, int width, int height, float min_confidence);
Result<std::vector<Detection>> decode(const Heads2022& heads, int width, int height, float min_confidence);

/// Intersection over union of two boxes, 0 to 1.
float overlap(const Box& a, const Box& b) noexcept;

/// Sorts by confidence and drops whatever overlaps a more confident one by more than `max_overlap` (intersection over
/// union). Equal confidences stand in order of x, then y.
void suppress(std::vector<Detection>& detections, float max_overlap);

}  // namespace limen::face::yunet
