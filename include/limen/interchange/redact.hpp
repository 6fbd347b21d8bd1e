// Taking out of a file what must not travel with a print or a face.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"

namespace limen::interchange {

/// `keep` names what stays although it could identify somebody: fields ("2.010"), all of a record type ("type-8"), or
/// "image-metadata".
struct RedactOptions {
  std::vector<std::string> keep{};
};

/// One thing that was taken out.
struct Removed {
  std::string where;       ///< "2.030", "14.999", "type-8"
  int idc = -1;            ///< of the record; −1: none
  std::size_t offset = 0;  ///< in the file that was read
  std::size_t size = 0;    ///< bytes
  std::string what;        ///< in words; never the value itself
};

struct Redacted {
  SecureVector<std::byte> bytes;
  std::vector<Removed> removed;
};

/// ANSI/NIST-ITL files: all descriptive Type-2 fields, geographic positions (x.998), makes, models, serial numbers and
/// device numbers (x.903, x.904), annotations and comments, an examiner's notes (9.350 …), hashes that no longer hold
/// (x.996), metadata inside images; records that limen cannot look into (Types 7, 8, 16, 18 and others) go whole.
/// Image files: their metadata. Minutiae records: the device and vendors' extended data.
/// The result is valid again. Errors: unsupported_format, corrupt (damaged files are not redacted: nobody could say
/// what is left), invalid_argument (an unknown word in `keep`). Any thread.
Result<Redacted> redact(std::span<const std::byte> file, const RedactOptions& options = {});

}  // namespace limen::interchange
