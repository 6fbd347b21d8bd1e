#include "wiping_allocator_opencv.hpp"

#include <mutex>

#include <opencv2/core/mat.hpp>

#include "limen/core/bytes.hpp"

namespace limen::face {
namespace {

constinit std::mutex mutex;  // of every MatrixBuffers, and of the matrices' links to them
constinit thread_local MatrixBuffers* recording = nullptr;

std::span<std::byte> memory_of(const cv::UMatData& matrix) {
  return {reinterpret_cast<std::byte*>(matrix.origdata), matrix.size};
}

}  // namespace

/// OpenCV's own allocator gives and takes the memory; a matrix's `userdata`, which that one leaves alone, is its owner.
class WipingMatAllocator final : public cv::MatAllocator {
 public:
  cv::UMatData* allocate(int dims, const int* sizes, int type, void* data, std::size_t* step, cv::AccessFlag flags,
                         cv::UMatUsageFlags usage) const override {
    auto* const matrix = plain_->allocate(dims, sizes, type, data, step, flags, usage);
    if (matrix == nullptr) return matrix;
    matrix->prevAllocator = matrix->currAllocator = this;
    if (recording == nullptr || (matrix->flags & cv::UMatData::USER_ALLOCATED) != 0) return matrix;
    const std::lock_guard lock(mutex);
    recording->matrices_.insert(matrix);
    matrix->userdata = recording;
    return matrix;
  }

  bool allocate(cv::UMatData* matrix, cv::AccessFlag flags, cv::UMatUsageFlags usage) const override {
    return plain_->allocate(matrix, flags, usage);
  }

  void deallocate(cv::UMatData* matrix) const override {
    if (matrix == nullptr) return;
    {
      const std::lock_guard lock(mutex);
      if (auto* const owner = static_cast<MatrixBuffers*>(matrix->userdata)) owner->matrices_.erase(matrix);
      matrix->userdata = nullptr;
    }
    if ((matrix->flags & cv::UMatData::USER_ALLOCATED) == 0) secure_wipe(matrix->origdata, matrix->size);
    plain_->deallocate(matrix);
  }

  static void disown(MatrixBuffers& owner) {
    const std::lock_guard lock(mutex);
    for (auto* const matrix : owner.matrices_) matrix->userdata = nullptr;
  }

 private:
  cv::MatAllocator* plain_ = cv::Mat::getStdAllocator();
};

cv::MatAllocator& wiping_allocator() {
  static auto* const allocator = new WipingMatAllocator;  // never deleted
  return *allocator;
}

MatrixBuffers::~MatrixBuffers() { WipingMatAllocator::disown(*this); }

MatrixBuffers::Recording::Recording(MatrixBuffers& owner) noexcept { recording = &owner; }
MatrixBuffers::Recording::~Recording() { recording = nullptr; }

std::vector<std::span<std::byte>> MatrixBuffers::living() const {
  const std::lock_guard lock(mutex);
  std::vector<std::span<std::byte>> all;
  for (const auto* const matrix : matrices_) all.push_back(memory_of(*matrix));
  return all;
}

}  // namespace limen::face
