// A set of values of one small enumeration, as bits.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

namespace limen::privacy {

/// E has `every(E)`, the one list of its values (1 to 31, in order). A value; an unknown E is not taken in.
template <class E>
class EnumSet {
 public:
  constexpr EnumSet() = default;
  constexpr EnumSet(E one) noexcept { insert(one); }  // NOLINT: one value is a set of one
  constexpr EnumSet(std::initializer_list<E> many) noexcept {
    for (const auto one : many) insert(one);
  }
  /// From the stored bits (bit n stands for the value n); nothing if a bit has no value.
  static constexpr std::optional<EnumSet> from_bits(std::uint32_t bits) noexcept {
    EnumSet set;
    for (const auto one : every(E{}))
      if ((bits & bit(one)) != 0) set.insert(one);
    if (set.bits_ != bits) return std::nullopt;
    return set;
  }

  constexpr void insert(E one) noexcept {
    if (known(one)) bits_ |= bit(one);
  }
  constexpr bool contains(E one) const noexcept { return known(one) && (bits_ & bit(one)) != 0; }
  constexpr bool intersects(EnumSet other) const noexcept { return (bits_ & other.bits_) != 0; }
  constexpr bool empty() const noexcept { return bits_ == 0; }
  constexpr std::uint32_t bits() const noexcept { return bits_; }
  friend constexpr bool operator==(EnumSet, EnumSet) = default;

 private:
  static constexpr bool known(E one) noexcept {
    for (const auto other : every(E{}))
      if (other == one) return true;
    return false;
  }
  static constexpr std::uint32_t bit(E one) noexcept { return 1U << static_cast<unsigned>(one); }
  std::uint32_t bits_ = 0;
};

/// "border_check,law_enforcement", in the order of the enumeration.
template <class E>
std::string to_string(EnumSet<E> set) {
  std::string text;
  for (const auto one : every(E{})) {
    if (!set.contains(one)) continue;
    if (!text.empty()) text += ',';
    text += to_string(one);
  }
  return text;
}

}  // namespace limen::privacy
