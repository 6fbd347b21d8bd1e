#include "limen/evaluation/label_faults.hpp"

#include <algorithm>
#include <array>

namespace limen::evaluation {
namespace {

constexpr std::array faults{
    LabelFault{"FVC2002_DB3_B", "108", "FVC2004_DB3_B", "102"},
    LabelFault{"FVC2000_DB1_B", "*", "FVC2000_DB2_B", "*"},
};

bool covers(const LabelFault& fault, std::string_view set, std::string_view finger, std::string_view other_set,
            std::string_view other_finger) noexcept {
  if (fault.set != set || fault.other_set != other_set) return false;
  if (fault.finger == "*") return finger == other_finger;
  return fault.finger == finger && fault.other_finger == other_finger;
}

}  // namespace

std::span<const LabelFault> label_faults() noexcept { return faults; }

bool is_label_fault(std::string_view set, std::string_view finger, std::string_view other_set,
                    std::string_view other_finger) noexcept {
  return std::ranges::any_of(faults, [&](const LabelFault& fault) {
    return covers(fault, set, finger, other_set, other_finger) || covers(fault, other_set, other_finger, set, finger);
  });
}

}  // namespace limen::evaluation
