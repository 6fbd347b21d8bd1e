// What a minutia sees of its neighbours: the descriptor of a finger without a ridge map.
#include <algorithm>
#include <array>
#include <cmath>

#include "fingerprint/descriptor.hpp"

namespace limen::fingerprint {
namespace {

constexpr float farthest = 98;  // px: no node sees beyond

/// Side by side, so that loops over the nodes fill whole registers.
using PerNode = std::array<float, neighbourhood_nodes>;

/// Nodes in the frame of a minutia that points along +x; a node sees 2.6 σ far, σ = 5 + 0.08 r px.
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

struct Sums {
  PerNode density{}, cosines{}, sines{};
};

/// Adds a neighbour at (x, y) in the minutia's frame, with a bell of finite support: no exponential, whose last bit
/// differs between machines. No branch: most nodes do not see it, and adding nothing is cheaper than asking.
void add(Sums& sums, float x, float y, Turn direction, float weight) {
  const float c = cosine(direction), s = sine(direction);
  for (std::size_t k = 0; k < neighbourhood_nodes; ++k) {
    const float dx = x - nodes.x[k];
    const float dy = y - nodes.y[k];
    const float inside = 1 - (dx * dx + dy * dy) / nodes.reach2[k];
    const float rest = inside > 0 ? inside : 0;
    const float share = weight * rest * rest * rest;
    sums.density[k] += share;
    sums.cosines[k] += share * c;
    sums.sines[k] += share * s;
  }
}

std::int8_t component(float value) {
  const float scaled = value * static_cast<float>(neighbourhood_scale);
  return static_cast<std::int8_t>(scaled < 0 ? scaled - 0.5F : scaled + 0.5F);
}

/// 8 + the nearest multiple of the step.
unsigned packed(int number) {
  const int multiple = (number + (number < 0 ? -neighbourhood_step : neighbourhood_step) / 2) / neighbourhood_step;
  return static_cast<unsigned>(8 + std::clamp(multiple, -7, 7));
}

}  // namespace

std::array<std::int8_t, neighbourhood_size> neighbourhood_of(const Prepared& finger, std::size_t i) noexcept {
  Sums sums;
  const float c = cosine(finger.turn[i]);
  const float s = sine(finger.turn[i]);
  for (std::size_t j = 0; j < static_cast<std::size_t>(finger.count); ++j) {
    const float dx = finger.x[j] - finger.x[i];
    const float dy = finger.y[j] - finger.y[i];
    if (j == i || !(dx * dx + dy * dy < farthest * farthest)) continue;
    add(sums, c * dx + s * dy, c * dy - s * dx, static_cast<Turn>(finger.turn[j] - finger.turn[i]),
        0.4F + 0.6F * finger.quality[j]);
  }
  std::array<std::int8_t, neighbourhood_size> numbers;
  for (std::size_t k = 0; k < neighbourhood_nodes; ++k) {
    const float saturation = 1 / (1 + 0.5F * sums.density[k]);  // each component stays below 2
    numbers[3 * k] = component(sums.density[k] * saturation);
    numbers[3 * k + 1] = component(sums.cosines[k] * saturation);
    numbers[3 * k + 2] = component(sums.sines[k] * saturation);
  }
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
