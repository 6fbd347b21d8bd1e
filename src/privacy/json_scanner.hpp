// Reading the JSON of the audit log: members in a fixed order, one spelling, read by who expects exactly that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/clock.hpp"
#include "limen/privacy/digest.hpp"

namespace limen::privacy {

/// "2019-06-17T08:30:00Z", as limen::to_string writes it; nothing for any other text.
std::optional<Time> time_from(std::string_view text) noexcept;

/// Walks over members that must be what core/json.hpp writes; one deviation, and nothing more is read.
class Scanner {
 public:
  /// Over an object, or over members that begin with a comma.
  explicit Scanner(std::string_view text);

  bool next_is(std::string_view name) const noexcept;  ///< is the next member of that name?
  std::string text(std::string_view name);
  std::uint64_t number(std::string_view name);
  std::vector<std::uint64_t> numbers(std::string_view name);
  Time time(std::string_view name);
  Digest digest(std::string_view name);
  void expect(std::string_view literal);
  std::uint64_t digits();
  void fail() noexcept { ok_ = false; }
  bool ok() const noexcept { return ok_; }
  bool finished() const noexcept { return ok_ && rest_.empty(); }  ///< nothing is left
  bool closed() const noexcept { return ok_ && rest_ == "}"; }     ///< only the object's end is left

 private:
  void mark(std::string_view name);
  char next();
  std::string_view rest_;
  bool first_ = false;  // the brace was read, so that the next member has no comma
  bool ok_ = true;
};

}  // namespace limen::privacy
