// What a user says about a network that limen does not know: NETWORK.onnx.json.
#pragma once

#include <string>
#include <string_view>

#include "limen/core/result.hpp"
#include "limen/face/models.hpp"

namespace limen::face {

struct Declaration {
  ModelKind kind = ModelKind::embedder;
  std::string name;
  std::string licence;
  Preprocessing preprocessing{};
};

/// One flat JSON object of texts, numbers and lists of three numbers. Unknown, repeated or impossible fields are
/// errors (corrupt): a misspelt "mean" must not pass silently.
Result<Declaration> parse_declaration(std::string_view text);

}  // namespace limen::face
