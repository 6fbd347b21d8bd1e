#include "limen/face/compare.hpp"

#include <string>

#include "limen/face/probe.hpp"

#include "code.hpp"

namespace limen::face {

Result<Score> compare(const Template& a, const Template& b) {
  if (a.model != b.model)
    return {ErrorCode::model_mismatch, "templates of different models are never compared: " + to_string(a.model) +
                                           " and " + to_string(b.model) + "; extract both with one model"};
  if (a.preprocessing != b.preprocessing || a.embedding.size() != b.embedding.size())
    return {ErrorCode::model_mismatch, "the templates were made by one model under different preprocessing (" +
                                           std::to_string(a.embedding.size()) + " and " +
                                           std::to_string(b.embedding.size()) + " components): extract both again"};
  const Probe p(a), q(b);
  if (!unit_length(p.square()) || !unit_length(q.square()))
    return {ErrorCode::invalid_argument, "an embedding is not of unit length: make templates with make_template()"};
  return cosine(dot(p.code().data(), q.code().data(), p.code().size()), p.square(), q.square());
}

}  // namespace limen::face
