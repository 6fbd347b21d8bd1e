// Redaction of any file: what comes out has nothing left to take out.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "limen/interchange/redact.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto redacted = limen::interchange::redact(bytes);
  if (!redacted) return 0;
  const auto again = limen::interchange::redact(redacted->bytes);
  if (again && !again->removed.empty()) std::abort();
  return 0;
}
