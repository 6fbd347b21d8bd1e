#include "onnxruntime.hpp"

#include <algorithm>
#include <array>

#include <dlfcn.h>

namespace limen::face::ort {
namespace {

/// "OrtApiBase": the table of a version, and the version of the library.
struct Base {
  const void* (*table)(std::uint32_t version);
  const char* (*version)();
};

// Where it was when limen was configured (LIMEN_ONNXRUNTIME), then where the system's loader looks.
constexpr std::array<const char*, 3> names{LIMEN_ONNXRUNTIME, "libonnxruntime.so.1", "libonnxruntime.so"};

}  // namespace

Result<Api> Api::load() {
  for (const auto* name : names) {
    if (*name == '\0') continue;
    // Its threads and environment outlive a network: it is never unloaded.
    void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) continue;
    using GetBase = const Base* (*)();
    const auto base = reinterpret_cast<GetBase>(::dlsym(library, "OrtGetApiBase"));
    const void* table = base != nullptr ? base()->table(1) : nullptr;
    if (table != nullptr) return Api(static_cast<const Function*>(table));
  }
  return Error{ErrorCode::unavailable,
               "ONNX Runtime: there is no libonnxruntime.so.1 here: install it (Debian 13: libonnxruntime1.21; PyPI: "
               "onnxruntime), or configure limen with -DLIMEN_ONNXRUNTIME=FILE"};
}

Result<void> Api::check(Status* status) const {
  if (status == nullptr) return {};
  std::string text = at<const char* (*)(const Status*)>(Entry::GetErrorMessage)(status);
  release(Entry::ReleaseStatus, status);
  text.resize(std::min<std::size_t>(text.size(), 200));
  std::replace(text.begin(), text.end(), '\n', ' ');
  return {ErrorCode::unsupported_format, text};
}

}  // namespace limen::face::ort
