#include <algorithm>
#include <thread>

#include <opencv2/core/mat.hpp>

#include "face/opencv_call.hpp"
#include "face/wiping_allocator_opencv.hpp"

using namespace limen::face;

namespace {

cv::Mat filled(int side, int value) {
  cv::Mat mat(side, side, CV_8UC1);
  std::fill_n(mat.data, mat.total(), static_cast<std::uint8_t>(value));
  return mat;
}

}  // namespace

TEST_CASE("OpenCV has its memory from limen only while limen calls it") {
  auto* const before = cv::Mat::getDefaultAllocator();
  {
    const OpenCVCall call;
    CHECK(cv::Mat::getDefaultAllocator() == &wiping_allocator());
    { const OpenCVCall inner; }
    CHECK(cv::Mat::getDefaultAllocator() == &wiping_allocator());
  }
  CHECK(cv::Mat::getDefaultAllocator() == before);
}

TEST_CASE("an allocator that the program sets during a call stays") {
  auto* const before = cv::Mat::getDefaultAllocator();
  {
    const OpenCVCall call;
    cv::Mat::setDefaultAllocator(cv::Mat::getStdAllocator());
  }
  CHECK(cv::Mat::getDefaultAllocator() == cv::Mat::getStdAllocator());
  cv::Mat::setDefaultAllocator(before);
}

TEST_CASE("matrices are found while they live, and outlive their owner") {
  cv::Mat outliving;
  std::uint8_t users[16] = {1, 2, 3};
  {
    MatrixBuffers owner, other;
    const OpenCVCall call;
    const auto of_nobody = filled(10, 1);
    {
      const MatrixBuffers::Recording recording(owner);
      outliving = filled(20, 2);
      const auto gone = filled(30, 3);
      const cv::Mat of_the_user(4, 4, CV_8UC1, users);
      std::thread([] { (void)filled(40, 4); }).join();
      CHECK(owner.living().size() == 2);
    }
    const auto later = filled(50, 5);
    REQUIRE(owner.living().size() == 1);
    CHECK(owner.living()[0].data() == reinterpret_cast<const std::byte*>(outliving.data));
    CHECK(owner.living()[0].size() >= 400);
    CHECK(other.living().empty());
  }
  CHECK(users[2] == 3);
  CHECK(std::all_of(outliving.datastart, outliving.dataend, [](std::uint8_t v) { return v == 2; }));
  cv::Mat copy = outliving.clone();
  outliving.release();
  CHECK(copy.at<std::uint8_t>(3, 3) == 2);
}
