#include "fingerprint/map_stage.hpp"

#include "limen/fingerprint/parameters.hpp"

namespace limen::fingerprint {

RidgeMap make_ridge_map(const Layers& layers) {
  using namespace parameters;
  RidgeMap map;
  map.width = RidgeMap::cells_in(layers.wave.real.width);
  map.height = RidgeMap::cells_in(layers.wave.real.height);
  map.cells.resize(static_cast<std::size_t>(map.width) * static_cast<std::size_t>(map.height));
  for (int r = 0; r < map.height; ++r)
    for (int c = 0; c < map.width; ++c) {
      const int x = RidgeMap::cell_px * c + RidgeMap::cell_px / 2;
      const int y = RidgeMap::cell_px * r + RidgeMap::cell_px / 2;
      const auto fx = static_cast<float>(x);
      const auto fy = static_cast<float>(y);
      if (!inside(layers.mask, x, y) || layers.edge(fx, fy) <= map_edge) continue;
      const float reliability = sample(layers.reliability, mask_cell, fx, fy);
      if (reliability <= map_reliability) continue;
      const float phase = std::atan2(layers.wave.imaginary.at(x, y), layers.wave.real.at(x, y));
      map.at(c, r) = quantise(std::min(1.0F, reliability), std::exp(sample(layers.log_period, period_cell, fx, fy)),
                              layers.angle(x, y), phase);
    }
  return map;
}

}  // namespace limen::fingerprint
