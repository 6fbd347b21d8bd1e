#include "face/demonstration.hpp"

#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "limen/core/writer.hpp"

#include "face/local_patterns.hpp"

namespace limen::face {
namespace {

using local_patterns::per_cell;
constexpr std::size_t cells = std::size_t{local_patterns::cells} * local_patterns::cells;
constexpr std::size_t components = 12;
constexpr float offset_unit = 16;  // offsets are stored in sixteenths

#include "face/demonstration_projection.inc"

}  // namespace

ModelId hash_of_projection() {
  Writer bytes;
  for (const auto& component : projection)
    for (const auto weight : component) bytes.write(weight);
  for (const auto* table : {&offsets, &scales})
    for (const auto& cell : *table)
      for (const auto value : cell) bytes.write(value);
  return model_id(bytes.span());
}

Model demonstration_model() {
  return {.id = *model_id_from(projection_sha256),
          .kind = ModelKind::embedder,
          .name = std::string(demonstration_name),
          .licence = "part of limen: for demonstrations and tests",
          .preprocessing = {.width = local_patterns::side, .height = local_patterns::side}};
}

bool is_demonstration(const ModelId& id) noexcept { return id == model_id_from(projection_sha256); }

SecureVector<float> demonstration_embedding(ImageView aligned) {
  const auto histograms = local_patterns::histograms(to_grey(aligned));
  SecureVector<float> out(cells * components);
  double square = 0;
  for (std::size_t cell = 0; cell < cells; ++cell)
    for (std::size_t k = 0; k < components; ++k) {
      float sum = 0;
      for (std::size_t i = 0; i < per_cell; ++i)
        sum += static_cast<float>(projection[k][i]) * histograms[cell * per_cell + i];
      auto& value = out[cell * components + k];
      value = (sum - static_cast<float>(offsets[cell][k]) / offset_unit) * static_cast<float>(scales[cell][k]);
      square += double{value} * value;
    }
  const auto scale = square > 0 ? 1 / std::sqrt(square) : 0;
  for (auto& value : out) value = static_cast<float>(value * scale);
  return out;
}

}  // namespace limen::face
