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

/// A field that extract() gave to its Trace, under its name: needles for "orientation", colours for "period", a colour
/// wheel for "wave" (hue: phase, brightness: amplitude), grey values for the others, from their least to their largest.
Image draw_field(std::string_view name, FieldView field);

}  // namespace limen::fingerprint
