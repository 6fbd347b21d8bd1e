#include "opencv_call.hpp"

#include <mutex>

#include <opencv2/core/utility.hpp>

namespace limen::face {
namespace {

constinit std::mutex mutex;
constinit int living = 0;
constinit int threads_before = 0;

}  // namespace

OpenCVCall::OpenCVCall() {
  const std::lock_guard lock(mutex);
  if (living++ > 0) return;
  threads_before = cv::getNumThreads();
  cv::setNumThreads(0);  // 0: on the caller's thread
}

OpenCVCall::~OpenCVCall() {
  const std::lock_guard lock(mutex);
  if (--living == 0) cv::setNumThreads(threads_before);
}

}  // namespace limen::face
