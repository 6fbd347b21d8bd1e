// An enrolled finger prepared to be compared with.
#pragma once

#include <cstddef>
#include <memory>

#include "limen/fingerprint/template.hpp"

namespace limen::fingerprint {

struct Prepared;

/// The prepared form of a reference, about 16 KB, immutable and wiped when the last copy goes. Copies share it, so that
/// a gallery prepares each reference once and builds any number of Blocks and Views from it without recomputing.
/// Safe to share between threads.
class Reference {
 public:
  explicit Reference(const Template& finger);
  Reference(const Reference&) noexcept;
  Reference(Reference&&) noexcept;
  Reference& operator=(const Reference&) noexcept;
  Reference& operator=(Reference&&) noexcept;
  ~Reference();

  FingerPosition position() const noexcept;
  std::size_t minutiae() const noexcept;  ///< those used: at most 128, the best of the template
  bool has_ridge_map() const noexcept;
  std::size_t bytes() const noexcept;  ///< memory of the prepared form
  const Prepared& prepared() const noexcept { return *prepared_; }

 private:
  std::shared_ptr<const Prepared> prepared_;
};

}  // namespace limen::fingerprint
