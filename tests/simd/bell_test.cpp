#include <vector>

#include "tests/reference/simd.hpp"
#include "tests/simd/kernels_support.hpp"

using namespace limen;
using namespace limen::test;

TEST_CASE("bells: each node sums what it sees, point by point, bit for bit") {
  for (const std::size_t nodes : {16U, 48U})
    for (const auto points : lengths) {
      CAPTURE(nodes);
      CAPTURE(points);
      const auto node_x = random_floats(nodes, 1, 50), node_y = random_floats(nodes, 2, 50);
      std::vector<float> reach2(nodes);
      for (std::size_t k = 0; k < nodes; ++k) reach2[k] = 100 + 50 * static_cast<float>(k);
      std::vector<std::vector<float>> columns;
      for (std::uint64_t c = 0; c < 5; ++c) columns.push_back(random_floats(points, 3 + c, c < 2 ? 60 : 1));
      Unaligned<float> x(columns[0]), y(columns[1]), cosine(columns[2]), sine(columns[3]), weight(columns[4]);
      Unaligned<float> at_x(node_x), at_y(node_y), reach(reach2);
      on_each_target([&](const simd::Kernels& kernels) {
        std::vector<float> shares(nodes), cosines(nodes), sines(nodes);
        kernels.bell_sums({.node_x = at_x.data(),
                           .node_y = at_y.data(),
                           .reach2 = reach.data(),
                           .nodes = nodes,
                           .x = x.data(),
                           .y = y.data(),
                           .cosine = cosine.data(),
                           .sine = sine.data(),
                           .weight = weight.data(),
                           .points = points},
                          shares.data(), cosines.data(), sines.data());
        for (std::size_t k = 0; k < nodes; ++k) {
          const auto wanted = reference::bell_sum(node_x[k], node_y[k], reach2[k], columns);
          CHECK(shares[k] == wanted.share);
          CHECK(cosines[k] == wanted.cosine);
          CHECK(sines[k] == wanted.sine);
        }
      });
    }
}
