// Random bytes that are no secret: salts, names. Keys come from Key::random().
#pragma once

#include <cstddef>
#include <span>

namespace limen::privacy {

void fill_random(std::span<std::byte> bytes);

}  // namespace limen::privacy
