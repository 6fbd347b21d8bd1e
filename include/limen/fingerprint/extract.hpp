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
/// rotation. Stages leave their results in `trace` as "image", "normalised", "enhanced", "orientation", "period",
/// "wave", "reliability" and "residues" (see draw.hpp). Any thread; the same image gives the same template.
/// Errors: invalid_argument (empty image, resolution), too_large, quality_too_low (not a fingerprint, with reasons).
Result<Template> extract(const Sample& sample, const ExtractorOptions& options = {}, const Trace& trace = {});

}  // namespace limen::fingerprint
