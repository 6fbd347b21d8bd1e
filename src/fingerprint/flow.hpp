// What the phase in a window says about the warp there.
#pragma once

#include "fingerprint/dense.hpp"

namespace limen::fingerprint {

/// One equation about the displacement d (px of the second finger) that the warp lacks at a point of the first finger:
/// n · d = shift, with n the second finger's ridge normal. Along the ridge a window says nothing.
struct Flow {
  float x = 0;
  float y = 0;
  float nx = 0;
  float ny = 0;
  float shift = 0;
  float weight = 0;  ///< 2·coherence³; 0: no equation
};

/// The equation of the window in column c and row r; none where its coherence is too low or the second map not valid.
Flow flow_at(const Prepared& a, const Prepared& b, const Warp& warp, const Windows& windows, int c, int r) noexcept;

/// The middle of a window, px.
inline Point middle(const Prepared& a, int c, int r) noexcept {
  constexpr float pitch = 8 * comparison::window_stride;
  return {a.left + pitch * static_cast<float>(c) + 4, a.top + pitch * static_cast<float>(r) + 4};
}

}  // namespace limen::fingerprint
