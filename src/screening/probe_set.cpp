#include "limen/screening/probe_set.hpp"

namespace limen {

void ProbeSet::wipe() noexcept {
  // The secure vectors wipe what they release; the numbers beside them are overwritten before the memory goes back.
  for (auto& finger : fingers) finger = {};
  for (auto& face : faces) face = {};
  std::vector<fingerprint::Template>().swap(fingers);
  std::vector<face::Template>().swap(faces);
}

}  // namespace limen
