// A secret has one owner.
#include <vector>

#include "limen/core/bytes.hpp"

limen::SecureBytes moved(limen::SecureBytes& secret) {
#if LIMEN_FAULT == 1  // expected: deleted
  return limen::SecureBytes(secret);
#endif
#if LIMEN_FAULT == 2  // expected: deleted
  limen::SecureBytes other;
  other = secret;
#endif
#if LIMEN_FAULT == 3  // expected: std::vector|string
  const limen::SecureVector<std::vector<int>> not_plain;
#endif
  return limen::SecureBytes(std::move(secret));
}
