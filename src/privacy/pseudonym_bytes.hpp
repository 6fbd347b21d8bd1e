// A pseudonym as files hold it: epoch u32, salt 16, value 16.
#pragma once

#include <algorithm>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/privacy/pseudonym.hpp"

namespace limen::privacy {

inline void write(Writer& writer, const Pseudonym& pseudonym) {
  writer.u32(pseudonym.epoch);
  writer.bytes(pseudonym.salt);
  writer.bytes(pseudonym.value);
}

inline Pseudonym read_pseudonym(Reader& reader) {
  Pseudonym pseudonym;
  pseudonym.epoch = reader.u32();
  std::ranges::copy(reader.take(pseudonym.salt.size()), pseudonym.salt.begin());
  std::ranges::copy(reader.take(pseudonym.value.size()), pseudonym.value.begin());
  return pseudonym;
}

}  // namespace limen::privacy
