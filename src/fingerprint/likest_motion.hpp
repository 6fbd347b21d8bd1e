// The motion that the likest minutiae of two fingers agree on.
#pragma once

#include <cstdint>
#include <optional>

#include "fingerprint/rigid.hpp"
#include "fingerprint/search_probe.hpp"

namespace limen::fingerprint {

/// A motion of the probe, and the point that it is best known at.
struct Motion {
  Rigid rigid;
  float x = 0, y = 0;
  int turn = 0;
};

/// The rigid motion that fits the heaviest set of likest pairs that one of them carries: each minutia of the probe with
/// its likest of the reference, as descriptor_votes gives them (`keys`). None if no pair says anything.
std::optional<Motion> likest_motion(const SearchProbe& probe, const Limits& limits, const std::int32_t* keys,
                                    const FormRow& reference) noexcept;

}  // namespace limen::fingerprint
