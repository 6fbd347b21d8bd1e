// The shipped calibrations: tables of population statistics, from which no face can be recovered.
#include "limen/face/calibration.hpp"

#include "limen/face/models.hpp"

namespace limen::face {
namespace {

// MobileFaceNet, 128-d, without mirror average, on Labeled Faces in the Wild: from 10⁻² on 6.0 million sampled
// non-mated pairs of 10 506 images; above it all 4.7 million of the 3 074 images of folds 1 to 4, whose 1 664 persons
// also give the bounds. The last knot is the last that at least thirty pairs support. The tail goes on with the slope
// of the last decade, rounded down. The likelihood ratio is that of folds 1 to 4 too (limen evaluate face --calibrate).
constexpr Calibration::Knot mobilefacenet_knots[] = {{-0.35, 0},
                                                     {0.011, 0.301},
                                                     {0.064, 0.523},
                                                     {0.142, 1},
                                                     {0.205, 1.523},
                                                     {0.253, 2, 1.99, 2.04},
                                                     {0.336, 3, 2.98, 3.06},
                                                     {0.406, 4, 3.99, 4.17},
                                                     {0.469, 5, 4.92, 5.35}};
constexpr Calibration mobilefacenet(mobilefacenet_knots, 15, {-3.76, 13.94, -3.09, 5});

// demonstration-lbp behind the cascade, on generated faces at severity 1: 118 000 non-mated pairs of 700 captures of
// 350 faces. It says nothing about real people. Last knot and tail as above.
constexpr Calibration::Knot demonstration_knots[] = {{-0.6, 0},      {-0.007, 0.301}, {0.094, 0.523},
                                                     {0.24, 1},      {0.348, 1.523},  {0.425, 2},
                                                     {0.496, 2.523}, {0.548, 3},      {0.586, 3.523}};
constexpr Calibration demonstration(demonstration_knots, 10);

}  // namespace

const Calibration* calibration(const ModelId& model) noexcept {
  if (is_demonstration(model)) return &demonstration;
  const auto* known = find_known(model);
  if (known == nullptr) return nullptr;
  return known->name.starts_with("mobilefacenet") ? &mobilefacenet : nullptr;
}

std::optional<Calibration> calibration(const ModelId& model, std::span<const ModelCalibration> measured) noexcept {
  for (const auto& one : measured)
    if (one.model == model) return one.table.view();
  if (const auto* shipped = calibration(model)) return *shipped;
  return std::nullopt;
}

}  // namespace limen::face
