// After an erasure: is what was erased still found by its own template?
#pragma once

#include <variant>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"
#include "limen/face/template.hpp"
#include "limen/fingerprint/template.hpp"
#include "limen/gallery/view.hpp"

namespace limen {

using AnyTemplate = std::variant<fingerprint::Template, face::Template>;

/// The reference of the view that compares with the template as well as the template with itself; 0: there is none.
/// Searched as screening searches: the best of all by its first stage, then in full.
Result<ReferenceId> find_twin(const View& view, const AnyTemplate& erased, const Work& work);

}  // namespace limen
