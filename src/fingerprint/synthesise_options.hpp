// Which options are allowed.
#pragma once

#include "limen/fingerprint/synthesise.hpp"

namespace limen::fingerprint::synthesis {

/// invalid_argument that names the option, if one is outside its range.
Result<void> check(const FingerOptions& options);
Result<void> check(const ImpressionOptions& options);

}  // namespace limen::fingerprint::synthesis
