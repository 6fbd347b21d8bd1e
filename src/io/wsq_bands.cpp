#include "wsq_bands.hpp"

#include <cstddef>

namespace limen::io::wsq {
namespace {

class Growth {
 public:
  explicit Growth(Tree& tree) : tree_(tree) {}

  std::array<Region, 4> split(const Region& region) {
    tree_.nodes[nodes_++] = region;
    return region.quarters();
  }
  void four(const Region& region, std::size_t band) {
    for (const auto& leaf : split(region)) tree_.bands[band++] = leaf;
  }
  void sixteen(const Region& region, std::size_t band) {
    for (const auto& quarter : split(region)) four(quarter, band), band += 4;
  }

 private:
  Tree& tree_;
  std::size_t nodes_ = 0;
};

}  // namespace

Tree::Tree(int width, int height) noexcept {
  Growth growth(*this);
  const auto octave1 = growth.split({{0, width}, {0, height}});
  const auto octave2 = growth.split(octave1[0]);
  const auto octave3 = growth.split(octave2[0]);
  const auto octave4 = growth.split(octave3[0]);
  growth.four(octave4[0], 0);
  for (std::size_t i = 1; i < 4; ++i) bands[3 + i] = octave4[i];
  for (std::size_t i = 1; i < 4; ++i) growth.four(octave3[i], 3 + 4 * i);
  growth.sixteen(octave2[1], 19);
  growth.sixteen(octave2[2], 35);
  bands[51] = octave2[3];
  growth.four(octave1[1], 52);
  growth.four(octave1[2], 56);
  const auto uncoded = octave1[3].quarters();
  for (std::size_t i = 0; i < 4; ++i) bands[60 + i] = uncoded[i];
}

}  // namespace limen::io::wsq
