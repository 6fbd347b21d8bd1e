// Nobody's fingers and faces: numbers that are templates, quickly made, each like itself and unlike the others.
#pragma once

#include <cmath>
#include <numbers>
#include <random>
#include <string>

#include "limen/gallery/enrolment.hpp"

namespace limen::test {

inline const Time today = Time{std::chrono::sys_days{std::chrono::year{2019} / 6 / 17}} + std::chrono::hours{8};

/// `press` moves the minutiae a little: another touch of the same finger.
inline fingerprint::Template make_finger(std::uint32_t seed, FingerPosition position, std::uint32_t press = 0) {
  std::mt19937 finger(seed * 2654435761U + static_cast<std::uint32_t>(position));
  std::mt19937 touch(press);
  const auto any = [](std::mt19937& of, int from, int to) {
    return from + static_cast<int>(of() % static_cast<std::uint32_t>(to - from + 1));
  };
  fingerprint::Template made;
  made.position = position;
  made.width = 300;
  made.height = 400;
  made.quality_value = 80;
  for (int i = 0; i < 40; ++i) {
    const int x = any(finger, 20 * 8, 280 * 8), y = any(finger, 20 * 8, 380 * 8), direction = any(finger, 0, 255);
    const auto kind = any(finger, 0, 1) == 0 ? fingerprint::MinutiaKind::ending : fingerprint::MinutiaKind::bifurcation;
    const int dx = press == 0 ? 0 : any(touch, -8, 8), dy = press == 0 ? 0 : any(touch, -8, 8);
    made.minutiae.push_back({static_cast<float>(x + dx) / 8, static_cast<float>(y + dy) / 8,
                             static_cast<float>(direction * 2 * std::numbers::pi / 256), 100.0F / 127, kind});
  }
  return made;
}

inline face::ModelId model(std::uint8_t number) {
  face::ModelId id;
  id.sha256.fill(number);
  return id;
}

/// Faces of one seed have a cosine of about 0.9; of two seeds, near 0.
inline face::Template make_face(std::uint32_t seed, std::uint32_t press = 0, const face::ModelId& of = model(1)) {
  std::mt19937 person(seed * 2654435761U + 77), touch(press + 1000);
  std::normal_distribution<float> normal;
  std::vector<float> values(128);
  for (auto& value : values) value = normal(person);
  normal.reset();
  if (press != 0)
    for (auto& value : values) value += 0.4F * normal(touch);
  return face::make_template(of, 0, values).value();
}

/// Both index fingers, for border checks, under a rule of five years.
inline Enrolment make_enrolment(std::uint32_t seed, PurposeSet purposes = Purpose::border_check) {
  Enrolment enrolment;
  enrolment.label = "subject " + std::to_string(seed);
  enrolment.purposes = purposes;
  enrolment.retention_class = "interpol_notice";
  enrolment.fingers = {make_finger(seed, FingerPosition::right_index), make_finger(seed, FingerPosition::left_index)};
  return enrolment;
}

}  // namespace limen::test
