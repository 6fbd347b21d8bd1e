// The shipped calibrations. Cosines of MobileFaceNet (128-d), non-mated pairs of Labeled Faces in the Wild.
#include "limen/face/calibration.hpp"
#include "limen/face/models.hpp"

namespace limen::face {
namespace {

constexpr Calibration::Knot mobilefacenet_knots[] = {{-0.4, 0}, {0.253, 2}, {0.336, 3}, {0.406, 4}, {0.469, 5}};
constexpr Calibration mobilefacenet(mobilefacenet_knots, 1 / 0.063);

}  // namespace

const Calibration* calibration(const ModelId& model) noexcept {
  const auto* known = find_known(model);
  if (known == nullptr) return nullptr;
  return known->name.starts_with("mobilefacenet") ? &mobilefacenet : nullptr;
}

}  // namespace limen::face
