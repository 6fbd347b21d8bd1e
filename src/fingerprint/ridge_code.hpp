// The ridge map as few bytes as its cells foretell one another.
#pragma once

#include <cstddef>
#include <span>

#include "limen/core/bytes.hpp"
#include "limen/fingerprint/ridge_map.hpp"

namespace limen::fingerprint {

SecureVector<std::byte> encode(const RidgeMap& map);

/// Fills the cells of a map whose size is set. False if the bytes are not exactly the code of a map of that size.
bool decode(std::span<const std::byte> bytes, RidgeMap& map);

}  // namespace limen::fingerprint
