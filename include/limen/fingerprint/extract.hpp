// From an image to a template.
#pragma once

#include "limen/core/result.hpp"
#include "limen/core/sample.hpp"
#include "limen/core/trace.hpp"
#include "limen/fingerprint/template.hpp"

namespace limen::fingerprint {

/// Which of ridge and valley is dark in the image.
enum class Polarity { detect, dark_ridges, light_ridges };

struct ExtractorOptions {
  Polarity polarity = Polarity::detect;
};

/// Makes the template of one finger. The image may be grey or RGB, 250 to 1200 ppi (500 if it does not say), any
/// rotation, at most 25 million pixels at 500 ppi. Any thread; the same image gives the same template.
/// Stages leave their results in `trace` as "image", "normalised", "enhanced" (after the first pass), "orientation",
/// "period", "wave", "reliability", "residues", "minutiae" and "quality"; draw.hpp makes pictures of them.
/// Errors: invalid_argument (empty image, resolution), too_large, quality_too_low (not a fingerprint, with reasons).
Result<Template> extract(const Sample& sample, const ExtractorOptions& options = {}, const Trace& trace = {});

}  // namespace limen::fingerprint
