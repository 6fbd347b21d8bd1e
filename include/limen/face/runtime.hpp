// Which library runs the networks.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "limen/core/result.hpp"

namespace limen::face {

enum class Runtime : std::uint8_t {
  automatic,    ///< OpenCV; ONNX Runtime for a network that OpenCV cannot import
  opencv,       ///< built in
  onnxruntime,  ///< loaded when it is asked for, if it is there
};
inline constexpr std::array<Runtime, 3> runtimes{Runtime::automatic, Runtime::opencv, Runtime::onnxruntime};
std::string_view to_string(Runtime runtime) noexcept;

/// Can networks be run by it here? Error: unavailable (where it was looked for, and what to do). Any thread.
Result<void> available(Runtime runtime);

}  // namespace limen::face
