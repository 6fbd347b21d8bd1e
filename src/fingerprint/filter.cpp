#include "fingerprint/filter.hpp"

#include "limen/simd/target.hpp"

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

Plane gaussian(const Plane& plane, float sigma, int channels) {
  const auto weights = gaussian_weights(sigma);
  const auto count = static_cast<int>(weights.size());
  const int radius = count / 2;
  const auto width = static_cast<std::size_t>(plane.width);
  const auto& kernels = simd::active();
  Plane out(plane.width, plane.height);
  SecureVector<float> line(width + 2 * static_cast<std::size_t>(radius * channels));
  float* middle = line.data() + radius * channels;
  std::vector<const float*> rows(weights.size());
  std::vector<const float*> columns(weights.size());
  for (int i = 0; i < count; ++i) columns[static_cast<std::size_t>(i)] = line.data() + i * channels;
  for (int y = 0; y < plane.height; ++y) {
    for (int i = 0; i < count; ++i)
      rows[static_cast<std::size_t>(i)] = plane.row(std::clamp(y + i - radius, 0, plane.height - 1));
    kernels.convolve_column(rows.data(), middle, width, weights.data(), weights.size());
    for (int i = 1; i <= radius; ++i) {
      std::copy_n(middle, channels, middle - i * channels);
      std::copy_n(middle + plane.width - channels, channels, middle + plane.width + (i - 1) * channels);
    }
    kernels.convolve_column(columns.data(), out.row(y), width, weights.data(), weights.size());
  }
  return out;
}

Plane reduce(const Plane& plane, int factor) {
  Reducer reducer(plane.width, plane.height, factor);
  for (int y = 0; y < plane.height; ++y) reducer.add_row(y, plane.row(y));
  return reducer.take();
}

Reducer::Reducer(int width, int height, int factor)
    : width_(width), height_(height), factor_(factor), out_(cells_for(width, factor), cells_for(height, factor)) {}

void Reducer::add_row(int y, const float* row) noexcept {
  const int cell = y / factor_;
  const int down = std::min((cell + 1) * factor_, height_) - cell * factor_;
  const float share = 1.0F / static_cast<float>(factor_ * down);
  float* to = out_.row(cell);
  const int full = width_ / factor_;
  if (factor_ == 4) {
    for (int x = 0; x < full; ++x) to[x] += share * ((row[4 * x] + row[4 * x + 1]) + (row[4 * x + 2] + row[4 * x + 3]));
  } else {
    for (int x = 0; x < full; ++x)
      for (int k = 0; k < factor_; ++k) to[x] += share * row[factor_ * x + k];
  }
  const int rest = width_ - full * factor_;
  for (int k = 0; k < rest; ++k)
    to[full] += share * static_cast<float>(factor_) / static_cast<float>(rest) * row[full * factor_ + k];
}

Interpolator::Interpolator(const Plane& coarse, int factor, int width)
    : coarse_(coarse),
      factor_(factor),
      line_(static_cast<std::size_t>(coarse.width + 1)),
      out_(static_cast<std::size_t>(width)) {
  for (int x = 0; x < width; ++x) {
    const float u = coarse_place(static_cast<float>(x), factor, coarse.width);
    const int left = static_cast<int>(u);
    places_.push_back({left, u - static_cast<float>(left)});
  }
}

const float* Interpolator::row(int y) noexcept {
  const float v = coarse_place(static_cast<float>(y), factor_, coarse_.height);
  const int y0 = static_cast<int>(v);
  const float* upper = coarse_.row(y0);
  const float* lower = coarse_.row(std::min(y0 + 1, coarse_.height - 1));
  const float share = v - static_cast<float>(y0);
  const auto width = static_cast<std::size_t>(coarse_.width);
  for (std::size_t x = 0; x < width; ++x) line_[x] = upper[x] + share * (lower[x] - upper[x]);
  line_[width] = line_[width - 1];
  for (std::size_t x = 0; x < out_.size(); ++x) {
    const float* at = line_.data() + places_[x].left;
    out_[x] = at[0] + places_[x].share * (at[1] - at[0]);
  }
  return out_.data();
}

}  // namespace limen::fingerprint
