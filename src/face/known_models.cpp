// The one table of models that limen knows. Hashes and sizes are those of the publisher's files.
#include "limen/face/models.hpp"

namespace limen::face {
namespace {

// torchvision's ImageNet statistics, as the network's authors used them.
constexpr Preprocessing imagenet{.mean = {0.485F, 0.456F, 0.406F}, .deviation = {0.229F, 0.224F, 0.225F}};
constexpr Preprocessing raw_rgb{.scale = 1};

constexpr KnownModel table[] = {
    {"yunet-2023mar", ModelKind::detector, "face_detection_yunet_2023mar.onnx",
     "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4", 232'589,
     "https://github.com/opencv/opencv_zoo/raw/47534e27c9851bb1128ccc0102f1145e27f23f98/models/face_detection_yunet/"
     "face_detection_yunet_2023mar.onnx",
     "MIT"},
    {"yunet-2022mar", ModelKind::detector, "face_detection_yunet_2022mar.onnx",
     "50ef07f702a31741ca46a4c0d947773b64143b9362780237bf0d427d6c79bab7", 345'478,
     "https://github.com/opencv/opencv_zoo/raw/c71f7a40d34cd3830086ee9b7a01174e013ad42a/models/face_detection_yunet/"
     "face_detection_yunet_2022mar.onnx",
     "MIT"},
    {"mobilefacenet-cv46", ModelKind::embedder, "mobilefacenet_foamliu_cv46.onnx",
     "99cf7e6f232a3596008c4a27f9acbdea9387be7904210e623f3b872fe474cfb7", 3'995'148, "", "Apache-2.0", imagenet},
    {"sface-2021dec", ModelKind::embedder, "face_recognition_sface_2021dec.onnx",
     "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79", 38'696'353,
     "https://github.com/opencv/opencv_zoo/raw/47534e27c9851bb1128ccc0102f1145e27f23f98/models/face_recognition_sface/"
     "face_recognition_sface_2021dec.onnx",
     "Apache-2.0", raw_rgb},
    {"mobilefacenet", ModelKind::embedder, "mobilefacenet_foamliu.onnx",
     "b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507", 3'998'070, "", "Apache-2.0", imagenet},
};

}  // namespace

std::span<const KnownModel> known_models() noexcept { return table; }

const KnownModel* find_known(const ModelId& id) noexcept {
  for (const auto& known : table)
    if (model_id_from(known.sha256) == id) return &known;
  return nullptr;
}

std::string_view to_string(ModelKind kind) noexcept {
  return kind == ModelKind::detector ? "detector" : kind == ModelKind::embedder ? "embedder" : "invalid";
}

}  // namespace limen::face
