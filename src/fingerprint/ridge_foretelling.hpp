// A ridge map of which four neighbours foretell each cell: written, read or counted, as the coder does
// (range_coder.hpp). In fewer bytes than ridge_code.cpp's, if how often the foretelling comes true is known beforehand.
#pragma once

#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>

#include "limen/fingerprint/ridge_map.hpp"

#include "fingerprint/range_coder.hpp"
#include "fingerprint/ridge_wave.hpp"

namespace limen::fingerprint::foretelling {

/// Probabilities of all decisions. Values are written by their distance from what is foretold, in unary: 0, +1, −1 …
template <class Bit>
struct Model {
  static constexpr std::size_t contexts =
      5 * 4 * 4;  // how many neighbours foretell, reliability, how far they are apart
  std::array<Bit, 16> valid;
  std::array<std::array<Bit, 3>, 125> reliability;
  std::array<std::array<Bit, 16>, contexts> period;
  std::array<std::array<Bit, 32>, contexts> orientation;
  std::array<std::array<Bit, 16>, contexts> phase;
};

/// A cell that is known already, and the way from it to the one that is not.
struct Neighbour {
  RidgeCell cell;
  int dx, dy;
  int weight() const noexcept { return dx != 0 && dy != 0 ? 1 : 4; }
};

/// What one neighbour says, in 1/256 step.
struct Guess {
  int value, weight;
};

/// What all of them say.
struct Foretold {
  int value = 0;        ///< 1/256 step
  unsigned spread = 0;  ///< how far they are apart, 0 to 3
};

/// On a circle of `size`/256 steps; at more than `close`, twice and four times that, the spread is the next.
inline Foretold mean_of(std::span<const Guess> guesses, int size, int close) {
  if (guesses.empty()) return {};
  const int first = guesses[0].value;
  int sum = 0, weights = 0, least = 0, most = 0;
  for (const auto& guess : guesses) {
    const int apart = ((guess.value - first + size / 2) & (size - 1)) - size / 2;
    sum += apart * guess.weight;
    weights += guess.weight;
    least = std::min(least, apart);
    most = std::max(most, apart);
  }
  const int spread = most - least;
  return {first + sum / weights, (spread < close ? 0U : spread < 2 * close ? 1U : spread < 4 * close ? 2U : 3U)};
}

/// A value on a circle of `size` steps (a power of two). The nearer side of what is foretold comes first.
template <class Coder, class Bit, std::size_t size>
unsigned code_circular(Coder& coder, std::array<Bit, size>& p, unsigned value, int foretold) {
  constexpr int half = size / 2, mask = size - 1;
  const int nearest = (foretold + 128) >> 8;
  const int side = foretold < nearest * 256 ? -1 : 1;
  const int apart = side * (((static_cast<int>(value) - nearest + half) & mask) - half);
  const auto folded = static_cast<unsigned>(apart > 0 ? 2 * apart - 1 : -2 * apart);
  const int given = static_cast<int>(code_unary(coder, p, folded, size));
  const int step = (given & 1) != 0 ? (given + 1) / 2 : -(given / 2);
  return static_cast<unsigned>((nearest + side * step) & mask);
}

inline constexpr auto turns = [] {  // of the phase, in 1/256 step, along one cell of that period, times 1024 / 4096
  std::array<int, 16> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = (512 * 1024 + period64[i] / 2) / period64[i];
  return table;
}();
inline constexpr auto trust =
    [] {  // by how many eighths of a cell lie across the ridges: there the period's error counts
      std::array<int, 12> table{};
      for (int i = 0; i < 12; ++i) table[static_cast<std::size_t>(i)] = 1024 / (8 + i * i);
      return table;
    }();

/// The phase that a neighbour foretells of a cell whose phase alone is not known: it goes on as the mean of both waves.
inline Guess guess_phase(const Neighbour& near, RidgeCell cell) {
  const int across = along_normal(cell, near.dx, near.dy);
  const int before = along_normal(near.cell, near.dx, near.dy) * turns[near.cell.period()];
  const int after = across * turns[cell.period()];
  const int apart = static_cast<int>(cell.orientation()) - static_cast<int>(near.cell.orientation());
  const int side = std::abs(apart) > 16 ? -1 : 1;  // θ has wrapped: the normals oppose each other
  const int phase = static_cast<int>(near.cell.phase()) * 256;
  return {side * phase + ((side * before + after) >> 11),
          near.weight() * trust[static_cast<std::size_t>(std::abs(across) / 512)]};
}

/// Written when encoding, ignored and returned when decoding.
template <class Coder, class Bit>
RidgeCell code_cell(Coder& coder, Model<Bit>& model, RidgeCell cell, const std::array<Neighbour, 4>& around) {
  std::array<Neighbour, 4> near;
  const auto end =
      std::copy_if(around.begin(), around.end(), near.begin(), [](const auto& n) { return n.cell.valid(); });
  const auto known = static_cast<std::size_t>(end - near.begin());
  const auto foretell = [&](const auto& guess, int size, int close) {
    std::array<Guess, 4> guesses;
    std::transform(near.begin(), end, guesses.begin(), guess);
    return mean_of(std::span(guesses).first(known), size, close);
  };

  std::size_t context = 0;
  for (std::size_t i = 0; i < 3; ++i)
    context = 5 * context + (around[i].cell.valid() ? around[i].cell.reliability() + 1 : 0);
  const unsigned reliability = code_unary(coder, model.reliability[context], cell.reliability(), 3);
  const auto place = [&](unsigned spread) { return (known * 4 + reliability) * 4 + spread; };

  const auto width = foretell(
      [](const Neighbour& n) {
        return Guess{static_cast<int>(n.cell.period()) * 256, n.weight()};
      },
      1 << 20, 128);
  const unsigned period =
      code_circular(coder, model.period[place(width.spread)], cell.period(), known != 0 ? width.value : 8 * 256);

  const auto flow = foretell(
      [](const Neighbour& n) {
        return Guess{static_cast<int>(n.cell.orientation()) * 256, n.weight()};
      },
      32 * 256, 300);
  const unsigned orientation =
      code_circular(coder, model.orientation[place(flow.spread)], cell.orientation(), flow.value);

  const auto without_phase = RidgeCell::make(reliability, period, orientation, 0);
  const auto wave = foretell([&](const Neighbour& n) { return guess_phase(n, without_phase); }, 16 * 256, 200);
  const unsigned phase = code_circular(coder, model.phase[place(wave.spread)], cell.phase(), wave.value);
  return RidgeCell::make(reliability, period, orientation, phase);
}

/// Cells are written when encoding, filled when decoding.
template <class Coder, class Bit>
void code_map(Coder& coder, Model<Bit>& model, RidgeMap& map) {
  for (int r = 0; r < map.height; ++r)
    for (int c = 0; c < map.width; ++c) {
      const auto from = [&](int dx, int dy) {
        const bool inside = c - dx >= 0 && c - dx < map.width && r - dy >= 0;
        return Neighbour{inside ? map.at(c - dx, r - dy) : RidgeCell{}, dx, dy};
      };
      const std::array around{from(1, 0), from(0, 1), from(-1, 1), from(1, 1)};
      std::size_t which = 0;
      for (const auto& near : around) which = 2 * which + (near.cell.valid() ? 1 : 0);
      RidgeCell& cell = map.at(c, r);
      cell = coder.bit(model.valid[which], cell.valid()) ? code_cell(coder, model, cell, around) : RidgeCell{};
    }
}

}  // namespace limen::fingerprint::foretelling
