// YuNet in a picture: scaling, padding, which of the two head layouts, and back to the picture's pixels.
#include <algorithm>
#include <array>
#include <cmath>

#include "detector.hpp"
#include "resize_opencv.hpp"
#include "yunet.hpp"

namespace limen::face {
namespace {

constexpr int multiple = 32;  // the network halves its input five times

// The second look: the square around the face, this many times the box, at this side in px. A face that has been shown
// as large in the first is not looked at again.
constexpr float refined_margin = 3;
constexpr int refined_side = 384;

const Tensor* find(const std::vector<Tensor>& tensors, const std::string& name) {
  const auto found = std::find_if(tensors.begin(), tensors.end(), [&](const Tensor& t) { return t.name == name; });
  return found != tensors.end() ? &*found : nullptr;
}

bool names_contain(const Network& network, std::initializer_list<const char*> names) {
  const auto& outputs = network.outputs();
  return std::all_of(names.begin(), names.end(), [&](const char* name) {
    return std::find(outputs.begin(), outputs.end(), name) != outputs.end();
  });
}

bool is_2022(const Network& network) { return names_contain(network, {"loc", "conf", "iou"}); }
bool is_2023(const Network& network) {
  return names_contain(network, {"cls_8", "cls_16", "cls_32", "obj_8", "obj_16", "obj_32", "bbox_8", "bbox_16",
                                 "bbox_32", "kps_8", "kps_16", "kps_32"});
}

std::span<const float> values(const std::vector<Tensor>& tensors, const std::string& name) {
  const auto* tensor = find(tensors, name);
  return tensor != nullptr ? std::span<const float>(tensor->values) : std::span<const float>();
}

// Blue, green and red planes, 0 to 255, padded right and below with black.
SecureVector<float> planes(ImageView rgb, int width, int height) {
  const auto plane = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  SecureVector<float> out(3 * plane);
  for (int y = 0; y < rgb.height; ++y)
    for (int x = 0; x < rgb.width; ++x) {
      const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
      for (std::size_t c = 0; c < 3; ++c) out[c * plane + at] = rgb.row(y)[3 * x + 2 - static_cast<int>(c)];
    }
  return out;
}

void scale(Detection& d, float sx, float sy) {
  d.box = {d.box.x * sx, d.box.y * sy, d.box.width * sx, d.box.height * sy};
  for (auto& p : d.landmarks) p = {p.x * sx, p.y * sy};
}

class Yunet final : public Detector::Implementation {
 public:
  Yunet(Network network, std::string name_, const DetectorOptions& options_)
      : Implementation(std::move(name_), options_), network_(std::move(network)) {
    network_.set_forgets(options.forget);
  }

  Result<std::vector<Detection>> detect(ImageView image) override {
    const int side = std::max(image.width, image.height);
    auto found = detect_at(image, options.longest_side, options.min_confidence);
    if (found && found->empty() && side > options.longest_side)
      found = detect_at(image, std::min(side, 4 * options.longest_side), options.min_confidence);
    return found;
  }

  Result<Detection> refine(ImageView image, const Detection& face) override {
    const float shown = std::max(face.box.width, face.box.height) * static_cast<float>(options.longest_side) /
                        static_cast<float>(std::max(image.width, image.height));
    if (shown >= refined_side / refined_margin) return face;
    const auto around = cut_around(image, face.box);
    if (around.view.width <= 0 || around.view.height <= 0) return face;
    auto found = detect_at(around.view, refined_side, options.min_confidence / 2);
    if (!found) return std::move(found).error();
    const Detection* best = nullptr;
    float most = 0.4F;  // the same face, not its neighbour
    for (auto& d : *found) {
      d.box.x += around.x, d.box.y += around.y;
      for (auto& p : d.landmarks) p.x += around.x, p.y += around.y;
      if (const float shared = yunet::overlap(d.box, face.box); shared > most) most = shared, best = &d;
    }
    if (best == nullptr) return face;
    auto refined = *best;
    refined.confidence = face.confidence;
    return refined;
  }

 private:
  struct Cut {
    ImageView view;
    float x = 0, y = 0;
  };
  // The face with once its size around it on every side, as far as the picture goes.
  static Cut cut_around(ImageView image, const Box& box) {
    const auto clip = [](float v, int limit) {  // NaN becomes 0
      return v > 0 ? static_cast<int>(std::min(v, static_cast<float>(limit))) : 0;
    };
    const float half = refined_margin / 2 * std::max(box.width, box.height);
    const float cx = box.x + box.width / 2, cy = box.y + box.height / 2;
    const int left = clip(cx - half, image.width), right = clip(cx + half, image.width);
    const int top = clip(cy - half, image.height), bottom = clip(cy + half, image.height);
    ImageView view = image;
    view.data = image.row(top) + std::ptrdiff_t{left} * image.channels();
    view.width = right - left, view.height = bottom - top;
    return {view, static_cast<float>(left), static_cast<float>(top)};
  }

  Result<std::vector<Detection>> detect_at(ImageView image, int longest_side, float min_confidence) {
    const double factor = static_cast<double>(longest_side) / std::max(image.width, image.height);
    const int width = std::max(1, static_cast<int>(std::lround(image.width * factor)));
    const int height = std::max(1, static_cast<int>(std::lround(image.height * factor)));
    const Image rgb = to_rgb(width != image.width ? resize(image, width, height) : Image(image));
    const int padded_width = (width + multiple - 1) / multiple * multiple;
    const int padded_height = (height + multiple - 1) / multiple * multiple;
    const auto tensors = network_.run(planes(rgb, padded_width, padded_height), padded_width, padded_height);
    if (!tensors) return tensors.error();
    auto found = decode(*tensors, padded_width, padded_height, min_confidence);
    if (!found) return found;
    yunet::suppress(*found, options.max_overlap);
    for (auto& d : *found)
      scale(d, static_cast<float>(image.width) / static_cast<float>(width),
            static_cast<float>(image.height) / static_cast<float>(height));
    return found;
  }

  Result<std::vector<Detection>> decode(const std::vector<Tensor>& tensors, int width, int height,
                                        float min_confidence) const {
    const auto get = [&](const char* head) { return values(tensors, head); };
    if (is_2022(network_))
      return yunet::decode(yunet::Heads2022{get("loc"), get("conf"), get("iou")}, width, height, min_confidence);
    const std::array levels{
        yunet::Level{8, get("cls_8"), get("obj_8"), get("bbox_8"), get("kps_8")},
        yunet::Level{16, get("cls_16"), get("obj_16"), get("bbox_16"), get("kps_16")},
        yunet::Level{32, get("cls_32"), get("obj_32"), get("bbox_32"), get("kps_32")},
    };
    return yunet::decode(levels, width, height, min_confidence);
  }

  Network network_;
};

}  // namespace

bool is_yunet(const Network& network) { return is_2022(network) || is_2023(network); }

Result<std::unique_ptr<Detector::Implementation>> make_yunet(Network network, std::string name,
                                                             const DetectorOptions& options) {
  if (!is_yunet(network)) {
    std::string outputs;
    for (const auto& output : network.outputs()) outputs += (outputs.empty() ? "" : ", ") + output;
    return Error{ErrorCode::unsupported_format,
                 name +
                     ": not a face detector that limen decodes: a YuNet has the outputs loc, conf, iou (2022) or "
                     "cls_8 … kps_32 (2023); this network has " +
                     outputs};
  }
  return std::unique_ptr<Detector::Implementation>(new Yunet(std::move(network), std::move(name), options));
}

}  // namespace limen::face
