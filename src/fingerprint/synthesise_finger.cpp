// make_finger: plan → growth → picture of the ridges with their pores and creases.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "fingerprint/angle.hpp"
#include "fingerprint/synthesise_growth.hpp"
#include "fingerprint/synthesise_options.hpp"
#include "fingerprint/synthesise_phasor.hpp"

namespace limen::fingerprint::synthesis {

namespace {

/// The waves of the four nearest nodes, blended; +1 the middle of a ridge, −1 of a valley.
std::vector<float> draw_ridges(const Ridges& ridges) {
  const int cell = static_cast<int>(ridges.spacing);
  std::vector<float> field(static_cast<std::size_t>(Finger::width) * Finger::height);
  for (int row = 0; row + 1 < ridges.rows; ++row)
    for (int column = 0; column + 1 < ridges.columns; ++column)
      for (int corner = 0; corner < 4; ++corner) {
        const int right = corner & 1;
        const int below = corner >> 1;
        const auto i = ridges.index(column + right, row + below);
        const float back_x = static_cast<float>(right * cell);
        const float back_y = static_cast<float>(below * cell);
        const Phasor step_x = cis(ridges.kx[i]);
        const Phasor step_y = cis(ridges.ky[i]);
        Phasor line = Phasor{ridges.re[i], ridges.im[i]} * cis(-ridges.kx[i] * back_x - ridges.ky[i] * back_y);
        for (int y = 0; y < cell; ++y, line = line * step_y) {
          const float wy = (below != 0 ? static_cast<float>(y) : static_cast<float>(cell - y)) / ridges.spacing;
          float* out = field.data() + (row * cell + y) * Finger::width + column * cell;
          Phasor wave = line;
          for (int x = 0; x < cell; ++x, wave = wave * step_x)
            out[x] +=
                wy * (right != 0 ? static_cast<float>(x) : static_cast<float>(cell - x)) / ridges.spacing * wave.re;
        }
      }
  return field;
}

/// Sweat pores: small pits in the middle of the ridges, about one each ridge period.
void pierce_pores(std::vector<float>& field, Random& random) {
  constexpr int pitch = 8;  // px
  for (int y = pitch; y + pitch < Finger::height; y += pitch)
    for (int x = pitch; x + pitch < Finger::width; x += pitch) {
      const int px = x + static_cast<int>(random.uniform(-4, 4));
      const int py = y + static_cast<int>(random.uniform(-4, 4));
      const float depth = random.uniform(0.2F, 1.1F);
      if (field[static_cast<std::size_t>(py * Finger::width + px)] < 0.8F) continue;
      for (int dy = -2; dy <= 2; ++dy)
        for (int dx = -2; dx <= 2; ++dx)
          field[static_cast<std::size_t>((py + dy) * Finger::width + px + dx)] -=
              depth * std::exp(-static_cast<float>(dx * dx + dy * dy) / 1.6F);
    }
}

/// Creases: a few fingers carry fine lines across the ridges, always in the same place.
void fold_creases(std::vector<float>& field, Random& random) {
  const int count = static_cast<int>(3 * random.uniform() * random.uniform());  // seven of ten fingers have none
  for (int i = 0; i < count; ++i) {
    float x = random.uniform(0.25F, 0.75F) * Finger::width;
    float y = random.uniform(0.3F, 0.8F) * Finger::height;
    float angle = random.uniform(-0.9F, 0.9F);
    const float length = random.uniform(40, 130);
    const float wide = random.uniform(0.7F, 1.5F);
    for (float t = 0; t < length; t += 0.5F) {
      angle += 0.02F * random.normal();
      x += 0.5F * std::cos(angle);
      y += 0.5F * std::sin(angle);
      const float taper = wide * std::min(1.0F, std::min(t, length - t) / 12);
      const int cx = static_cast<int>(x);
      const int cy = static_cast<int>(y);
      if (cx < 4 || cy < 4 || cx >= Finger::width - 4 || cy >= Finger::height - 4) break;
      for (int py = cy - 3; py <= cy + 3; ++py)
        for (int px = cx - 3; px <= cx + 3; ++px) {
          const float ex = static_cast<float>(px) - x;
          const float ey = static_cast<float>(py) - y;
          const float cover = std::clamp(taper + 0.5F - std::sqrt(ex * ex + ey * ey), 0.0F, 1.0F);
          auto& value = field[static_cast<std::size_t>(py * Finger::width + px)];
          value = std::min(value, 1 - 2 * cover);
        }
    }
  }
}

}  // namespace

Result<Finger> make_finger(std::uint64_t seed, const FingerOptions& options) {
  if (auto checked = check(options); !checked) return checked.error();
  const Plan plan(seed, options);
  const Ridges& ridges = plan.ridges;
  Finger finger;
  finger.seed = seed;
  finger.pattern = plan.pattern;
  finger.cores = plan.flow.cores();
  finger.deltas = plan.flow.deltas();
  finger.minutiae = minutiae_of(ridges);
  finger.nodes.resize(ridges.re.size());
  for (std::size_t i = 0; i < ridges.re.size(); ++i)
    finger.nodes[i] = {ridges.kx[i], ridges.ky[i], angle_of(ridges.re[i], ridges.im[i])};

  auto field = draw_ridges(refine(ridges, plan.flow));
  Random skin(seed, 2);
  pierce_pores(field, skin);
  fold_creases(field, skin);
  finger.ridges = Image(Finger::width, Finger::height, PixelFormat::grey8, 500_ppi);
  auto pixels = finger.ridges.pixels();
  for (std::size_t i = 0; i < field.size(); ++i)
    pixels[i] = static_cast<std::uint8_t>(std::clamp(127.5F - 127.5F * field[i], 0.0F, 255.0F));
  return finger;
}

}  // namespace limen::fingerprint::synthesis
