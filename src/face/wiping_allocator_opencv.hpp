// Memory for OpenCV's matrices that is wiped when it is freed, and that can be found as long as it is not.
#pragma once

#include <cstddef>
#include <span>
#include <unordered_set>
#include <vector>

namespace cv {
class MatAllocator;
struct UMatData;
}  // namespace cv

namespace limen::face {

/// The allocator lives as long as the process: matrices made with it, by whichever thread, may outlive everything else.
/// Any thread.
cv::MatAllocator& wiping_allocator();

/// The matrices that wiping_allocator() made for one owner and that still live. One thread at a time; the matrices
/// themselves may go on any thread, and after it.
class MatrixBuffers {
 public:
  MatrixBuffers() = default;
  ~MatrixBuffers();
  MatrixBuffers(const MatrixBuffers&) = delete;
  MatrixBuffers& operator=(const MatrixBuffers&) = delete;

  /// While one of these lives, matrices that its thread makes are the owner's. They do not nest.
  class Recording {
   public:
    explicit Recording(MatrixBuffers& owner) noexcept;
    ~Recording();
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;
  };

  /// Their memory, in no order. Valid until the owner's library is called again.
  std::vector<std::span<std::byte>> living() const;

 private:
  friend class WipingMatAllocator;
  std::unordered_set<cv::UMatData*> matrices_;
};

}  // namespace limen::face
