#include "fingerprint/filter.hpp"

#include <vector>

namespace limen::fingerprint {
namespace {

/// Weights of offsets −r..r, sum 1.
std::vector<float> gaussian_weights(float sigma) {
  const int radius = std::max(1, static_cast<int>(std::ceil(3 * sigma)));
  std::vector<float> weights;
  double sum = 0;
  for (int i = -radius; i <= radius; ++i) {
    const double t = i / static_cast<double>(sigma);
    weights.push_back(static_cast<float>(std::exp(-0.5 * t * t)));
    sum += static_cast<double>(weights.back());
  }
  for (auto& w : weights) w = static_cast<float>(static_cast<double>(w) / sum);
  return weights;
}

}  // namespace

void weighted_sum(const float* const* rows, const float* weights, int count, float* out, int width) noexcept {
  constexpr int lanes = 32;
  int x = 0;
  for (; x + lanes <= width; x += lanes) {
    float sum[lanes] = {};
    for (int i = 0; i < count; ++i) {
      const float* row = rows[i] + x;
      const float w = weights[i];
      for (int k = 0; k < lanes; ++k) sum[k] += w * row[k];
    }
    std::copy_n(sum, lanes, out + x);
  }
  for (; x < width; ++x) {
    float sum = 0;
    for (int i = 0; i < count; ++i) sum += weights[i] * rows[i][x];
    out[x] = sum;
  }
}

Plane gaussian(const Plane& plane, float sigma) {
  const auto weights = gaussian_weights(sigma);
  const int count = static_cast<int>(weights.size());
  const int radius = count / 2;
  Plane out(plane.width, plane.height);
  SecureVector<float> line(static_cast<std::size_t>(plane.width + 2 * radius));
  std::vector<const float*> columns(weights.size());
  std::vector<const float*> rows(weights.size());
  for (int i = 0; i < count; ++i) columns[static_cast<std::size_t>(i)] = line.data() + i;
  for (int y = 0; y < plane.height; ++y) {
    for (int i = 0; i < count; ++i)
      rows[static_cast<std::size_t>(i)] = plane.row(std::clamp(y + i - radius, 0, plane.height - 1));
    float* middle = line.data() + radius;
    weighted_sum(rows.data(), weights.data(), count, middle, plane.width);
    std::fill_n(line.data(), radius, middle[0]);
    std::fill_n(middle + plane.width, radius, middle[plane.width - 1]);
    weighted_sum(columns.data(), weights.data(), count, out.row(y), plane.width);
  }
  return out;
}

Plane reduce(const Plane& plane, int factor) {
  Plane out(cells_for(plane.width, factor), cells_for(plane.height, factor));
  SecureVector<float> line(static_cast<std::size_t>(out.width * factor));
  for (int y = 0; y < out.height; ++y) {
    const int y1 = std::min((y + 1) * factor, plane.height);
    std::fill(line.begin(), line.end(), 0.0F);
    for (int from = y * factor; from < y1; ++from) {
      const float* in = plane.row(from);
      for (int x = 0; x < plane.width; ++x) line[static_cast<std::size_t>(x)] += in[x];
    }
    float* to = out.row(y);
    for (int x = 0; x < out.width; ++x) {
      float sum = 0;
      for (int k = 0; k < factor; ++k) sum += line[static_cast<std::size_t>(x * factor + k)];
      const int across = std::min((x + 1) * factor, plane.width) - x * factor;
      to[x] = sum / static_cast<float>(across * (y1 - y * factor));
    }
  }
  return out;
}

}  // namespace limen::fingerprint
