#include "fingerprint/trace_layers.hpp"

#include "limen/fingerprint/parameters.hpp"

namespace limen::fingerprint {
namespace {

/// Two planes as the channels of one field.
void trace_together(const Trace& trace, std::string_view name, const Plane& a, const Plane& b, float cell) {
  SecureVector<float> both;
  both.reserve(2 * a.values.size());
  for (std::size_t i = 0; i < a.values.size(); ++i) both.insert(both.end(), {a.values[i], b.values[i]});
  trace(name, FieldView{both.data(), a.width, a.height, 2, cell});
}

}  // namespace

void trace_layers(const Trace& trace, const Layers& layers) {
  using namespace parameters;
  trace_together(trace, "orientation", layers.orientation.angle, layers.orientation.coherence, orientation_cell);
  Plane period = layers.log_period;
  for (auto& value : period.values) value = std::exp(value);
  trace("period", field(period, period_cell));
  trace_together(trace, "wave", layers.wave.real, layers.wave.imaginary, 1);
  trace("reliability", field(layers.reliability, mask_cell));
}

void trace_minutiae(const Trace& trace, std::string_view name, const SecureVector<Minutia>& minutiae) {
  SecureVector<float> rows;
  for (const auto& m : minutiae) rows.insert(rows.end(), {m.x, m.y, m.direction, m.quality});
  trace(name, FieldView{rows.data(), 1, static_cast<int>(minutiae.size()), 4, 1});
}

}  // namespace limen::fingerprint
