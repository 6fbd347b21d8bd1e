#include <array>
#include <cmath>

#include "fingerprint/descriptor.hpp"

namespace limen::fingerprint {
namespace {

struct Offset {
  float x = 0;
  float y = 0;
};

/// The sampling points in the frame of a minutia that points along +x. Angles are whole 256ths, close to even spacing.
constexpr std::array<Offset, orientation_points> sampling_points() {
  constexpr std::array<std::array<int, 2>, 5> rings{{{16, 8}, {30, 12}, {46, 16}, {64, 20}, {84, 24}}};
  std::array<Offset, orientation_points> points{};
  std::size_t at = 0;
  for (std::size_t ring = 0; ring < rings.size(); ++ring) {
    const int count = rings[ring][1];
    for (int k = 0; k < count; ++k) {
      const int twice = 2 * k + static_cast<int>(ring % 2);
      const auto angle = static_cast<Turn>((256 * twice + count) / (2 * count));
      const auto radius = static_cast<float>(rings[ring][0]);
      points[at++] = {radius * cosine(angle), radius * sine(angle)};
    }
  }
  return points;
}
constexpr auto points = sampling_points();

typedef float Quad __attribute__((vector_size(16)));

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

  /// Doubled orientation between the cells' centres, as a vector: the valid neighbours' unit vectors, weighted
  /// bilinearly. False where less than half of the weight is valid or the neighbours contradict each other.
  bool orientation_at(float px, float py, float& re, float& im) const {
    const float column = (px - left_) * 0.125F;
    const float row = (py - top_) * 0.125F;
    if (!(column > 0 && row > 0 && column < static_cast<float>(columns_ - 1) && row < static_cast<float>(rows_ - 1)))
      return false;
    const int c = static_cast<int>(column), r = static_cast<int>(row);
    const float fx = column - static_cast<float>(c), fy = row - static_cast<float>(r);
    const std::uint8_t* at = kinds_.data() + r * columns_ + c;
    const Quad sum = (1 - fx) * (1 - fy) * values_[at[0]] + fx * (1 - fy) * values_[at[1]] +
                     (1 - fx) * fy * values_[at[columns_]] + fx * fy * values_[at[columns_ + 1]];
    re = sum[0];
    im = sum[1];
    const float weight = sum[2], length = std::sqrt(re * re + im * im);
    return weight >= 0.5F && length >= 0.25F * weight;
  }

 private:
  float left_, top_;  // px of the border cells' centres
  int columns_, rows_;
  SecureVector<std::uint8_t> kinds_;
  const std::array<Quad, cell_kinds>& values_;
};

/// 1 + the level of a doubled angle.
unsigned level_of(float x, float y) {
  constexpr float levels_a_radian = orientation_levels / 6.28318531F;
  const float level = angle_of(x, y) * levels_a_radian + (orientation_levels + 0.5F);
  return 1 + static_cast<unsigned>(level) % orientation_levels;
}

}  // namespace

void describe_orientation(Prepared& finger) {
  const auto count = static_cast<std::size_t>(finger.count);
  finger.orientations.assign(count * packed_orientation_size, 0);
  if (!finger.has_map) return;
  const Kinds kinds(finger);
  for (std::size_t i = 0; i < count; ++i) {
    std::uint8_t* out = finger.orientations.data() + i * packed_orientation_size;
    const float c = cosine(finger.turn[i]);
    const float s = sine(finger.turn[i]);
    const auto twice = static_cast<Turn>(2 * finger.turn[i]);
    for (std::size_t k = 0; k < points.size(); ++k) {
      float re = 0, im = 0;
      if (!kinds.orientation_at(finger.x[i] + c * points[k].x - s * points[k].y,
                                finger.y[i] + s * points[k].x + c * points[k].y, re, im))
        continue;
      const unsigned level = level_of(re * cosine(twice) + im * sine(twice), im * cosine(twice) - re * sine(twice));
      out[k / 2] = static_cast<std::uint8_t>(out[k / 2] | level << (4 * (k % 2)));
    }
  }
}

}  // namespace limen::fingerprint
