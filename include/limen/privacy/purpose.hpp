// Why a reference may be kept and why a search is made. Nothing is enrolled and nothing is searched without a purpose.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace limen::privacy {

/// Values are stored in files: never renumber. 0 is "none said" and is refused everywhere.
enum class Purpose : std::uint8_t {
  border_check = 1,
  asylum_procedure = 2,
  law_enforcement = 3,
  missing_person_search = 4,
  victim_identification = 5,
  evaluation = 6,  ///< measuring error rates on data collected for that
};

inline constexpr std::array<Purpose, 6> purposes{Purpose::border_check,          Purpose::asylum_procedure,
                                                 Purpose::law_enforcement,       Purpose::missing_person_search,
                                                 Purpose::victim_identification, Purpose::evaluation};

/// True for the values above and for no other.
constexpr bool known(Purpose purpose) noexcept {
  for (const auto one : purposes)
    if (one == purpose) return true;
  return false;
}

/// Stable spellings, the same in C++, Python and on the command line (`"border_check"`); "none" for an unknown value.
std::string_view to_string(Purpose purpose) noexcept;
/// The inverse of to_string; nothing for an unknown spelling.
std::optional<Purpose> purpose_from(std::string_view name) noexcept;

/// The purposes for which a reference may be searched. A value; an unknown Purpose is not taken in.
class PurposeSet {
 public:
  constexpr PurposeSet() = default;
  constexpr PurposeSet(Purpose purpose) noexcept { insert(purpose); }  // NOLINT: one purpose is a set of one
  constexpr PurposeSet(std::initializer_list<Purpose> many) noexcept {
    for (const auto one : many) insert(one);
  }
  /// From the stored bits (bit n stands for the purpose of value n); nothing if a bit has no purpose.
  static constexpr std::optional<PurposeSet> from_bits(std::uint32_t bits) noexcept {
    PurposeSet set;
    for (const auto one : purposes)
      if ((bits & bit(one)) != 0) set.insert(one);
    if (set.bits_ != bits) return std::nullopt;
    return set;
  }

  constexpr void insert(Purpose purpose) noexcept {
    if (known(purpose)) bits_ |= bit(purpose);
  }
  constexpr bool contains(Purpose purpose) const noexcept { return known(purpose) && (bits_ & bit(purpose)) != 0; }
  constexpr bool empty() const noexcept { return bits_ == 0; }
  constexpr std::uint32_t bits() const noexcept { return bits_; }
  friend constexpr bool operator==(PurposeSet, PurposeSet) = default;

 private:
  static constexpr std::uint32_t bit(Purpose purpose) noexcept { return 1U << static_cast<unsigned>(purpose); }
  std::uint32_t bits_ = 0;
};

/// "border_check,law_enforcement", in the order of the enumeration.
std::string to_string(PurposeSet set);

}  // namespace limen::privacy

namespace limen {
using privacy::Purpose;
using privacy::PurposeSet;
}  // namespace limen
