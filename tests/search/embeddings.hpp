// Galleries of embeddings of nobody: independent, correlated, clustered, equal, almost equal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "limen/search/embedding_index.hpp"

namespace limen::test {

using search::EmbeddingIndex;

enum class Kind { independent, low_rank, clusters, duplicates, all_equal, near_ties, heavy_tails };
inline constexpr std::array kinds{Kind::independent, Kind::low_rank,  Kind::clusters,   Kind::duplicates,
                                  Kind::all_equal,   Kind::near_ties, Kind::heavy_tails};

class Embeddings {
 public:
  Embeddings(std::size_t dimension, std::uint64_t seed) : n(dimension), generator_(seed) {}

  std::vector<float> gallery(Kind kind, std::size_t count) {
    std::vector<float> all;
    const auto base = noise(n), other = noise(n);
    const auto factors = noise(4 * n);
    for (std::size_t i = 0; i < count; ++i) {
      auto row = noise(n);
      switch (kind) {
        case Kind::independent: break;
        case Kind::low_rank:
          for (std::size_t f = 0; f < 4; ++f) {
            const float weight = 3 * noise(1)[0];
            for (std::size_t d = 0; d < n; ++d) row[d] += weight * factors[f * n + d];
          }
          break;
        case Kind::clusters: blend(row, i % 3 == 0 ? base : other, 0.1F); break;
        case Kind::duplicates:
          if (i > 0 && i % 2 == 1) row.assign(all.end() - static_cast<std::ptrdiff_t>(n), all.end());
          break;
        case Kind::all_equal: row = base; break;
        case Kind::near_ties: blend(row, base, i % 2 == 0 ? 1e-6F : 1e-3F); break;
        case Kind::heavy_tails:
          for (auto& value : row) value = value * value * value * value * value;
          break;
      }
      all.insert(all.end(), row.begin(), row.end());
    }
    return all;
  }

  /// Probes of which every other one is a row with noise.
  std::vector<float> probes(const std::vector<float>& gallery, std::size_t count) {
    std::vector<float> all;
    for (std::size_t p = 0; p < count; ++p) {
      auto row = noise(n);
      if (p % 2 == 0 && !gallery.empty()) {
        const std::size_t like = generator_() % (gallery.size() / n);
        blend(row,
              {gallery.begin() + static_cast<std::ptrdiff_t>(like * n),
               gallery.begin() + static_cast<std::ptrdiff_t>((like + 1) * n)},
              p % 4 == 0 ? 0.5F : 0);
      }
      all.insert(all.end(), row.begin(), row.end());
    }
    return all;
  }

  std::vector<float> noise(std::size_t count) {
    std::vector<float> values(count);
    for (auto& value : values) value = normal_(generator_);
    return values;
  }
  std::size_t below(std::size_t end) { return generator_() % end; }

  const std::size_t n;

 private:
  static void blend(std::vector<float>& row, const std::vector<float>& base, float share) {
    for (std::size_t d = 0; d < row.size(); ++d) row[d] = base[d] + share * row[d];
  }
  std::mt19937_64 generator_;
  std::normal_distribution<float> normal_;
};

inline std::vector<ReferenceId> ids_from(std::uint64_t first, std::size_t count) {
  std::vector<ReferenceId> ids(count);
  for (std::size_t i = 0; i < count; ++i) ids[i] = {first + i};
  return ids;
}

/// An index of these vectors under ids 1, 2, 3 …
inline EmbeddingIndex index_of(const std::vector<float>& vectors, const search::EmbeddingOptions& options) {
  auto index = EmbeddingIndex::create(options).value();
  index.add(ids_from(1, vectors.size() / options.dimension), vectors).value();
  return index;
}

}  // namespace limen::test
