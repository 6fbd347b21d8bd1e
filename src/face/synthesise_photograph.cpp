#include "face/synthesise_photograph.hpp"

#include <algorithm>
#include <cmath>

namespace limen::face::synthesis {
namespace {

std::vector<float> gaussian(float sigma) {
  const int reach = std::max(1, static_cast<int>(std::ceil(2.5F * sigma)));
  std::vector<float> weights;
  float sum = 0;
  for (int i = -reach; i <= reach; ++i) {
    weights.push_back(std::exp(-0.5F * static_cast<float>(i * i) / (sigma * sigma)));
    sum += weights.back();
  }
  for (auto& w : weights) w /= sum;
  return weights;
}

}  // namespace

void blur(Photograph& photograph, float sigma) {
  if (!(sigma > 0.1F)) return;
  const auto weights = gaussian(sigma);
  const int reach = static_cast<int>(weights.size() / 2);
  Photograph rows(photograph.width, photograph.height);
  for (int y = 0; y < photograph.height; ++y)
    for (int x = 0; x < photograph.width; ++x) {
      Colour sum;
      for (int k = -reach; k <= reach; ++k)
        sum = sum + photograph.at(std::clamp(x + k, 0, photograph.width - 1), y) *
                        weights[static_cast<std::size_t>(k + reach)];
      rows.at(x, y) = sum;
    }
  for (int y = 0; y < photograph.height; ++y)
    for (int x = 0; x < photograph.width; ++x) {
      Colour sum;
      for (int k = -reach; k <= reach; ++k)
        sum = sum +
              rows.at(x, std::clamp(y + k, 0, photograph.height - 1)) * weights[static_cast<std::size_t>(k + reach)];
      photograph.at(x, y) = sum;
    }
}

Image develop(const Photograph& photograph, float exposure, float noise, Random& random) {
  Image image(photograph.width, photograph.height, PixelFormat::rgb8);
  auto* out = image.pixels().data();
  for (const auto& pixel : photograph.pixels) {
    const float shared = 0.6F * random.normal();  // light and dark more than colour
    for (const float channel : {pixel.r, pixel.g, pixel.b}) {
      const float light = std::max(0.0F, channel * exposure);
      const float rolled = light > 0.8F ? 1 - 0.2F * std::exp(-(light - 0.8F) / 0.2F) : light;  // film's shoulder
      const float value = std::pow(rolled, 1 / 2.2F);
      const float grain = noise * (0.4F + 0.6F * value) * (shared + 0.8F * random.normal());
      *out++ = static_cast<std::uint8_t>(std::lround(255 * std::clamp(value + grain, 0.0F, 1.0F)));
    }
  }
  return image;
}

}  // namespace limen::face::synthesis
