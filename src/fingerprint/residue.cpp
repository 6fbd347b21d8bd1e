#include "fingerprint/residue.hpp"

#include <numbers>
#include <vector>

#include "limen/fingerprint/parameters.hpp"

#include "fingerprint/arctangent.hpp"
#include "fingerprint/neighbours.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;
constexpr float pi = std::numbers::pi_v<float>;

/// One corner of a block, as the block's first corner counts the phase.
struct Corner {
  float real;
  float imaginary;
};

Corner corner(const Wave& wave, int x, int y, int first) {
  const int apart = std::abs(static_cast<int>(wave.filter.at(x, y)) - first);
  const bool opposed = apart > gabor_orientations / 2;  // normals count opposite ways
  return {wave.real.at(x, y), opposed ? -wave.imaginary.at(x, y) : wave.imaginary.at(x, y)};
}

/// Phase step from a to b in (−π, π].
float step(Corner a, Corner b) {
  return arctangent(a.real * b.imaginary - a.imaginary * b.real, a.real * b.real + a.imaginary * b.imaginary);
}

/// A phase that turns passes through each quadrant: both signs are among the real and among the imaginary parts.
bool both_signs(float a, float b, float c, float d) {
  const int positive = (a > 0) + (b > 0) + (c > 0) + (d > 0);
  return positive % 4 != 0;
}

/// Turns of the phase around the block at (x, y): −1, 0 or 1.
int turns(const Wave& wave, int x, int y) {
  const int first = wave.filter.at(x, y);
  const Corner a = corner(wave, x, y, first);
  const Corner b = corner(wave, x + 1, y, first);
  const Corner c = corner(wave, x + 1, y + 1, first);
  const Corner d = corner(wave, x, y + 1, first);
  if (!both_signs(a.imaginary, b.imaginary, c.imaginary, d.imaginary)) return 0;
  return static_cast<int>(std::lround((step(a, b) + step(b, c) + step(c, d) + step(d, a)) / (2 * pi)));
}

/// A ridge ends where there is a ridge (phase 0) behind and a valley ahead, seen along the minutia's direction.
MinutiaKind kind_of(const Wave& wave, float x, float y, float direction) {
  const auto ax = static_cast<int>(std::lround(x + kind_ahead * std::cos(direction)));
  const auto ay = static_cast<int>(std::lround(y + kind_ahead * std::sin(direction)));
  if (!wave.real.contains(ax, ay)) return MinutiaKind::ending;
  return wave.real.at(ax, ay) > 0 ? MinutiaKind::ending : MinutiaKind::bifurcation;
}

Neighbours neighbours(const SecureVector<Minutia>& minutiae, const Layers& layers, float reach) {
  Neighbours index(layers.wave.real.width, layers.wave.real.height, reach);
  for (const auto& m : minutiae) index.add(m);
  return index;
}

/// Opposite residues close together are one broken or joined ridge: they vanish, the closest pairs first.
void annihilate(SecureVector<Minutia>& minutiae, const Layers& layers) {
  struct Pair {
    float square;
    std::size_t a, b;
  };
  std::vector<Pair> pairs;
  const Neighbours index = neighbours(minutiae, layers, dipole_distance);
  for (std::size_t a = 0; a < minutiae.size(); ++a)
    index.for_each_near(minutiae[a], [&](std::size_t b, float square) {
      if (b > a && std::cos(minutiae[a].direction - minutiae[b].direction) < dipole_cosine)
        pairs.push_back({square, a, b});
    });
  std::sort(pairs.begin(), pairs.end(), [](const Pair& p, const Pair& q) {
    return p.square != q.square ? p.square < q.square : p.a != q.a ? p.a < q.a : p.b < q.b;
  });
  SecureVector<std::uint8_t> gone(minutiae.size());
  for (const auto& pair : pairs)
    if (gone[pair.a] == 0 && gone[pair.b] == 0) gone[pair.a] = gone[pair.b] = 1;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < minutiae.size(); ++i)
    if (gone[i] == 0) minutiae[kept++] = minutiae[i];
  minutiae.resize(kept);
}

void sort_by_quality(SecureVector<Minutia>& minutiae) {
  std::sort(minutiae.begin(), minutiae.end(), [](const Minutia& a, const Minutia& b) {
    if (a.quality != b.quality) return a.quality > b.quality;
    return a.y != b.y ? a.y < b.y : a.x < b.x;
  });
}

void drop_twins(SecureVector<Minutia>& minutiae, const Layers& layers) {
  Neighbours kept = neighbours({}, layers, twin_distance);
  for (const auto& m : minutiae)
    if (!kept.any_near(m)) kept.add(m);
  minutiae = kept.all();
}

}  // namespace

SecureVector<Minutia> find_residues(const Layers& layers) {
  SecureVector<Minutia> found;
  const Wave& wave = layers.wave;
  for (int y = 0; y + 1 < wave.real.height; ++y) {
    const float* upper = wave.real.row(y);
    const float* lower = wave.real.row(y + 1);
    for (int x = 0; x + 1 < wave.real.width; ++x) {
      if (!both_signs(upper[x], upper[x + 1], lower[x], lower[x + 1])) continue;
      if (layers.edge_distance.at(x / mask_cell, y / mask_cell) < minutia_edge - mask_cell) continue;
      const int turn = turns(wave, x, y);
      if (turn == 0) continue;
      const float cx = static_cast<float>(x) + 0.5F;
      const float cy = static_cast<float>(y) + 0.5F;
      if (layers.edge(cx, cy) < minutia_edge) continue;
      const float direction = layers.angle(x, y) + (turn > 0 ? 0 : pi);
      const float quality = std::min(1.0F, sample(layers.reliability, mask_cell, cx, cy)) *
                            sample(layers.orientation.coherence, orientation_cell, cx, cy);
      found.push_back({cx, cy, direction, quality, kind_of(wave, cx, cy, direction)});
    }
  }
  return found;
}

SecureVector<Minutia> filter_minutiae(SecureVector<Minutia> minutiae, const Layers& layers) {
  annihilate(minutiae, layers);
  sort_by_quality(minutiae);
  drop_twins(minutiae, layers);
  std::erase_if(minutiae, [](const Minutia& m) { return m.quality <= minutia_quality; });
  const Neighbours index = neighbours(minutiae, layers, crowd_distance);
  for (auto& m : minutiae) {
    int crowd = 0;
    index.for_each_near(m, [&](std::size_t, float) { ++crowd; });
    m.quality /= 1 + crowd_weight * static_cast<float>(std::max(0, crowd - 2));  // one is itself
    m.quality *= std::min(1.0F, layers.edge(m.x, m.y) / edge_fade);
  }
  sort_by_quality(minutiae);
  if (minutiae.size() > max_minutiae) minutiae.resize(max_minutiae);
  return minutiae;
}

}  // namespace limen::fingerprint
