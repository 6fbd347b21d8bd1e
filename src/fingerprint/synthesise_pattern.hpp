// The plan of a finger: singular points, and from them the orientation and period of the ridges everywhere.
#pragma once

#include <vector>

#include "limen/core/noise.hpp"
#include "limen/core/random.hpp"
#include "limen/fingerprint/synthesise.hpp"

namespace limen::fingerprint::synthesis {

Pattern draw_pattern(Random& random) noexcept;

/// Zeros and poles of the doubled orientation (Sherlock & Monro 1993), corrected by harmonics of the angle about each
/// singular point (in the manner of Vizcaya & Gerhardt 1996), the rise of the fingertip, and a little sway.
class Flow {
 public:
  Flow(Pattern pattern, const FingerOptions& options, Random& random);

  struct Local {
    float cos2 = 1;  ///< of twice the ridge angle
    float sin2 = 0;
    float period = 9;  ///< px
  };
  Local at(float x, float y) const noexcept;
  /// At (spacing·column, spacing·row), row by row.
  std::vector<Local> on_grid(int columns, int rows, float spacing) const;

  const std::vector<Point>& cores() const noexcept { return cores_; }
  const std::vector<Point>& deltas() const noexcept { return deltas_; }

 private:
  struct Singular {
    Point at;
    float sign = 1;  ///< +1 core, −1 delta
    Point axis;      ///< unit vector: a core's opening, the middle of one of a delta's three sectors
  };
  /// `sway` is added to the doubled angle, `uneven` to the relative period.
  Local at(float x, float y, float sway, float uneven) const noexcept;
  float rise(float x, float y) const noexcept;
  void set_axes() noexcept;

  std::vector<Point> cores_;
  std::vector<Point> deltas_;
  std::vector<Singular> singular_;
  Point middle_;       ///< about which the pattern is built
  float arch_ = 0;     ///< strength of the arch, radians
  float width_ = 80;   ///< half width of the arch, px
  float hairpin_ = 0;  ///< how far the ridges beside a core's axis are parallel to it, 0 to 1.3
  float tip_ = 0;      ///< how far the ridges above follow the fingertip, radians
  float period_ = 9;   ///< px
  float tilt_ = 0;     ///< of the whole pattern, radians
  Noise slow_;
  Noise quick_;
  Noise spacing_;
};

}  // namespace limen::fingerprint::synthesis
