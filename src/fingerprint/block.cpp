#include "limen/fingerprint/block.hpp"

#include <utility>

namespace limen::fingerprint {

void Block::Builder::add(Reference reference) { references_.push_back(std::move(reference)); }

Block Block::Builder::finish() {
  Block block;
  block.references_ = std::exchange(references_, {});
  return block;
}

}  // namespace limen::fingerprint
