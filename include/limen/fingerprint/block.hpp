// References laid out to be searched.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "limen/core/score.hpp"
#include "limen/fingerprint/probe.hpp"
#include "limen/fingerprint/reference.hpp"

namespace limen::fingerprint {

/// An immutable list of references, addressed 0 … size() − 1 in the order they were added. `const` use is safe from
/// several threads; copies share the prepared references.
class Block {
 public:
  /// Not for several threads at once. To build in parallel, prepare References on all threads and add them in order.
  class Builder {
   public:
    void add(const Template& finger) { add(Reference(finger)); }
    void add(Reference reference);  ///< nothing is recomputed
    std::size_t size() const noexcept { return references_.size(); }
    Block finish();  ///< the Builder is empty afterwards

   private:
    std::vector<Reference> references_;
  };

  Block() = default;
  std::size_t size() const noexcept { return references_.size(); }
  const Reference& operator[](std::size_t index) const noexcept { return references_[index]; }

 private:
  std::vector<Reference> references_;
};

/// The full comparison of a probe with every reference of a block: natural-log likelihood ratios, Score::lowest() where
/// no comparison can be made. Precondition: out.size() == block.size().
void score(const Probe& probe, const Block& block, std::span<Score> out) noexcept;

/// The full comparison with one reference. Precondition: index < block.size().
Score compare(const Probe& probe, const Block& block, std::size_t index) noexcept;

}  // namespace limen::fingerprint
