#include "limen/fingerprint/block.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "fingerprint/prepared.hpp"

namespace limen::fingerprint {

void Block::Builder::add(Reference reference) { references_.push_back(std::move(reference)); }

Block Block::Builder::finish() {
  Block block;
  block.references_ = std::exchange(references_, {});
  block.first_.reserve(block.references_.size() + 1);
  for (const Reference& reference : block.references_) {
    const auto codes = std::span(reference.prepared().codes);
    const auto best = codes.first(std::min<std::size_t>(codes.size(), comparison::stage_reference_minutiae));
    block.codes_.insert(block.codes_.end(), best.begin(), best.end());
    block.first_.push_back(static_cast<std::uint32_t>(block.codes_.size()));
  }
  return block;
}

}  // namespace limen::fingerprint
