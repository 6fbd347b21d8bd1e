// Redaction of any file: what comes out has nothing left to take out.
#include "limen/interchange/redact.hpp"

#include "bounded.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace limen;
  using namespace limen::interchange;
  return fuzz::bounded(data, size, [](std::span<const std::byte> bytes) {
    const auto redacted = redact(bytes);
    if (!redacted) return;
    const auto again = redact(redacted->bytes);
    if (again && !again->removed.empty()) std::abort();
  });
}
