// Small symmetric positive definite systems. Written out instead of taken from a linear-algebra library, whose order of
// summation depends on the width of the machine's registers: scores are the same bit for bit everywhere.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace limen::fingerprint {

template <std::size_t N>
struct Normal {
  std::array<std::array<float, N>, N> matrix{};  // lower triangle
  std::array<float, N> right{};

  /// Adds weight · row rowᵀ, and weight · row · value on the right.
  void add(const std::array<float, N>& row, float weight, float value) noexcept {
    for (std::size_t i = 0; i < N; ++i) {
      const float scaled = weight * row[i];
      for (std::size_t j = 0; j <= i; ++j) matrix[i][j] += scaled * row[j];
      right[i] += scaled * value;
    }
  }
};

/// L Lᵀ = matrix, in place (lower triangle). A pivot that is not positive is raised to a small positive number: with
/// the priors on every coefficient that happens only to rounding.
template <std::size_t N>
void factor(std::array<std::array<float, N>, N>& m) noexcept {
  for (std::size_t j = 0; j < N; ++j) {
    float pivot = m[j][j];
    for (std::size_t k = 0; k < j; ++k) pivot -= m[j][k] * m[j][k];
    m[j][j] = std::sqrt(pivot > 1e-6F ? pivot : 1e-6F);
    for (std::size_t i = j + 1; i < N; ++i) {
      float sum = m[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= m[i][k] * m[j][k];
      m[i][j] = sum / m[j][j];
    }
  }
}

/// Replaces x by the solution of L Lᵀ y = x.
template <std::size_t N>
void substitute(const std::array<std::array<float, N>, N>& m, std::array<float, N>& x) noexcept {
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= m[i][k] * x[k];
    x[i] /= m[i][i];
  }
  for (std::size_t i = N; i-- > 0;) {
    for (std::size_t k = i + 1; k < N; ++k) x[i] -= m[k][i] * x[k];
    x[i] /= m[i][i];
  }
}

}  // namespace limen::fingerprint
