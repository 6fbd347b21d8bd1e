#include "fingerprint/resample.hpp"

#include <string>
#include <vector>

#include "limen/fingerprint/parameters.hpp"
#include "limen/fingerprint/template.hpp"
#include "limen/simd/target.hpp"

namespace limen::fingerprint {
namespace {

/// For each output sample the input samples it is made of: `count` weights from `first`.
struct Taps {
  int count = 0;
  std::vector<int> first;
  std::vector<float> weights;
};

float catmull_rom(float t) {
  t = std::abs(t);
  if (t < 1) return (1.5F * t - 2.5F) * t * t + 1;
  if (t < 2) return ((-0.5F * t + 2.5F) * t - 4) * t + 2;
  return 0;
}

/// step: input samples an output sample.
Taps make_taps(int in, int out, double step) {
  Taps taps;
  const bool down = step > 1;
  taps.count = std::min(in, down ? static_cast<int>(std::ceil(step)) + 1 : 4);
  for (int i = 0; i < out; ++i) {
    const double left = down ? i * step : (i + 0.5) * step - 0.5;
    const int first = static_cast<int>(std::floor(left)) - (down ? 0 : 1);
    const int begin = std::clamp(first, 0, in - taps.count);
    std::vector<float> weights(static_cast<std::size_t>(taps.count));
    float sum = 0;
    for (int k = first; k < first + (down ? taps.count : 4); ++k) {
      const double overlap = std::min(left + step, k + 1.0) - std::max(left, static_cast<double>(k));
      const float w = down ? static_cast<float>(std::max(0.0, overlap)) : catmull_rom(static_cast<float>(k - left));
      weights[static_cast<std::size_t>(std::clamp(k, begin, begin + taps.count - 1) - begin)] += w;
      sum += w;
    }
    taps.first.push_back(begin);
    for (const float w : weights) taps.weights.push_back(w / sum);
  }
  return taps;
}

Plane to_plane(ImageView grey) {
  Plane plane(grey.width, grey.height);
  for (int y = 0; y < grey.height; ++y) std::copy_n(grey.row(y), grey.width, plane.row(y));
  return plane;
}

Plane scale(const Plane& in, int width, int height, double step) {
  const Taps across = make_taps(in.width, width, step);
  const Taps down = make_taps(in.height, height, step);
  Plane out(width, height);
  SecureVector<float> line(static_cast<std::size_t>(in.width));
  std::vector<const float*> rows(static_cast<std::size_t>(down.count));
  for (int y = 0; y < height; ++y) {
    for (int k = 0; k < down.count; ++k)
      rows[static_cast<std::size_t>(k)] = in.row(down.first[static_cast<std::size_t>(y)] + k);
    simd::active().convolve_column(rows.data(), line.data(), line.size(),
                                   down.weights.data() + static_cast<std::ptrdiff_t>(y) * down.count, rows.size());
    const float* weights = across.weights.data();
    float* to = out.row(y);
    for (int x = 0; x < width; ++x, weights += across.count) {
      const float* from = line.data() + across.first[static_cast<std::size_t>(x)];
      float sum = 0;
      for (int k = 0; k < across.count; ++k) sum += weights[k] * from[k];
      to[x] = sum;
    }
  }
  return out;
}

}  // namespace

Result<Plane> resample(ImageView grey) {
  const double given = grey.resolution.known() ? grey.resolution.value : parameters::ppi;
  const std::string size = std::to_string(grey.width) + "×" + std::to_string(grey.height);
  if (!(given >= parameters::min_ppi && given <= parameters::max_ppi))
    return Error{ErrorCode::invalid_argument, "fingerprint image: " + std::to_string(static_cast<long long>(given)) +
                                                  " ppi given, 250 to 1200 are read; state the true resolution"};
  const double step = given / parameters::ppi;
  const auto scaled = [step](int side) { return std::max(1, static_cast<int>(std::lround(side / step))); };
  const int width = scaled(grey.width);
  const int height = scaled(grey.height);
  if (width > Template::max_side || height > Template::max_side ||
      static_cast<long long>(width) * height > parameters::max_pixels)
    return Error{ErrorCode::too_large,
                 "fingerprint image: " + size + " is beyond 25 million pixels or 8191 a side at 500 ppi; cut it"};
  if (width < parameters::min_side || height < parameters::min_side)
    return Error{ErrorCode::quality_too_low,
                 "not a fingerprint: no ridges found in " + size + " image (too small: at least 48×48 px at 500 ppi)"};
  if (width == grey.width && height == grey.height) return to_plane(grey);
  return scale(to_plane(grey), width, height, step);
}

}  // namespace limen::fingerprint
