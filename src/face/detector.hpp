// What a kind of detector implements.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "limen/face/detect.hpp"

#include "network.hpp"

namespace limen::face {

struct Detector::Implementation {
  std::string name;
  DetectorOptions options;

  Implementation(std::string name_, const DetectorOptions& options_) : name(std::move(name_)), options(options_) {}
  virtual ~Implementation() = default;
  /// Faces in px of the image, most confident first.
  virtual Result<std::vector<Detection>> detect(ImageView image) = 0;
  virtual Result<Detection> refine(ImageView, const Detection& face) { return face; }
};

/// True if the outputs are those of a YuNet that limen can decode.
bool is_yunet(const Network& network);
Result<std::unique_ptr<Detector::Implementation>> make_yunet(Network network, std::string name,
                                                             const DetectorOptions& options);
Result<std::unique_ptr<Detector::Implementation>> make_cascade(const DetectorOptions& options);

}  // namespace limen::face
