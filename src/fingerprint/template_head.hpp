// What stands before the minutiae of a print in all its codes, 11 bytes: finger position, impression, quality, flaws
// u16, width u16, height u16, number of minutiae, 1 if it has a ridge map.
#pragma once

#include <cstddef>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/fingerprint/template.hpp"

namespace limen::fingerprint {

struct TemplateHead {
  std::size_t minutiae = 0;
  bool has_map = false;
};

void write_head(Writer& writer, const Template& finger);
/// Into the template, its map of the size that belongs to it, without cells. Error: corrupt.
Result<TemplateHead> read_head(Reader& reader, Template& finger);

}  // namespace limen::fingerprint
