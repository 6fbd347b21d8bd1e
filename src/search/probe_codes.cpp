#include "search/probe_codes.hpp"

#include <numeric>

namespace limen::search {

ProbeCodes::ProbeCodes(std::span<const float> vectors, std::span<const double> squares, std::size_t n,
                       std::size_t padded_n)
    : dimension(n), padded(padded_n), sums(squares.size()), encoded(squares.size()) {
  constexpr std::size_t tile = 16;  // kernels may read whole tiles of probes
  units.resize(squares.size() * n);
  codes.resize((squares.size() + tile - 1) / tile * tile * padded);
  for (std::size_t p = 0; p < squares.size(); ++p) {
    float* const unit = units.data() + p * n;
    std::int8_t* const code = codes.data() + p * padded;
    to_unit(vectors.subspan(p * n, n), squares[p], unit);
    encoded[p] = encode({unit, n}, code);
    sums[p] = std::accumulate(code, code + n, 0);
  }
}

}  // namespace limen::search
