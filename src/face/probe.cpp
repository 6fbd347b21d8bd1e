#include "limen/face/probe.hpp"

#include <algorithm>

#include "code.hpp"

namespace limen::face {

Probe::Probe(const Template& face)
    : model_(face.model), preprocessing_(face.preprocessing), code_(face.embedding.size()) {
  std::transform(face.embedding.begin(), face.embedding.end(), code_.begin(), to_code);
  square_ = square_of(code_);
  panel_code_.resize(search::padded_to_panel(code_.size()));
  SecureVector<float> unit(code_.size());
  to_unit(code_, square_, unit);
  panel_encoding_ = search::encode(unit, panel_code_.data());
}

Probe prepare(const Template& face) { return Probe(face); }

}  // namespace limen::face
