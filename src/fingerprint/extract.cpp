#include "limen/fingerprint/extract.hpp"

#include <string>

#include "limen/fingerprint/minutia.hpp"
#include "limen/fingerprint/parameters.hpp"
#include "limen/fingerprint/quality.hpp"

#include "fingerprint/layers.hpp"
#include "fingerprint/map_stage.hpp"
#include "fingerprint/normalise.hpp"
#include "fingerprint/period.hpp"
#include "fingerprint/reliability.hpp"
#include "fingerprint/resample.hpp"
#include "fingerprint/residue.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;

Error no_ridges(ImageView image, std::string_view why) {
  return {ErrorCode::quality_too_low, "not a fingerprint: no ridges found in " + std::to_string(image.width) + "×" +
                                          std::to_string(image.height) + " image (" + std::string(why) + ")"};
}

Plane blend(const Plane& a, const Plane& b, float share) {
  Plane out(a.width, a.height);
  for (std::size_t i = 0; i < out.values.size(); ++i) out.values[i] = share * a.values[i] + (1 - share) * b.values[i];
  return out;
}

/// Several planes as the channels of one field.
void trace_together(const Trace& trace, std::string_view name, const Plane& a, const Plane& b, float cell) {
  SecureVector<float> both;
  for (std::size_t i = 0; i < a.values.size(); ++i) both.insert(both.end(), {a.values[i], b.values[i]});
  trace(name, FieldView{both.data(), a.width, a.height, 2, cell});
}

/// One row a minutia: x, y, direction, quality.
void trace_minutiae(const Trace& trace, std::string_view name, const SecureVector<Minutia>& minutiae) {
  SecureVector<float> rows;
  for (const auto& m : minutiae) rows.insert(rows.end(), {m.x, m.y, m.direction, m.quality});
  trace(name, FieldView{rows.data(), 1, static_cast<int>(minutiae.size()), 4, 1});
}

void trace_layers(const Layers& layers, const Trace& trace) {
  trace_together(trace, "orientation", layers.orientation.angle, layers.orientation.coherence, orientation_cell);
  Plane period = layers.log_period;
  for (auto& value : period.values) value = std::exp(value);
  trace("period", field(period, period_cell));
  trace_together(trace, "wave", layers.wave.real, layers.wave.imaginary, 1);
  trace("reliability", field(layers.reliability, mask_cell));
}

}  // namespace

Result<Template> extract(const Sample& sample, const ExtractorOptions& options, const Trace& trace) {
  const ImageView given = sample.image;
  if (given.empty()) return Error{ErrorCode::invalid_argument, "fingerprint image: empty"};
  const Image grey = to_grey(given);
  const auto resampled = resample(grey);
  if (!resampled) return resampled.error();
  const Plane& image = *resampled;
  trace("image", field(image));

  Layers layers;
  layers.mask = find_mask(image);
  layers.edge_distance = edge_distance(layers.mask);
  trace("mask", field(layers.edge_distance, mask_cell));
  const bool dark = options.polarity == Polarity::detect ? has_dark_ridges(image, layers.mask)
                                                         : options.polarity == Polarity::dark_ridges;
  const Plane ridges = normalise(image, layers.mask, dark);
  trace("normalised", field(ridges));

  layers.orientation = find_orientation(ridges, narrow_first, wide_first);
  layers.log_period = find_log_period(ridges, layers.mask, layers.orientation);
  layers.wave = find_wave(ridges, layers.mask, layers.orientation, layers.log_period, GaborPass::first);
  const Plane redrawn = enhanced(layers.wave);

  trace("enhanced", field(redrawn));

  layers.orientation = find_orientation(redrawn, narrow_second, wide_second);
  layers.log_period = find_log_period(blend(redrawn, ridges, enhance_share), layers.mask, layers.orientation);
  layers.wave = find_wave(ridges, layers.mask, layers.orientation, layers.log_period, GaborPass::second);
  layers.reliability = find_reliability(layers.wave, layers.mask);

  if (trace.on()) trace_layers(layers, trace);

  Template finger;
  finger.position = sample.position;
  finger.impression = sample.impression;
  finger.width = image.width;
  finger.height = image.height;
  finger.map = make_ridge_map(layers);
  const auto cells =
      std::count_if(finger.map.cells.begin(), finger.map.cells.end(), [](RidgeCell cell) { return cell.valid(); });
  if (cells < min_cells) return no_ridges(given, "too little clear ridge flow");
  auto residues = find_residues(layers);
  if (trace.on()) trace_minutiae(trace, "residues", residues);
  for (const auto& m : filter_minutiae(std::move(residues), layers)) finger.minutiae.push_back(on_grid(m));
  if (!dark) finger.quality_flaws = with(finger.quality_flaws, Flaw::inverted);
  return finger;
}

}  // namespace limen::fingerprint
