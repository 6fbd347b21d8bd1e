#include "limen/fingerprint/extract.hpp"

#include <string>

#include "limen/fingerprint/minutia.hpp"
#include "limen/fingerprint/parameters.hpp"
#include "limen/fingerprint/quality.hpp"

#include "fingerprint/crop.hpp"
#include "fingerprint/layers.hpp"
#include "fingerprint/map_stage.hpp"
#include "fingerprint/normalise.hpp"
#include "fingerprint/period.hpp"
#include "fingerprint/polarity.hpp"
#include "fingerprint/quality_stage.hpp"
#include "fingerprint/reliability.hpp"
#include "fingerprint/resample.hpp"
#include "fingerprint/residue.hpp"
#include "fingerprint/trace_layers.hpp"

namespace limen::fingerprint {
namespace {

using namespace parameters;

Error no_ridges(ImageView image, std::string_view why) {
  return {ErrorCode::quality_too_low, "not a fingerprint: no ridges found in " + std::to_string(image.width) + "×" +
                                          std::to_string(image.height) + " image (" + std::string(why) + ")"};
}

/// The enhanced ridges, mixed with the original ones where the first filtering may have erred.
IntegerPlane blend(const Plane& redrawn, const Plane& ridges) {
  Plane out(ridges.width, ridges.height);
  for (std::size_t i = 0; i < out.values.size(); ++i)
    out.values[i] = enhance_share * redrawn.values[i] + (1 - enhance_share) * ridges.values[i];
  return IntegerPlane(out);
}

/// The wave as first seen: orientation, period, filtering.
Layers first_pass(const Plane& ridges, Mask mask) {
  Layers layers;
  layers.mask = std::move(mask);
  layers.edge_distance = edge_distance(layers.mask);
  const IntegerPlane integers(ridges);
  layers.orientation = find_orientation(ridges, narrow_first, wide_first);
  layers.log_period = find_log_period(integers, layers.mask, layers.orientation);
  layers.wave = find_wave(integers, layers.mask, layers.orientation, layers.log_period, GaborPass::first);
  return layers;
}

/// Ridges become valleys.
void turn_over(Plane& plane) {
  for (auto& value : plane.values) value = 0 - value;
}

/// Orientation and period again, from the enhanced ridges, and the wave along them.
void second_pass(const Plane& ridges, Layers& layers, const Trace& trace) {
  const Plane redrawn = enhanced(layers.wave);
  trace("enhanced", field(redrawn));
  layers.orientation = find_orientation(redrawn, narrow_second, wide_second);
  layers.log_period = find_log_period(blend(redrawn, ridges), layers.mask, layers.orientation);
  layers.wave = find_wave(IntegerPlane(ridges), layers.mask, layers.orientation, layers.log_period, GaborPass::second);
  layers.reliability = find_reliability(layers.wave, layers.mask);
  if (trace.on()) trace_layers(trace, layers);
}

/// The window's cells and minutiae, in the whole image's coordinates.
void put_together(Template& finger, const RidgeMap& part, const SecureVector<Minutia>& minutiae, Window window) {
  finger.map.width = RidgeMap::cells_in(finger.width);
  finger.map.height = RidgeMap::cells_in(finger.height);
  finger.map.cells.resize(static_cast<std::size_t>(finger.map.width) * static_cast<std::size_t>(finger.map.height));
  for (int r = 0; r < part.height; ++r)
    std::copy_n(&part.at(0, r), part.width,
                &finger.map.at(window.x / RidgeMap::cell_px, window.y / RidgeMap::cell_px + r));
  for (Minutia m : minutiae) {
    m.x += static_cast<float>(window.x);
    m.y += static_cast<float>(window.y);
    finger.minutiae.push_back(on_grid(m));
  }
}

}  // namespace

Result<Template> extract(const Sample& sample, const ExtractorOptions& options, const Trace& trace) {
  const ImageView given = sample.image;
  if (given.empty()) return Error{ErrorCode::invalid_argument, "fingerprint image: empty"};
  const auto resampled = resample(to_grey(given));
  if (!resampled) return resampled.error();
  const Plane& image = *resampled;
  trace("image", field(image));

  const Mask mask = find_mask(image);
  const Window print = print_window(mask, image.width, image.height);
  if (print.width == 0) return no_ridges(given, "blank, or too little contrast");
  const Window window = trace.on() ? Window{0, 0, image.width, image.height} : print;
  const Plane part = crop(image, window, 1);
  auto [ridges, contrast] = normalise(part, crop(mask, window, mask_cell));
  Layers layers = first_pass(ridges, crop(mask, window, mask_cell));
  const bool dark =
      options.polarity == Polarity::detect
          ? polarity_cues(image, mask, part, ridges, layers.orientation, layers.wave).log_odds() > -polarity_prejudice
          : options.polarity == Polarity::dark_ridges;
  if (!dark)
    for (Plane* plane : {&ridges, &layers.wave.real, &layers.wave.imaginary}) turn_over(*plane);
  trace("normalised", field(ridges));
  second_pass(ridges, layers, trace);

  const RidgeMap map = make_ridge_map(layers);
  auto residues = find_residues(layers);
  if (trace.on()) trace_minutiae(trace, "residues", residues);
  const auto minutiae = filter_minutiae(std::move(residues), layers);
  if (trace.on()) trace_minutiae(trace, "minutiae", minutiae);
  const QualityFeatures features = measure(layers, ridges, map, minutiae, contrast);
  trace("quality", FieldView{&features.area, sizeof(features) / sizeof(float), 1, 1, 1});
  if (const auto why = refusal(features, minutiae.size()); !why.empty()) return no_ridges(given, why);

  Template finger;
  finger.position = sample.position;
  finger.impression = sample.impression;
  finger.width = image.width;
  finger.height = image.height;
  finger.quality_value = quality_value(features);
  finger.quality_flaws = quality_flaws(features);
  if (!dark) finger.quality_flaws = with(finger.quality_flaws, Flaw::inverted);
  put_together(finger, map, minutiae, window);
  return finger;
}

}  // namespace limen::fingerprint
