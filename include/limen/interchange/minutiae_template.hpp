// Between the minutiae of a record and limen's template: units, sense of the angle, resolution.
#pragma once

#include <vector>

#include "limen/fingerprint/template.hpp"
#include "limen/interchange/minutiae_record.hpp"

namespace limen::interchange {

/// A view as a template at 500 ppi without ridge map: it compares by its minutiae alone. Minutiae of type "other"
/// become endings; a quality that is not reported counts as middling (0.5). A position of several fingers is `unknown`.
/// The image grows to hold minutiae outside of it (record readers warn of them); beyond max_side they are left out.
/// Errors: invalid_argument (density below 99 pixels per cm, an image above fingerprint::Template::max_side at 500
/// ppi).
Result<fingerprint::Template> to_template(const MinutiaeView& view, MinutiaeFormat format);

/// A template as a view in the units of `format`, at 500 ppi (197 pixels per cm). A card takes at most `max_minutiae`,
/// the best ones, and the compact card those within 25.5 mm of the upper left corner of their common box.
MinutiaeView to_view(const fingerprint::Template& finger, MinutiaeFormat format, std::size_t max_minutiae = 255);

/// The same view in another format's units. Nothing but rounding is lost between formats of one resolution; cards lose
/// what has no room on them. Errors: invalid_argument as in to_template.
Result<MinutiaeRecord> convert(const MinutiaeRecord& record, MinutiaeFormat format);

/// What a record's densities mean: 197 pixels per cm stands for 500 ppi and 394 for 1000; others are taken literally.
double ppi_of_density(std::uint16_t pixels_per_cm) noexcept;

}  // namespace limen::interchange
