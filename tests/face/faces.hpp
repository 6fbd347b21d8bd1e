// Templates and pictures made on the spot.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "limen/core/image.hpp"
#include "limen/face/template.hpp"

namespace limen::test {

inline face::ModelId model_of(std::uint8_t number) {
  face::ModelId id;
  id.sha256.fill(number);
  return id;
}

inline std::vector<float> random_vector(unsigned seed, std::size_t dimension) {
  std::mt19937 random(seed);
  std::vector<float> v(dimension);
  for (auto& x : v) x = static_cast<float>(random() % 20001) / 10000.0F - 1.0F;
  return v;
}

inline face::Template template_of(unsigned seed, std::size_t dimension = 128, std::uint8_t model = 1) {
  auto made = face::make_template(model_of(model), 7, random_vector(seed, dimension)).value();
  made.box = {12.5F, 20.0625F, 80, 100};
  for (std::size_t i = 0; i < 5; ++i) made.landmarks[i] = {30.0F + static_cast<float>(i), 40.25F};
  made.quality_value = 73;
  made.quality_flaws = 5;
  return made;
}

/// Smooth colours, different in every place.
inline Image gradient(int width, int height) {
  Image image(width, height, PixelFormat::rgb8);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      auto* p = image.row(y) + 3 * x;
      p[0] = static_cast<std::uint8_t>(x * 255 / width);
      p[1] = static_cast<std::uint8_t>(y * 255 / height);
      p[2] = 100;
    }
  return image;
}

}  // namespace limen::test
