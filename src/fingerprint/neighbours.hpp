// Neighbours among very many minutiae, as noise gives them, without looking at all pairs.
#pragma once

#include <algorithm>
#include <vector>

#include "limen/fingerprint/minutia.hpp"

#include "fingerprint/plane.hpp"

namespace limen::fingerprint {

/// Those of each square of `reach` px are a list. Precondition: positions inside width × height.
class Neighbours {
 public:
  Neighbours(int width, int height, float reach)
      : reach_(reach),
        first_(static_cast<int>(static_cast<float>(width) / reach) + 1,
               static_cast<int>(static_cast<float>(height) / reach) + 1, -1) {}

  void add(const Minutia& m) {
    int& first = first_.at(column(m.x), column(m.y));
    next_.push_back(first);
    first = static_cast<int>(all_.size());
    all_.push_back(m);
  }
  /// Calls visit(index in the order of add, square of the distance) for all at most `reach` px away, in no order.
  template <class Visit>
  void for_each_near(const Minutia& m, Visit visit) const {
    for (int y = std::max(0, column(m.y) - 1); y <= std::min(first_.height - 1, column(m.y) + 1); ++y)
      for (int x = std::max(0, column(m.x) - 1); x <= std::min(first_.width - 1, column(m.x) + 1); ++x)
        for (int i = first_.at(x, y); i >= 0; i = next_[static_cast<std::size_t>(i)]) {
          const auto index = static_cast<std::size_t>(i);
          const float dx = m.x - all_[index].x;
          const float dy = m.y - all_[index].y;
          const float square = dx * dx + dy * dy;
          if (square <= reach_ * reach_) visit(index, square);
        }
  }
  bool any_near(const Minutia& m) const {
    bool any = false;
    for_each_near(m, [&](std::size_t, float) { any = true; });
    return any;
  }
  const SecureVector<Minutia>& all() const { return all_; }

 private:
  int column(float at) const { return static_cast<int>(at / reach_); }
  float reach_;
  Grid<int> first_;
  std::vector<int> next_;
  SecureVector<Minutia> all_;
};

}  // namespace limen::fingerprint
