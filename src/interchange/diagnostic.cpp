#include "limen/interchange/diagnostic.hpp"

namespace limen::interchange {

const char* to_string(Severity severity) noexcept {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "invalid";
}

std::string to_string(const Diagnostic& diagnostic) {
  std::string line = to_string(diagnostic.severity);
  line.append(": ").append(diagnostic.where).append(" (offset ").append(std::to_string(diagnostic.offset));
  return line.append("): ").append(diagnostic.text).append(" [").append(diagnostic.code).append("]");
}

}  // namespace limen::interchange
