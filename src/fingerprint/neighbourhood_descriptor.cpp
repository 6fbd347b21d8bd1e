// What a minutia sees of its neighbours: the descriptor of a finger without a ridge map.
#include <algorithm>
#include <array>
#include <cmath>

#include "limen/simd/target.hpp"

#include "fingerprint/descriptor.hpp"

namespace limen::fingerprint {
namespace {

constexpr float farthest = 98;  // px: no node sees beyond

/// Side by side, so that loops over the nodes fill whole registers.
using PerNode = std::array<float, neighbourhood_nodes>;

/// Nodes in the frame of a minutia that points along +x; a node sees 2.6 σ far, σ = 5 + 0.08 r px: a bell of finite
/// support instead of an exponential, whose last bit differs between machines.
struct Nodes {
  PerNode x{}, y{};
  PerNode reach2{};  // px²: a neighbour farther than that is not seen from here
};

constexpr Nodes make_nodes() {
  constexpr std::array<std::array<int, 2>, 4> rings{{{15, 6}, {32, 10}, {50, 14}, {70, 18}}};
  Nodes nodes;
  std::size_t at = 0;
  for (const auto& [radius, count] : rings)
    for (int k = 0; k < count; ++k, ++at) {
      const auto angle = static_cast<Turn>((256 * k + count / 2) / count);
      const auto r = static_cast<float>(radius);
      const float reach = 2.6F * (5 + 0.08F * r);
      nodes.x[at] = r * cosine(angle);
      nodes.y[at] = r * sine(angle);
      nodes.reach2[at] = reach * reach;
    }
  return nodes;
}
constexpr Nodes nodes = make_nodes();

/// The neighbours of a minutia in its frame, as bell_sums reads them.
struct Around {
  std::size_t count = 0;
  std::array<float, comparison::max_minutiae> x, y, cosine, sine, weight;
};

Around around(const Prepared& finger, std::size_t i) noexcept {
  Around found;
  const float c = cosine(finger.turn[i]);
  const float s = sine(finger.turn[i]);
  for (std::size_t j = 0; j < static_cast<std::size_t>(finger.count); ++j) {
    const float dx = finger.x[j] - finger.x[i];
    const float dy = finger.y[j] - finger.y[i];
    if (j == i || !(dx * dx + dy * dy < farthest * farthest)) continue;
    const std::size_t at = found.count++;
    const auto direction = static_cast<Turn>(finger.turn[j] - finger.turn[i]);
    found.x[at] = c * dx + s * dy;
    found.y[at] = c * dy - s * dx;
    found.cosine[at] = cosine(direction);
    found.sine[at] = sine(direction);
    found.weight[at] = 0.4F + 0.6F * finger.quality[j];
  }
  return found;
}

/// Of a sum, the number nearest to what is left of it; each stays below 2 before it is scaled.
std::int32_t number(float sum, float saturation) {
  const float scaled = sum * saturation * static_cast<float>(neighbourhood_scale);
  return static_cast<std::int32_t>(scaled + (scaled < 0 ? -0.5F : 0.5F));
}

/// 8 + the nearest multiple of the step.
unsigned packed(int number) {
  const int multiple = (number + (number < 0 ? -neighbourhood_step : neighbourhood_step) / 2) / neighbourhood_step;
  return static_cast<unsigned>(8 + std::clamp(multiple, -7, 7));
}

}  // namespace

std::array<std::int8_t, neighbourhood_size> neighbourhood_of(const Prepared& finger, std::size_t i) noexcept {
  const Around near = around(finger, i);
  PerNode density, cosines, sines;
  simd::active().bell_sums({.node_x = nodes.x.data(),
                            .node_y = nodes.y.data(),
                            .reach2 = nodes.reach2.data(),
                            .nodes = neighbourhood_nodes,
                            .x = near.x.data(),
                            .y = near.y.data(),
                            .cosine = near.cosine.data(),
                            .sine = near.sine.data(),
                            .weight = near.weight.data(),
                            .points = near.count},
                           density.data(), cosines.data(), sines.data());
  std::array<std::array<std::int32_t, neighbourhood_nodes>, 3> planes;  // apart, so that this loop fills registers
  for (std::size_t k = 0; k < neighbourhood_nodes; ++k) {
    const float saturation = 1 / (1 + 0.5F * density[k]);
    planes[0][k] = number(density[k], saturation);
    planes[1][k] = number(cosines[k], saturation);
    planes[2][k] = number(sines[k], saturation);
  }
  std::array<std::int8_t, neighbourhood_size> numbers;
  for (std::size_t k = 0; k < neighbourhood_nodes; ++k)
    for (std::size_t p = 0; p < 3; ++p) numbers[3 * k + p] = static_cast<std::int8_t>(planes[p][k]);
  return numbers;
}

void describe_neighbourhood(Prepared& finger) {
  const auto count = static_cast<std::size_t>(finger.count);
  finger.neighbourhoods.assign(count * packed_neighbourhood_size, 0);
  finger.neighbourhood_norms.assign(count, 0);
  for (std::size_t i = 0; i < count; ++i) {
    const auto numbers = neighbourhood_of(finger, i);
    int square = 0;  // of what is rounded, not of what is kept: the rounding then adds nothing to a likeness on average
    for (const int number : numbers) square += number * number;
    if (square > 0) finger.neighbourhood_norms[i] = 1 / std::sqrt(static_cast<float>(square));
    std::uint8_t* out = finger.neighbourhoods.data() + i * packed_neighbourhood_size;
    for (std::size_t k = 0; k < packed_neighbourhood_size; ++k)
      out[k] = static_cast<std::uint8_t>(packed(numbers[k]) | packed(numbers[packed_neighbourhood_size + k]) << 4);
  }
}

}  // namespace limen::fingerprint
