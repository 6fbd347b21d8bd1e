// What nodes see of the points around them, each point as a bell of finite support. Lanes are nodes; most of them see
// nothing of a point, and adding nothing is cheaper than asking.
#pragma once

namespace limen::simd {
namespace {

LIMEN_INLINE Part load_part(const float* from) { return *reinterpret_cast<const LoosePart*>(from); }
LIMEN_INLINE void store_part(float* to, Part values) { *reinterpret_cast<LoosePart*>(to) = values; }

void bell_sums(const BellScan& scan, float* shares, float* cosines, float* sines) noexcept {
  for (std::size_t node = 0; node < scan.nodes; node += lanes_a_part) {
    const Part node_x = load_part(scan.node_x + node), node_y = load_part(scan.node_y + node);
    const Part reach2 = load_part(scan.reach2 + node);
    Part share_sum{}, cosine_sum{}, sine_sum{};
    for (std::size_t i = 0; i < scan.points; ++i) {
      const Part dx = scan.x[i] - node_x, dy = scan.y[i] - node_y;
      const Part inside = 1 - (dx * dx + dy * dy) / reach2;
      const Part rest = inside > 0 ? inside : Part{};
      const Part share = scan.weight[i] * rest * rest * rest;
      share_sum += share;
      cosine_sum += share * scan.cosine[i];
      sine_sum += share * scan.sine[i];
    }
    store_part(shares + node, share_sum);
    store_part(cosines + node, cosine_sum);
    store_part(sines + node, sine_sum);
  }
}

}  // namespace
}  // namespace limen::simd
