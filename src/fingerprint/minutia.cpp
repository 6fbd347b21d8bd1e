#include "limen/fingerprint/minutia.hpp"

#include "fingerprint/minutia_code.hpp"

namespace limen::fingerprint {

Minutia on_grid(const Minutia& minutia) noexcept { return MinutiaCode(minutia).minutia(); }

}  // namespace limen::fingerprint
