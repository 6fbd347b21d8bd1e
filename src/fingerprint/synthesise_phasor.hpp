// e^{ia}, fast and the same on every machine.
#pragma once

namespace limen::fingerprint::synthesis {

struct Phasor {
  float re = 0;
  float im = 0;
};

/// cos a + i sin a to 1e-6 for |a| < 1e4 rad: quadrant reduction and Taylor polynomials; no branch, so loops vectorise.
inline Phasor cis(float a) noexcept {
  const float shifted = a * 0.636619772F + 12582912.0F;  // 1.5·2²³: adding it rounds to the nearest integer
  const float quadrant = shifted - 12582912.0F;
  const int q = static_cast<int>(quadrant);
  const float r = (a - quadrant * 1.5703125F) - quadrant * 4.83826794897e-4F;
  const float r2 = r * r;
  const float sine = r * (1 + r2 * (-1.0F / 6 + r2 * (1.0F / 120 - r2 * (1.0F / 5040))));
  const float cosine = 1 + r2 * (-0.5F + r2 * (1.0F / 24 + r2 * (-1.0F / 720 + r2 * (1.0F / 40320))));
  const float c = (q & 1) != 0 ? sine : cosine;
  const float s = (q & 1) != 0 ? cosine : sine;
  return {((q + 1) & 2) != 0 ? -c : c, (q & 2) != 0 ? -s : s};
}

inline Phasor operator*(Phasor a, Phasor b) noexcept { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }

}  // namespace limen::fingerprint::synthesis
