#include "yunet.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace limen::face::yunet {
namespace {

Error wrong_heads(std::size_t found, std::size_t wanted) {
  return {ErrorCode::unsupported_format, "face detector: " + std::to_string(found) + " rows of output where " +
                                             std::to_string(wanted) + " belong to this image size: not a YuNet model"};
}

bool finite(const Detection& d) {
  bool good = std::isfinite(d.confidence) && std::isfinite(d.box.x) && std::isfinite(d.box.y) &&
              std::isfinite(d.box.width) && std::isfinite(d.box.height);
  for (const auto& p : d.landmarks) good = good && std::isfinite(p.x) && std::isfinite(p.y);
  return good;
}

// The geometric mean of two probabilities.
float confidence_of(float a, float b) { return std::sqrt(std::clamp(a, 0.0F, 1.0F) * std::clamp(b, 0.0F, 1.0F)); }

Box box_around(float cx, float cy, float w, float h) { return {cx - w / 2, cy - h / 2, w, h}; }

struct Prior {
  float cx, cy, size;  // px
};

std::vector<Prior> priors(int width, int height) {
  static constexpr struct {
    int stride;
    std::array<float, 3> sizes;
  } levels[] = {{8, {10, 16, 24}}, {16, {32, 48, 0}}, {32, {64, 96, 0}}, {64, {128, 192, 256}}};
  std::vector<Prior> all;
  int columns = (width + 1) / 2 / 2, rows = (height + 1) / 2 / 2;  // stride 4 has no priors of its own
  for (const auto& level : levels) {
    columns /= 2, rows /= 2;
    for (int r = 0; r < rows; ++r)
      for (int c = 0; c < columns; ++c)
        for (const float size : level.sizes)
          if (size > 0)
            all.push_back({(static_cast<float>(c) + 0.5F) * static_cast<float>(level.stride),
                           (static_cast<float>(r) + 0.5F) * static_cast<float>(level.stride), size});
  }
  return all;
}

}  // namespace

Result<std::vector<Detection>> decode(std::span<const Level> levels, int width, int height, float min_confidence) {
  std::vector<Detection> found;
  for (const auto& level : levels) {
    const int columns = width / level.stride, rows = height / level.stride;
    const auto n = static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
    if (level.cls.size() != n || level.obj.size() != n || level.bbox.size() != 4 * n || level.kps.size() != 10 * n)
      return wrong_heads(level.cls.size(), n);
    for (std::size_t i = 0; i < n; ++i) {
      Detection d;
      d.confidence = confidence_of(level.cls[i], level.obj[i]);
      if (!(d.confidence >= min_confidence)) continue;
      const auto stride = static_cast<float>(level.stride);
      const auto c = static_cast<float>(i % static_cast<std::size_t>(columns));
      const auto r = static_cast<float>(i / static_cast<std::size_t>(columns));
      const auto b = level.bbox.subspan(4 * i, 4);
      d.box = box_around((c + b[0]) * stride, (r + b[1]) * stride, std::exp(b[2]) * stride, std::exp(b[3]) * stride);
      for (std::size_t j = 0; j < 5; ++j)
        d.landmarks[j] = {(c + level.kps[10 * i + 2 * j]) * stride, (r + level.kps[10 * i + 2 * j + 1]) * stride};
      if (finite(d)) found.push_back(d);
    }
  }
  return found;
}

Result<std::vector<Detection>> decode(const Heads2022& heads, int width, int height, float min_confidence) {
  const auto boxes = priors(width, height);
  const auto n = boxes.size();
  if (heads.loc.size() != 14 * n || heads.conf.size() != 2 * n || heads.iou.size() != n)
    return wrong_heads(heads.iou.size(), n);
  constexpr float centre_variance = 0.1F, size_variance = 0.2F;
  std::vector<Detection> found;
  for (std::size_t i = 0; i < n; ++i) {
    Detection d;
    d.confidence = confidence_of(heads.conf[2 * i + 1], heads.iou[i]);
    if (!(d.confidence >= min_confidence)) continue;
    const auto& prior = boxes[i];
    const auto loc = heads.loc.subspan(14 * i, 14);
    const auto place = [&](std::size_t k) {
      return Point{prior.cx + loc[k] * centre_variance * prior.size,
                   prior.cy + loc[k + 1] * centre_variance * prior.size};
    };
    const auto centre = place(0);
    d.box = box_around(centre.x, centre.y, prior.size * std::exp(loc[2] * size_variance),
                       prior.size * std::exp(loc[3] * size_variance));
    for (std::size_t j = 0; j < 5; ++j) d.landmarks[j] = place(4 + 2 * j);
    if (finite(d)) found.push_back(d);
  }
  return found;
}

float overlap(const Box& a, const Box& b) noexcept {
  const float w = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const float h = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  return w * h / (a.width * a.height + b.width * b.height - w * h);
}

void suppress(std::vector<Detection>& detections, float max_overlap) {
  std::sort(detections.begin(), detections.end(), [](const Detection& a, const Detection& b) {
    return std::tuple(-a.confidence, a.box.x, a.box.y) < std::tuple(-b.confidence, b.box.x, b.box.y);
  });
  std::vector<Detection> kept;
  for (const auto& d : detections)
    if (std::none_of(kept.begin(), kept.end(), [&](const auto& k) { return overlap(k.box, d.box) > max_overlap; }))
      kept.push_back(d);
  detections = std::move(kept);
}

}  // namespace limen::face::yunet
