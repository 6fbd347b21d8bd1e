#include <array>
#include <cstdint>

#include "fingerprint/descriptor.hpp"
#include "fingerprint/quad.hpp"

namespace limen::fingerprint {
namespace {

constexpr std::size_t lanes = quad_lanes;
static_assert(orientation_points % lanes == 0);

/// The sampling points in the frame of a minutia that points along +x. Angles are whole 256ths, close to even spacing.
struct Points {
  alignas(16) std::array<float, orientation_points> x{}, y{};
};

constexpr Points sampling_points() {
  constexpr std::array<std::array<int, 2>, 5> rings{{{16, 8}, {30, 12}, {46, 16}, {64, 20}, {84, 24}}};
  Points points;
  std::size_t at = 0;
  for (std::size_t ring = 0; ring < rings.size(); ++ring) {
    const int count = rings[ring][1];
    for (int k = 0; k < count; ++k) {
      const int twice = 2 * k + static_cast<int>(ring % 2);
      const auto angle = static_cast<Turn>((256 * twice + count) / (2 * count));
      const auto radius = static_cast<float>(rings[ring][0]);
      points.x[at] = radius * cosine(angle);
      points.y[at++] = radius * sine(angle);
    }
  }
  return points;
}
constexpr auto points = sampling_points();

/// What a cell adds to a mean: cosine and sine of its doubled orientation, and 1; nothing if it is not valid.
constexpr std::size_t cell_kinds = 33;  // not valid, and 32 orientations
const std::array<Quad, cell_kinds>& cell_values() {
  static const auto made = [] {
    std::array<Quad, cell_kinds> values{};
    for (unsigned k = 1; k < cell_kinds; ++k) {
      const auto doubled = static_cast<Turn>(8 * (k - 1));
      values[k] = Quad{cosine(doubled), sine(doubled), 1, 0};
    }
    return values;
  }();
  return made;
}

/// The kinds of the cells of a map, with a border of cells that are not valid: nobody has to ask for the map's edge.
class Kinds {
 public:
  explicit Kinds(const Prepared& finger)
      : left_(finger.left + 4 - 8),
        top_(finger.top + 4 - 8),
        columns_(finger.columns + 2),
        rows_(finger.rows + 2),
        kinds_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0),
        values_(cell_values()) {
    for (int r = 0; r < finger.rows; ++r)
      for (int c = 0; c < finger.columns; ++c)
        if (const auto cell = finger.cell(c, r); cell.valid())
          kinds_[static_cast<std::size_t>((r + 1) * columns_ + c + 1)] =
              static_cast<std::uint8_t>(1 + cell.orientation());
  }

  /// Doubled orientations between the cells' centres, as vectors: the valid neighbours' unit vectors, weighted
  /// bilinearly. Tells where at least half of the weight is valid and the neighbours do not contradict each other.
  Whole orientations_at(Quad x, Quad y, Quad& re, Quad& im) const {
    const Quad column = (x - left_) * 0.125F, row = (y - top_) * 0.125F;
    const Whole inside =
        (column > 0) & (row > 0) & (column < static_cast<float>(columns_ - 1)) & (row < static_cast<float>(rows_ - 1));
    const Whole c = __builtin_convertvector(inside ? column : Quad{}, Whole);
    const Whole r = __builtin_convertvector(inside ? row : Quad{}, Whole);
    const Quad fx = column - __builtin_convertvector(c, Quad), fy = row - __builtin_convertvector(r, Quad);
    const Quad weights[4] = {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
    const Whole first = r * columns_ + c;
    Quad sums[lanes];
    for (std::size_t l = 0; l < lanes; ++l) {
      const std::uint8_t* at = kinds_.data() + first[l];
      sums[l] = weights[0][l] * values_[at[0]] + weights[1][l] * values_[at[1]] +
                weights[2][l] * values_[at[columns_]] + weights[3][l] * values_[at[columns_ + 1]];
    }
    const Quad low = __builtin_shufflevector(sums[0], sums[1], 0, 4, 1, 5);
    const Quad high = __builtin_shufflevector(sums[2], sums[3], 0, 4, 1, 5);
    re = __builtin_shufflevector(low, high, 0, 1, 4, 5);
    im = __builtin_shufflevector(low, high, 2, 3, 6, 7);
    const Quad weight{sums[0][2], sums[1][2], sums[2][2], sums[3][2]};
    return inside & (weight >= 0.5F) & (re * re + im * im >= 0.0625F * weight * weight);
  }

 private:
  float left_, top_;  // px of the border cells' centres
  int columns_, rows_;
  SecureVector<std::uint8_t> kinds_;
  const std::array<Quad, cell_kinds>& values_;
};

/// angle_of(), lane by lane.
Quad angles_of(Quad x, Quad y) {
  const Quad ax = x < 0 ? -x : x, ay = y < 0 ? -y : y;
  const Whole steep = ay > ax;
  const Quad most = steep ? ay : ax, least = steep ? ax : ay;
  const Quad t = least / (most > 0 ? most : Quad{} + 1);
  const Quad t2 = t * t;
  Quad angle = t * (0.9998660F + t2 * (-0.3302995F + t2 * (0.1801410F + t2 * (-0.0851330F + t2 * 0.0208351F))));
  angle = steep ? 1.57079633F - angle : angle;
  angle = x < 0 ? 3.14159265F - angle : angle;
  return y < 0 ? -angle : angle;
}

/// 1 + the levels of doubled angles.
Whole levels_of(Quad x, Quad y) {
  constexpr float levels_a_radian = orientation_levels / 6.28318531F;
  const Quad level = angles_of(x, y) * levels_a_radian + (orientation_levels + 0.5F);
  const Whole whole = __builtin_convertvector(level, Whole);  // between half a turn and one and a half
  return 1 + (whole >= orientation_levels ? whole - orientation_levels : whole);
}

}  // namespace

void describe_orientation(Prepared& finger, std::size_t minutiae) {
  finger.orientations.assign(static_cast<std::size_t>(finger.count) * packed_orientation_size, 0);
  if (!finger.has_map) return;
  const Kinds kinds(finger);
  for (std::size_t i = 0; i < minutiae; ++i) {
    std::uint8_t* out = finger.orientations.data() + i * packed_orientation_size;
    const float c = cosine(finger.turn[i]);
    const float s = sine(finger.turn[i]);
    const auto twice = static_cast<Turn>(2 * finger.turn[i]);
    for (std::size_t k = 0; k < orientation_points; k += lanes) {
      const Quad x = load_quad(points.x.data() + k), y = load_quad(points.y.data() + k);
      Quad re, im;
      const Whole valid = kinds.orientations_at(finger.x[i] + c * x - s * y, finger.y[i] + s * x + c * y, re, im);
      const float ct = cosine(twice), st = sine(twice);
      const Whole levels = levels_of(re * ct + im * st, im * ct - re * st) & valid;
      for (std::size_t l = 0; l < lanes; l += 2)
        out[(k + l) / 2] = static_cast<std::uint8_t>(levels[l] | levels[l + 1] << 4);
    }
  }
}

}  // namespace limen::fingerprint
