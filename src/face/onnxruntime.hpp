// ONNX Runtime's C interface, as far as limen calls it. The library gives a table of functions in which no entry ever
// moves ("OrtApi", https://onnxruntime.ai/docs/api/c), so that neither its headers nor linking are needed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "limen/core/result.hpp"

namespace limen::face::ort {

struct Env;
struct Status;
struct Session;
struct SessionOptions;
struct Value;
struct MemoryInfo;
struct ShapeInfo;
struct Allocator;

/// Entries of the table of version 1, in its own words.
enum class Entry : std::size_t {
  GetErrorMessage = 2,
  CreateEnv = 3,
  CreateSessionFromArray = 8,
  Run = 9,
  CreateSessionOptions = 10,
  DisableMemPattern = 17,
  SetIntraOpNumThreads = 24,
  SetInterOpNumThreads = 25,
  SessionGetInputCount = 30,
  SessionGetOutputCount = 31,
  SessionGetInputName = 36,
  SessionGetOutputName = 37,
  CreateTensorWithDataAsOrtValue = 49,
  GetTensorMutableData = 51,
  GetTensorElementType = 60,
  GetDimensionsCount = 61,
  GetDimensions = 62,
  GetTensorTypeAndShape = 65,
  CreateCpuMemoryInfo = 69,
  AllocatorFree = 76,
  GetAllocatorWithDefaultOptions = 78,
  ReleaseEnv = 92,
  ReleaseStatus = 93,
  ReleaseMemoryInfo = 94,
  ReleaseSession = 95,
  ReleaseValue = 96,
  ReleaseShapeInfo = 99,
  ReleaseSessionOptions = 100,
};

class Api {
 public:
  /// Loads the library, once in a process; it stays loaded. Errors: unavailable.
  static Result<Api> load();

  /// Calls an entry that gives a status. Errors: unsupported_format, with the library's words.
  template <class... Args>
  Result<void> call(Entry entry, Args... args) const {
    return check(at<Status* (*)(Args...)>(entry)(args...));
  }
  template <class T>
  void release(Entry entry, T* what) const noexcept {
    if (what != nullptr) at<void (*)(T*)>(entry)(what);
  }

 private:
  using Function = void (*)();
  explicit Api(const Function* table) noexcept : table_(table) {}
  template <class F>
  F at(Entry entry) const noexcept {
    return reinterpret_cast<F>(table_[static_cast<std::size_t>(entry)]);
  }
  Result<void> check(Status* status) const;

  const Function* table_;
};

}  // namespace limen::face::ort
