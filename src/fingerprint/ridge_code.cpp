#include "fingerprint/ridge_code.hpp"

#include <array>
#include <cstdlib>

#include "fingerprint/range_coder.hpp"
#include "fingerprint/ridge_wave.hpp"

namespace limen::fingerprint {
namespace {

/// The phase that `from` foretells 8·(dx, dy) px away, in 1/4096 turn, as a cell of the given orientation counts it.
int foretold_phase(RidgeCell from, int dx, int dy, unsigned orientation) {
  const int way = 8 * along_normal(from, dx, dy);  // 1/4096 px
  const int turn = static_cast<int>(from.phase()) * 256 + way * 64 / period64[from.period()];
  const int apart = static_cast<int>(orientation) - static_cast<int>(from.orientation());
  return std::abs(apart) > 16 ? -turn : turn;  // θ has wrapped: the normals oppose each other
}

/// The middle of two values on a circle of `size`, and whether they agree within a quarter of it.
struct Middle {
  int value;
  bool agree;
};
Middle middle(int a, int b, int size) {
  const int mask = size - 1;
  const int apart = ((b - a + size / 2) & mask) - size / 2;
  return {(a + apart / 2) & mask, std::abs(apart) <= size / 8};
}

/// Probabilities of all decisions. An unforeseen step is written in unary: 0, +1, −1, +2, …
struct Model {
  std::array<AdaptiveBit, 16> valid;
  std::array<std::array<AdaptiveBit, 3>, 9> reliability;
  std::array<std::array<AdaptiveBit, 16>, 8> period;
  std::array<std::array<AdaptiveBit, 32>, 8> orientation;
  std::array<std::array<AdaptiveBit, 16>, 12> phase;
};

/// A value on a circle of `size` (a power of two), given what is foretold.
template <class Coder, std::size_t n>
unsigned code_circular(Coder& coder, std::array<AdaptiveBit, n>& p, unsigned value, int foretold, int size) {
  const int apart = ((static_cast<int>(value) - foretold + size / 2) & (size - 1)) - size / 2;
  const auto folded = static_cast<unsigned>(apart > 0 ? 2 * apart - 1 : -2 * apart);
  const int given = static_cast<int>(code_unary(coder, p, folded, static_cast<unsigned>(size) - 1));
  const int step = (given & 1) != 0 ? (given + 1) / 2 : -(given / 2);
  return static_cast<unsigned>((foretold + step) & (size - 1));
}

/// Codes one cell (written when encoding, ignored and returned when decoding) from its left and upper neighbour.
template <class Coder>
RidgeCell code_cell(Coder& coder, Model& model, RidgeCell cell, RidgeCell left, RidgeCell up) {
  const bool both = left.valid() && up.valid();
  const bool any = left.valid() || up.valid();
  const RidgeCell first = left.valid() ? left : up;
  const RidgeCell second = up.valid() ? up : left;
  const unsigned known = both ? 2U : any ? 1U : 0U;

  const unsigned near = any ? 1 + first.reliability() + second.reliability() : 0;
  const unsigned reliability = code_unary(coder, model.reliability[near], cell.reliability(), 3);

  const int period_near = any ? static_cast<int>(first.period() + second.period() + 1) / 2 : 8;
  const unsigned spread = first.period() == second.period() ? 0U : 1U;
  const unsigned period = code_circular(coder, model.period[known * 2 + spread], cell.period(), period_near, 16);

  const auto flow = middle(static_cast<int>(first.orientation()), static_cast<int>(second.orientation()), 32);
  const unsigned clear = reliability >= 2 ? 1U : 0U;
  const unsigned orientation = code_circular(coder, model.orientation[known * 2 + (flow.agree ? clear : 0U)],
                                             cell.orientation(), any ? flow.value : 0, 32);

  const int from_left = foretold_phase(left, 1, 0, orientation);
  const int from_up = foretold_phase(up, 0, 1, orientation);
  const auto wave = middle(left.valid() ? from_left : from_up, up.valid() ? from_up : from_left, 4096);
  const int phase_near = any ? ((wave.value + 128) / 256) & 15 : 0;
  const unsigned context = known * 4 + (wave.agree ? 2U : 0U) + clear;
  const unsigned phase = code_circular(coder, model.phase[context], cell.phase(), phase_near, 16);
  return RidgeCell::make(reliability, period, orientation, phase);
}

template <class Coder>
void code_map(Coder& coder, RidgeMap& map) {
  Model model;
  for (int r = 0; r < map.height; ++r)
    for (int c = 0; c < map.width; ++c) {
      const auto seen = [&](int dc, int dr) {
        const bool inside = c + dc >= 0 && c + dc < map.width && r + dr >= 0;
        return inside ? map.at(c + dc, r + dr) : RidgeCell{};
      };
      const RidgeCell left = seen(-1, 0);
      const RidgeCell up = seen(0, -1);
      const unsigned around = (left.valid() ? 1U : 0U) | (up.valid() ? 2U : 0U) | (seen(-1, -1).valid() ? 4U : 0U) |
                              (seen(1, -1).valid() ? 8U : 0U);
      RidgeCell& cell = map.at(c, r);
      cell = coder.bit(model.valid[around], cell.valid()) ? code_cell(coder, model, cell, left, up) : RidgeCell{};
    }
}

}  // namespace

SecureVector<std::byte> encode(const RidgeMap& map) {
  RidgeMap copy = map;
  BitEncoder coder;
  code_map(coder, copy);
  return coder.finish();
}

bool decode(std::span<const std::byte> bytes, RidgeMap& map) {
  map.cells.assign(static_cast<std::size_t>(map.width) * static_cast<std::size_t>(map.height), {});
  BitDecoder coder(bytes);
  code_map(coder, map);
  return coder.finished();
}

}  // namespace limen::fingerprint
