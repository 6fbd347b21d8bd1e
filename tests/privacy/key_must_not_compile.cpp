// A key has one owner, is made from nothing by accident, and is not printed.
#include <iostream>

#include "limen/privacy/key.hpp"

using limen::privacy::Key;

Key moved(Key& key) {
#if LIMEN_FAULT == 1  // expected: deleted
  return Key(key);
#endif
#if LIMEN_FAULT == 2  // expected: no matching|matching function|private
  const Key empty;
#endif
#if LIMEN_FAULT == 3  // expected: no match for|invalid operands
  std::cout << key;
#endif
#if LIMEN_FAULT == 4  // expected: no match for|invalid operands
  return key == key ? Key::random() : Key::random();
#endif
  return Key(std::move(key));
}
