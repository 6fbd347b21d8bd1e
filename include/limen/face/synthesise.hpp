// Procedural faces: nobody's, so that tests and the demo never need a real person's.
//
// A face is a number: from it come the shape of the head, eyes, brows, nose, mouth and chin, skin, hair, beard and
// glasses. A capture is one photograph of it: pose, light, expression, clothes, background and camera. The head is a
// surface in space, coloured and lit pixel by pixel. Every function is pure: the same seeds and options give the same
// result bit for bit on one machine, on any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "limen/core/image.hpp"
#include "limen/core/result.hpp"
#include "limen/face/landmarks.hpp"

namespace limen::face::synthesis {

/// Who it is, where the seed alone shall not say.
struct FaceOptions {
  double variety = 1;               ///< 0 to 1.5: how far faces are from the average one
  std::optional<double> melanin{};  ///< of the skin, 0 lightest to 1 darkest; none: drawn
  std::optional<bool> glasses{};    ///< none: drawn, one in five
  std::optional<bool> beard{};      ///< none: drawn, one in four
};

/// What happens at one capture. Severity scales the spread of everything that makes comparing hard.
struct CaptureOptions {
  int width = 256;           ///< px, 64 to 2000
  int height = 320;          ///< px, 64 to 2000
  double eye_distance = 64;  ///< px, 12 to 600
  double severity = 1;       ///< 0 to 2; 0: frontal, neutral, even light, sharp; 1: a booth or kiosk; 2: a bad day
  double roll_sd = 4;        ///< degrees, 0 to 30, times severity
  double yaw_sd = 6;         ///< degrees, 0 to 15, times severity; never beyond 30
  double pitch_sd = 3;       ///< degrees, 0 to 10, times severity; never beyond 20
  double light = 1;          ///< unevenness of the light, 0 to 2, times severity
  double expression = 1;     ///< 0 to 2, times severity
  double blur = 1;           ///< 0 to 4, times severity: 1 is 0.8 px r.m.s. at 64 px between the eyes
  double noise = 1;          ///< 0 to 4, times severity: 1 is 2 % of full scale
};

/// A photograph and the truth about it.
struct Capture {
  Image image{};                        ///< rgb8
  Landmarks landmarks{};                ///< px, where the five points are
  double yaw = 0, pitch = 0, roll = 0;  ///< degrees: towards the right of the image, down, clockwise
};

/// One photograph of the face that grows from `face_seed`. Errors: invalid_argument (an option outside its range; the
/// message names it). Some 20 ms at the size of the defaults.
Result<Capture> make_capture(std::uint64_t face_seed, std::uint64_t capture_seed, const FaceOptions& face = {},
                             const CaptureOptions& capture = {});

}  // namespace limen::face::synthesis
