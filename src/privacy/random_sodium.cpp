#include "privacy/random.hpp"
#include "privacy/sodium.hpp"

namespace limen::privacy {

void fill_random(std::span<std::byte> bytes) {
  ready();
  randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace limen::privacy
