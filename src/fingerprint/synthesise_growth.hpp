// Ridge phase grown over the plan of a finger; minutiae are what is left where it cannot agree.
#pragma once

#include <vector>

#include "fingerprint/random.hpp"
#include "fingerprint/synthesise_pattern.hpp"
#include "limen/fingerprint/minutia.hpp"

namespace limen::fingerprint::synthesis {

/// Nodes in rows, `spacing` px apart: near node i the ridges are Re (re + i·im)·exp(i(kx·dx + ky·dy)), light where positive.
/// The wave vector is the ridge normal (−sin θ, cos θ), θ in [0, π), times 2π/period.
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

/// Waves spread from seeds over the nodes of Finger; each node takes the mean of what its neighbours' waves predict there:
/// the growth by repeated filtering of Cappelli et al. 2000, done on the demodulated wave.
Ridges grow(const Flow& flow, Random& random);

/// The same pattern on nodes half as far apart.
Ridges refine(const Ridges& coarse, const Flow& flow);

/// Residues of the phase. Order: row by row.
std::vector<Minutia> minutiae_of(const Ridges& ridges);

}  // namespace limen::fingerprint::synthesis
