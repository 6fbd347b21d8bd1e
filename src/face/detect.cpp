#include "limen/face/detect.hpp"

#include "detector.hpp"
#include "model_file.hpp"

namespace limen::face {

Detector::Detector(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Detector::Detector(Detector&&) noexcept = default;
Detector& Detector::operator=(Detector&&) noexcept = default;
Detector::~Detector() = default;

Result<Detector> Detector::open(const Model& model, const DetectorOptions& options) {
  auto network = load_model(model, options.runtime);
  if (!network) return std::move(network).error();
  auto yunet = make_yunet(std::move(*network), model.name, options);
  if (!yunet) return std::move(yunet).error();
  return Detector(std::move(*yunet));
}

Result<Detector> Detector::open_cascade(const DetectorOptions& options) {
  auto cascade = make_cascade(options);
  if (!cascade) return std::move(cascade).error();
  return Detector(std::move(*cascade));
}

Result<std::vector<Detection>> Detector::detect(ImageView image) {
  if (image.empty()) return {ErrorCode::invalid_argument, "face detection: an empty image"};
  return implementation_->detect(image);
}

Result<Detection> Detector::refine(ImageView image, const Detection& face) {
  if (image.empty()) return {ErrorCode::invalid_argument, "face detection: an empty image"};
  return implementation_->refine(image, face);
}

std::string_view Detector::name() const noexcept { return implementation_->name; }

}  // namespace limen::face
