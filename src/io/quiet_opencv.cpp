#include "limen/io/quiet_opencv.hpp"

#include <mutex>

#include <opencv2/core/utils/logger.hpp>

namespace limen::io {
namespace {

// OpenCV's log level belongs to the whole program, so the count of those who want it silent does too.
constinit std::mutex mutex;
constinit int living = 0;
constinit cv::utils::logging::LogLevel before = cv::utils::logging::LOG_LEVEL_SILENT;

}  // namespace

QuietOpenCV::QuietOpenCV() {
  const std::lock_guard lock(mutex);
  if (living++ == 0) before = cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
}

QuietOpenCV::~QuietOpenCV() {
  const std::lock_guard lock(mutex);
  if (--living == 0) cv::utils::logging::setLogLevel(before);
}

}  // namespace limen::io
