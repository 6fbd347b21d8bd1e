// A ridge map as plain bytes: twice as many as its code (ridge_code.hpp), read a hundred times as fast. A bit for each
// cell, the lowest first, says whether it is valid; then the 16 bits of each valid cell.
#pragma once

#include <cstddef>
#include <span>

#include "limen/core/bytes.hpp"
#include "limen/fingerprint/template.hpp"

namespace limen::fingerprint {

SecureVector<std::byte> encode_plain(const RidgeMap& map);

/// Fills the cells of a map whose size is set. False if the bytes are not exactly those of a map of that size.
bool decode_plain(std::span<const std::byte> bytes, RidgeMap& map);

/// As serialise(), with a plain map, for where the full comparison reads it from; parse() reads both.
SecureVector<std::byte> serialise_plain(const Template& finger);

}  // namespace limen::fingerprint
