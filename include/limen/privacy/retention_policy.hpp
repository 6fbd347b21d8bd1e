// The rules that a controller keeps data under, checked as a whole, and what they say about one reference.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "limen/core/clock.hpp"
#include "limen/core/result.hpp"
#include "limen/privacy/retention.hpp"

namespace limen::privacy {

inline constexpr Time never = Time::max();

/// What rules ask about a reference. Borrowed.
struct RetentionFacts {
  std::string_view retention_class{};
  Category category{};
  std::string_view legal_basis{};  ///< empty: that of the class
  PurposeSet purposes{};
  Time anchor{};                       ///< an event of the class's own anchors
  Time entered = never;                ///< when it was enrolled; where the class runs from that, the anchor says when
  std::span<const Happened> events{};  ///< what else happened, in any order
};

/// A moment and the rule that sets it.
struct Deadline {
  Time at = never;
  std::size_t rule = 0;  ///< index into RetentionPolicy::rules(); meaningless if `at` is never
  friend bool operator==(const Deadline&, const Deadline&) = default;
};

struct RetentionOutcome {
  Deadline erasure, review, blocking;  ///< the one of each kind that counts
  Deadline notice;                     ///< the earliest notice that has not been given
  /// The first moment at which no view shows the reference.
  Time ends() const noexcept { return std::min({erasure.at, review.at, blocking.at}); }
  friend bool operator==(const RetentionOutcome&, const RetentionOutcome&) = default;
};

/// Immutable; `const` use is safe from several threads.
class RetentionPolicy {
 public:
  RetentionPolicy();  ///< the shipped rules, days counted in UTC
  /// Errors: invalid_argument, naming the rule and what is wrong with it: no name or one given twice, no anchor, a
  /// period of 0 or less, a lead as long as the period, a class that no rule makes, an unknown time zone, an event that
  /// both ends and voids (or starts and ends) the clock, two rules that say different periods for the same case, rules
  /// that start one another for ever.
  static Result<RetentionPolicy> make(std::vector<RetentionRule> rules);

  std::span<const RetentionRule> rules() const noexcept { return rules_; }
  /// The rule that makes the class. Error: retention_required (the message lists the known ones).
  Result<RetentionRule> retention_class(std::string_view name) const;

  /// Which rules apply, what is due when. The shortest erasure counts, unless a longer one is overriding. Takes under a
  /// microsecond.
  RetentionOutcome outcome(const RetentionFacts& facts) const noexcept;

 private:
  struct Empty {};
  explicit RetentionPolicy(Empty) {}
  bool applies(std::size_t rule, const RetentionFacts& facts) const noexcept;
  Time started(const RetentionRule& rule, const RetentionFacts& facts, EventSet own) const noexcept;

  std::vector<RetentionRule> rules_;
  std::vector<TimeZone> zones_;       // different ones
  std::vector<std::size_t> zone_of_;  // by rule
};

}  // namespace limen::privacy
