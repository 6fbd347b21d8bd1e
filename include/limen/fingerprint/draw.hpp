// Pictures for people: the minutiae over the print, and each stage of the extraction.
#pragma once

#include <string_view>

#include "limen/core/image.hpp"
#include "limen/core/trace.hpp"
#include "limen/fingerprint/template.hpp"

namespace limen::fingerprint {

/// The print twice as large in RGB; on each minutia a ring (endings) or a square (bifurcations) and a tick in its
/// direction, red (poor) to green (good).
Image draw_minutiae(ImageView sample, const Template& finger);

/// A field that extract() gave to its Trace, under its name: needles for "orientation", colours for "period" (blue 5 px
/// to red 16 px), a colour wheel for "wave" (hue: phase, brightness: amplitude), rings and squares for "residues" and
/// "minutiae", bars for "quality" (in the order of QualityFeatures), grey values for the others, from their least to
/// their largest. An empty field gives an empty image (no minutiae: a blank one).
Image draw_field(std::string_view name, FieldView field);

}  // namespace limen::fingerprint
