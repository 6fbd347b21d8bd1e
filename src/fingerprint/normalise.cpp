#include "fingerprint/normalise.hpp"

#include "limen/fingerprint/parameters.hpp"

#include "fingerprint/filter.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;

struct Statistics {
  Plane mean;
  Plane scale;  ///< 1 / (deviation + floor)
};

/// Normalised convolution: only mask cells count.
Statistics local_statistics(const Plane& image, const Mask& mask) {
  Reducer squares(image.width, image.height, mask_cell);
  SecureVector<float> square(static_cast<std::size_t>(image.width));
  for (int y = 0; y < image.height; ++y) {
    const float* row = image.row(y);
    for (std::size_t x = 0; x < square.size(); ++x) square[x] = row[x] * row[x];
    squares.add_row(y, square.data());
  }
  Plane first = reduce(image, mask_cell);
  Plane second = squares.take();
  Plane weight(mask.width, mask.height);
  for (std::size_t i = 0; i < weight.values.size(); ++i) {
    weight.values[i] = mask.values[i];
    first.values[i] *= weight.values[i];
    second.values[i] *= weight.values[i];
  }
  constexpr float sigma = normalise_blur / mask_cell;
  first = gaussian(first, sigma);
  second = gaussian(second, sigma);
  weight = gaussian(weight, sigma);
  for (std::size_t i = 0; i < weight.values.size(); ++i) {
    const float w = std::max(weight.values[i], 1e-6F);
    const float mean = first.values[i] / w;
    const float variance = std::max(0.0F, second.values[i] / w - mean * mean);
    first.values[i] = mean;
    second.values[i] = 1.0F / (std::sqrt(variance) + normalise_floor);
  }
  return {std::move(first), std::move(second)};
}

}  // namespace

Normalised normalise(const Plane& image, const Mask& mask) {
  const auto statistics = local_statistics(image, mask);
  Plane out(image.width, image.height);
  Interpolator means(statistics.mean, mask_cell, image.width);
  Interpolator scales(statistics.scale, mask_cell, image.width);
  for (int y = 0; y < image.height; ++y) {
    const float* mean = means.row(y);
    const float* scale = scales.row(y);
    const std::uint8_t* cells = mask.row(y / mask_cell);
    const float* from = image.row(y);
    float* to = out.row(y);
    for (int x = 0; x < image.width; ++x)
      to[x] = std::clamp((mean[x] - from[x]) * scale[x], -normalise_limit, normalise_limit);
    for (int c = 0; c < mask.width; ++c)
      if (cells[c] == 0) std::fill(to + c * mask_cell, to + std::min((c + 1) * mask_cell, image.width), 0.0F);
  }
  double deviations = 0;
  double cells = 1e-9;
  for (std::size_t i = 0; i < mask.values.size(); ++i)
    if (mask.values[i] != 0) {
      deviations += 1 / static_cast<double>(statistics.scale.values[i]) - static_cast<double>(normalise_floor);
      cells += 1;
    }
  return {std::move(out), static_cast<float>(deviations / cells)};
}

}  // namespace limen::fingerprint
