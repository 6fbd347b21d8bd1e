#include "face/local_patterns.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace limen::face::local_patterns {
namespace {

constexpr std::size_t neighbours = 8;

/// Which bin a pattern of eight bits belongs to: those with at most two changes around the circle have their own.
constexpr std::array<std::uint8_t, 256> make_bins() {
  std::array<std::uint8_t, 256> table{};
  std::uint8_t next = 0;
  for (unsigned pattern = 0; pattern < 256; ++pattern) {
    const auto p = static_cast<std::uint8_t>(pattern);
    const bool uniform = std::popcount(static_cast<std::uint8_t>(p ^ std::rotl(p, 1))) <= 2;
    table[pattern] = uniform ? next++ : static_cast<std::uint8_t>(bins - 1);
  }
  return table;
}
constexpr auto bin_of = make_bins();

/// A point of the circle, between four pixels.
struct Neighbour {
  int x, y;
  float weights[4];
};

std::array<Neighbour, neighbours> circle(int radius) {
  std::array<Neighbour, neighbours> out{};
  for (std::size_t i = 0; i < neighbours; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / neighbours;
    // A hair inside, so that points on the grid's lines stay on them on every machine.
    const double x = std::round(1e6 * radius * std::cos(angle)) / 1e6,
                 y = std::round(1e6 * radius * std::sin(angle)) / 1e6;
    const double fx = std::floor(x), fy = std::floor(y);
    const auto ax = static_cast<float>(x - fx), ay = static_cast<float>(y - fy);
    out[i] = {static_cast<int>(fx), static_cast<int>(fy), {(1 - ax) * (1 - ay), ax * (1 - ay), (1 - ax) * ay, ax * ay}};
  }
  return out;
}

/// The two cells along one axis that share a pixel, and how much of it the first has.
struct Share {
  int first;
  float part;
};
std::array<Share, side> shares() {
  std::array<Share, side> out{};
  for (int i = 0; i < side; ++i) {
    const float at = std::clamp((static_cast<float>(i) + 0.5F) * cells / side - 0.5F, 0.0F, cells - 1.0F);
    const int first = std::min(static_cast<int>(at), cells - 2);
    out[static_cast<std::size_t>(i)] = {first, 1 - (at - static_cast<float>(first))};
  }
  return out;
}

void count(ImageView grey, int radius, float* out) {
  const auto points = circle(radius);
  const auto share = shares();
  for (int y = radius; y < side - radius; ++y)
    for (int x = radius; x < side - radius; ++x) {
      const auto middle = static_cast<float>(grey.grey(x, y));
      unsigned pattern = 0;
      for (std::size_t i = 0; i < neighbours; ++i) {
        const auto& n = points[i];
        const int u = x + n.x, v = y + n.y, right = std::min(u + 1, side - 1), below = std::min(v + 1, side - 1);
        const float value = n.weights[0] * static_cast<float>(grey.grey(u, v)) +
                            n.weights[1] * static_cast<float>(grey.grey(right, v)) +
                            n.weights[2] * static_cast<float>(grey.grey(u, below)) +
                            n.weights[3] * static_cast<float>(grey.grey(right, below));
        pattern |= static_cast<unsigned>(value >= middle) << i;
      }
      const auto& across = share[static_cast<std::size_t>(x)];
      const auto& down = share[static_cast<std::size_t>(y)];
      float* cell = out + static_cast<std::size_t>(down.first * cells + across.first) * per_cell + bin_of[pattern];
      cell[0] += across.part * down.part;
      cell[per_cell] += (1 - across.part) * down.part;
      cell[cells * per_cell] += across.part * (1 - down.part);
      cell[(cells + 1) * per_cell] += (1 - across.part) * (1 - down.part);
    }
}

}  // namespace

SecureVector<float> histograms(ImageView grey) {
  SecureVector<float> out(std::size_t{cells} * cells * per_cell);
  for (std::size_t i = 0; i < radii.size(); ++i) count(grey, radii[i], out.data() + i * bins);
  for (std::size_t first = 0; first < out.size(); first += bins) {
    float sum = 0;
    for (std::size_t bin = 0; bin < bins; ++bin) sum += out[first + bin];
    for (std::size_t bin = 0; bin < bins; ++bin) out[first + bin] = std::sqrt(out[first + bin] / std::max(sum, 1.0F));
  }
  return out;
}

}  // namespace limen::face::local_patterns
