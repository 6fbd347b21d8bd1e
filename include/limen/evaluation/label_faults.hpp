// Known label faults of public data sets: one finger under two labels.
#pragma once

#include <span>
#include <string_view>

namespace limen::evaluation {

/// The finger `finger` of `set` is also `other_finger` of `other_set`. "*" stands for every finger, paired with the
/// same number in the other set.
struct LabelFault {
  std::string_view set, finger, other_set, other_finger;
};

/// The one list.
std::span<const LabelFault> label_faults() noexcept;

/// True if two differently labelled fingers are known to be the same one: such a pair is neither mated nor non-mated
/// and is excluded, visibly. Symmetric.
bool is_label_fault(std::string_view set, std::string_view finger, std::string_view other_set,
                    std::string_view other_finger) noexcept;

}  // namespace limen::evaluation
