// A modality of whole numbers: as little as search asks for.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <utility>
#include <vector>

#include "limen/core/modality.hpp"
#include "limen/core/score.hpp"

namespace whole_numbers {

struct Probe {
  int value;
};

class Block {
 public:
  class Builder {
   public:
    template <class T>
    void add(const T& t) {
      values_.push_back(t.value);
    }
    Block finish() { return Block(std::exchange(values_, {})); }

   private:
    std::vector<int> values_;
  };
  Block() = default;
  explicit Block(std::vector<int> values) : values_(std::move(values)) {}
  std::size_t size() const noexcept { return values_.size(); }
  int operator[](std::size_t i) const noexcept { return values_[i]; }

 private:
  std::vector<int> values_;
};

struct Template {
  using Probe = whole_numbers::Probe;
  using Block = whole_numbers::Block;
  static constexpr limen::Modality modality = limen::Modality::fingerprint;
  int value = 0;
};

inline Probe prepare(const Template& t) { return {t.value}; }

/// Near numbers score high; a negative one cannot be compared.
inline limen::Score compare(const Probe& probe, const Block& block, std::size_t i) noexcept {
  if (block[i] < 0) return limen::Score::lowest();
  return {10000 - std::abs(probe.value - block[i])};
}
inline void score(const Probe& probe, const Block& block, std::span<limen::Score> out) noexcept {
  for (std::size_t i = 0; i < block.size(); ++i) out[i] = compare(probe, block, i);
}

}  // namespace whole_numbers
