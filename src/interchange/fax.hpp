// Fax-coded pixels (ITU-T T.6), as bilevel records hold them, made into a file that io reads.
#pragma once

#include <cstddef>
#include <span>

#include "limen/core/bytes.hpp"

namespace limen::interchange {

/// A TIFF around the bytes, black on white.
SecureVector<std::byte> tiff_around_fax(std::span<const std::byte> data, int width, int height);

}  // namespace limen::interchange
