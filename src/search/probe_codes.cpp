#include "search/probe_codes.hpp"

#include <cstring>
#include <numeric>

#include "limen/core/bytes.hpp"
#include "limen/simd/kernels.hpp"

namespace limen::search {

ProbeCodes::ProbeCodes(std::span<const float> vectors, std::span<const double> squares, std::size_t n,
                       std::size_t padded_n)
    : dimension(n), padded(padded_n), sums(squares.size()), encoded(squares.size()) {
  constexpr std::size_t together = simd::probes_together;
  units.resize(squares.size() * n);
  codes.resize((squares.size() + together - 1) / together * together * padded);
  SecureVector<std::int8_t> code(padded);
  for (std::size_t p = 0; p < squares.size(); ++p) {
    float* const unit = units.data() + p * n;
    to_unit(vectors.subspan(p * n, n), squares[p], unit);
    encoded[p] = encode({unit, n}, code.data());
    sums[p] = std::accumulate(code.begin(), code.end(), 0);
    constexpr std::size_t chunk = 64;
    for (std::size_t i = 0; i < padded; i += chunk)
      std::memcpy(codes.data() + simd::place_of_code(p, i, padded, together), code.data() + i, chunk);
  }
}

}  // namespace limen::search
