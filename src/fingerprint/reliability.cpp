#include "fingerprint/reliability.hpp"

#include "limen/fingerprint/parameters.hpp"

#include "fingerprint/filter.hpp"

namespace limen::fingerprint {

Plane find_reliability(const Wave& wave, const Mask& mask) {
  using namespace parameters;
  Plane amplitude(wave.real.width, wave.real.height);
  for (std::size_t i = 0; i < amplitude.values.size(); ++i) {
    const float a = wave.real.values[i];
    const float b = wave.imaginary.values[i];
    amplitude.values[i] = std::min(amplitude_limit, std::sqrt(a * a + b * b));
  }
  Plane coverage(mask.width, mask.height);
  std::copy(mask.values.begin(), mask.values.end(), coverage.values.begin());
  coverage = gaussian(coverage, coverage_blur / mask_cell);
  Plane reliability = gaussian(reduce(amplitude, mask_cell), amplitude_blur / mask_cell);
  for (std::size_t i = 0; i < reliability.values.size(); ++i)
    reliability.values[i] /= std::max(coverage.values[i], 0.1F);
  return reliability;
}

}  // namespace limen::fingerprint
