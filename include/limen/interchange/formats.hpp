// The one list of what limen exchanges: which format is this, and who handles it.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/core/sample.hpp"
#include "limen/fingerprint/template.hpp"
#include "limen/interchange/diagnostic.hpp"
#include "limen/io/image_file.hpp"

namespace limen::interchange {

enum class Format { unknown, minutiae_record, an2k, an2k_xml, face_record, finger_image_record, data_group, image };

/// Told from the bytes, never from a name.
Format sniff(std::span<const std::byte> bytes) noexcept;
std::string_view to_string(Format format) noexcept;

/// What a file of any of these formats holds, as limen's own values.
struct Contents {
  Format format = Format::unknown;
  std::vector<Sample> fingers;                   ///< images of fingers
  std::vector<fingerprint::Template> templates;  ///< minutiae without image
  std::vector<Image> faces;
  Diagnostics diagnostics;  ///< of the file; also what in it could not be read
};

/// Reads whatever it is. An image file counts as one finger of unknown position. Parts that cannot be read are named in
/// the diagnostics. Errors: unsupported_format, corrupt, too_large. Any thread.
Result<Contents> read(std::span<const std::byte> bytes, const io::ReadOptions& options = {});

}  // namespace limen::interchange
