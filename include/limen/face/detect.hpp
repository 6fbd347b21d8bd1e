// Where the faces are.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "limen/core/image.hpp"
#include "limen/core/result.hpp"
#include "limen/core/units.hpp"
#include "limen/face/landmarks.hpp"
#include "limen/face/models.hpp"
#include "limen/face/runtime.hpp"

namespace limen::face {

struct Detection {
  Box box{};
  Landmarks landmarks{};
  float confidence = 0;              ///< 0 to 1; detectors are not comparable with one another
  bool landmarks_estimated = false;  ///< guessed from the box
  friend bool operator==(const Detection&, const Detection&) = default;
};

struct DetectorOptions {
  float min_confidence = 0.6F;
  float max_overlap = 0.3F;  ///< intersection over union beyond which the weaker of two boxes goes
  /// Images are scaled to this longest side (px) before detection; the cascade scales larger ones down to 5/3 of it.
  /// When that finds nothing, once more at four times the size: small faces in large images.
  int longest_side = 384;
  Runtime runtime = Runtime::automatic;
  /// Overwrite what the detector keeps of a picture once it is looked at. OpenCV's networks take a twentieth more time
  /// for it (for the first picture of each size up to three and a half times as long), the cascade and ONNX Runtime
  /// twice the time. False is for pictures that may stay in memory until the detector goes, and after it.
  bool forget = true;
};

/// A face detector. Holds a network with its buffers: one for each thread; movable.
class Detector {
 public:
  /// YuNet, of either head layout (2022 and 2023). Errors: not_found, unsupported_format.
  static Result<Detector> open(const Model& model, const DetectorOptions& options = {});
  /// The frontal-face cascade of OpenCV's data package: a fallback without a model file. It finds no landmarks; they
  /// are guessed from the box, which costs much of the accuracy. Errors: model_missing (the package is not installed).
  static Result<Detector> open_cascade(const DetectorOptions& options = {});

  /// Faces, the most confident first; empty when there are none. Errors: invalid_argument (empty image).
  Result<std::vector<Detection>> detect(ImageView image);
  /// The same face looked at again, brought to the size at which its landmarks are the most precise: worth it for a
  /// face that becomes a template. Gives `face` back where a detector cannot do better: YuNet, where detect() has shown
  /// it with 128 px or more. Errors: invalid_argument.
  Result<Detection> refine(ImageView image, const Detection& face);
  /// "yunet-2023mar", "opencv-cascade", …
  std::string_view name() const noexcept;

  Detector(Detector&&) noexcept;
  Detector& operator=(Detector&&) noexcept;
  ~Detector();

  struct Implementation;  ///< private to the library

 private:
  explicit Detector(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace limen::face
