// The images and minutiae inside ANSI/NIST-ITL records, as limen's own values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/sample.hpp"
#include "limen/fingerprint/template.hpp"
#include "limen/interchange/an2k.hpp"
#include "limen/io/image_file.hpp"

namespace limen::interchange::an2k {

/// A part of a slap (14.021), px.
struct Segment {
  int finger = 0;  ///< 1..10
  int left = 0, right = 0, top = 0, bottom = 0;
};

/// What an image record says of its image. Borrowed from the file.
struct ImageRecord {
  int type = 0;
  int idc = -1;
  int impression = -1;           ///< x.003 of fingers and palms
  std::vector<int> positions;    ///< finger or palm positions, several if the sender is not sure
  int width = 0, height = 0;     ///< px
  Ppi resolution{};              ///< unknown for Type-10 photographs without a scale
  std::string_view compression;  ///< "NONE", "WSQ20", "JPEGB", "JPEGL", "JP2", "JP2L", "PNG", "FAX4", or as it stands
  int depth = 8;                 ///< bits a pixel
  std::vector<Segment> segments;
  std::span<const std::byte> data;
};

/// Types 3 to 6, 8, 10, 13 to 17 with an image. Errors: unsupported_format (a record without image), corrupt (a header
/// that is cut off, no size). `file` tells the resolution of Types 3 to 6.
Result<ImageRecord> image_record(const File& file, const Record& record);

/// Decodes it: raw 8-bit grey or 24-bit colour, 1-bit raw, and all that io reads. The record's resolution wins over
/// what stands inside the image. `warnings` gets what had to be mended (a WSQ without its last block). Errors: those of
/// io::decode_image; corrupt (raw data of another size); unsupported_format.
Result<Image> decode(const ImageRecord& image, const io::ReadOptions& options = {},
                     std::vector<std::string>* warnings = nullptr);

/// The fingers of one record (Types 4, 13, 14): one sample a finger, a slap cut by its segments. A position that is not
/// one finger is `unknown`. Errors: as decode(); unsupported_format for other types.
Result<std::vector<Sample>> fingers(const File& file, const Record& record, const io::ReadOptions& options = {},
                                    std::vector<std::string>* warnings = nullptr);

/// The minutiae of a Type-9 record: the M1 block (9.126 …) before EFS (9.300 …) before the standard block (9.005 …).
/// Errors: unsupported_format (no Type-9, no minutiae in it), corrupt.
Result<fingerprint::Template> minutiae(const File& file, const Record& record);

}  // namespace limen::interchange::an2k
