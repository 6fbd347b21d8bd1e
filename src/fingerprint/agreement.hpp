// Do the likest minutiae of two fingers agree on one motion? The last of the cheap stages.
#pragma once

#include <cstdint>
#include <span>

#include "fingerprint/search_probe.hpp"

namespace limen::fingerprint {

/// The weight of the best set of pairs that one rigid motion carries onto each other, each minutia of the probe paired
/// with its likest of the reference (`keys`, as descriptor_votes gives them). In the unit of descriptors' votes.
std::uint32_t agreement(const SearchForm& probe, const Limits& limits, const std::int32_t* keys, const Spot* spots,
                        const Turn* turns) noexcept;

}  // namespace limen::fingerprint
