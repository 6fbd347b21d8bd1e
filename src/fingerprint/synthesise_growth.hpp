// Ridge phase grown over the plan of a finger; minutiae are what is left where it cannot agree.
#pragma once

#include <vector>

#include "limen/core/random.hpp"
#include "limen/fingerprint/minutia.hpp"

#include "fingerprint/synthesise_pattern.hpp"

namespace limen::fingerprint::synthesis {

/// Nodes in rows, `spacing` px apart: near node i the ridges are Re (re + i·im)·exp(i(kx·dx + ky·dy)), a ridge where it
/// is positive. The wave vector is the ridge normal (−sin θ, cos θ), θ in [0, π), times 2π/period.
struct Ridges {
  Ridges(int columns, int rows, float spacing, const Flow& flow);

  std::size_t index(int column, int row) const noexcept {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column);
  }
  int columns;
  int rows;
  float spacing;
  std::vector<float> kx, ky, re, im;
};

/// The wave near one point: (re + i·im)·exp(i(kx·dx + ky·dy)), |re + i·im| near 1 but for minutiae.
struct LocalWave {
  float kx = 0, ky = 0, re = 0, im = 0;
};
/// The waves of the four nearest nodes, blended. Precondition: inside the nodes.
LocalWave wave_at(const Ridges& ridges, Point p) noexcept;

/// Waves spread from seeds over the nodes of Finger; each node takes the mean of what its neighbours' waves predict
/// there: the growth by repeated filtering of Cappelli et al. 2000, done on the demodulated wave.
Ridges grow(const Flow& flow, Random& random);

/// The same pattern on nodes half as far apart.
Ridges refine(const Ridges& coarse, const Flow& flow);

/// Residues of the phase, row by row; not quantised, quality 1.
std::vector<Minutia> minutiae_of(const Ridges& ridges);

/// Everything of a finger but its picture. Precondition: valid options.
struct Plan {
  Plan(std::uint64_t seed, const FingerOptions& options);

  Random random;  ///< drawn from in the order of the members
  Pattern pattern;
  Flow flow;
  Ridges ridges;
};

}  // namespace limen::fingerprint::synthesis
