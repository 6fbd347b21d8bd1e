#include "opencv_call.hpp"

#include <mutex>

#include <opencv2/core/mat.hpp>
#include <opencv2/core/utility.hpp>

#include "wiping_allocator_opencv.hpp"

namespace limen::face {
namespace {

constinit std::mutex mutex;
constinit int living = 0;
constinit int threads_before = 0;
constinit cv::MatAllocator* allocator_before = nullptr;

}  // namespace

OpenCVCall::OpenCVCall() {
  const std::lock_guard lock(mutex);
  if (living++ > 0) return;
  threads_before = cv::getNumThreads();
  cv::setNumThreads(0);  // 0: on the caller's thread
  allocator_before = cv::Mat::getDefaultAllocator();
  cv::Mat::setDefaultAllocator(&wiping_allocator());
}

OpenCVCall::~OpenCVCall() {
  const std::lock_guard lock(mutex);
  if (--living > 0) return;
  cv::setNumThreads(threads_before);
  if (cv::Mat::getDefaultAllocator() == &wiping_allocator()) cv::Mat::setDefaultAllocator(allocator_before);
}

}  // namespace limen::face
