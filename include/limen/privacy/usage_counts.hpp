// Counts for a public transparency report that tell nothing of any one person: differential privacy with a budget.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/clock.hpp"
#include "limen/core/result.hpp"
#include "limen/privacy/key.hpp"

namespace limen::privacy {

/// Privacy loss, in thousandths: ε = 0.1 is 100. Whole numbers, so that the noise can be drawn exactly.
struct Epsilon {
  std::uint32_t milli = 0;
  friend constexpr auto operator<=>(const Epsilon&, const Epsilon&) = default;
};

/// One count as it was published.
struct UsageCount {
  std::string name;        ///< e.g. "searches 2019-06 border_check"
  std::int64_t value = 0;  ///< with noise; may be below 0: print 0 then
  Epsilon epsilon;
  std::uint32_t contribution = 1;  ///< by how much one person can change the count, at most
  Time published{};
  friend bool operator==(const UsageCount&, const UsageCount&) = default;
};

/// Discrete Laplace noise: k with probability proportional to exp(−|k| ε / contribution) (the geometric mechanism of
/// A. Ghosh, T. Roughgarden, M. Sundararajan, STOC 2009), drawn exactly, by whole numbers alone (C. Canonne, G. Kamath,
/// T. Steinke, NeurIPS 2020), from cryptographic randomness. Precondition: both positive.
std::int64_t geometric_noise(Epsilon epsilon, std::uint32_t contribution);

/// What was published and what is left to spend, in a file sealed under a key: a budget that could be reset by an
/// editor were none. One thread, one process at a time.
class UsageCounts {
 public:
  /// A new file gets `budget`; that of an existing one stays what it is. Errors: wrong_key (or changed bytes),
  /// invalid_argument (budget 0 or above 1 000 000; a budget other than the file's), newer_version, unsupported_format,
  /// io_error.
  static Result<UsageCounts> open(const std::filesystem::path& file, const Key& key, Epsilon budget,
                                  const Clock* clock = nullptr);

  /// Adds the noise, and spends the loss before the value is handed out. A name that was published gives the same value
  /// again and costs nothing: asking often averages nothing out. Errors: access_denied (the budget does not hold it:
  /// nothing is published), invalid_argument (no name, ε or contribution 0, a published name with other terms),
  /// io_error.
  Result<UsageCount> publish(std::string_view name, std::uint64_t count, Epsilon epsilon,
                             std::uint32_t contribution = 1);

  Epsilon budget() const noexcept;
  Epsilon left() const noexcept;
  const std::vector<UsageCount>& published() const noexcept;  ///< in their order

  UsageCounts(UsageCounts&&) noexcept;
  UsageCounts& operator=(UsageCounts&&) noexcept;
  ~UsageCounts();

 private:
  struct State;
  explicit UsageCounts(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace limen::privacy
