#include "limen/face/probe.hpp"

#include <algorithm>

#include "code.hpp"

namespace limen::face {

Probe::Probe(const Template& face)
    : model_(face.model), preprocessing_(face.preprocessing), code_(face.embedding.size()) {
  std::transform(face.embedding.begin(), face.embedding.end(), code_.begin(), to_code);
  square_ = square_of(code_);
}

Probe prepare(const Template& face) { return Probe(face); }

}  // namespace limen::face
