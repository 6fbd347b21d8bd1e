// Images in ISO records: faces (ISO/IEC 19794-5:2005), fingers (ISO/IEC 19794-4:2005), and the passport's data groups
// DG2 and DG3 that wrap them (CBEFF, ICAO Doc 9303-10).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/core/sample.hpp"
#include "limen/interchange/diagnostic.hpp"
#include "limen/io/image_file.hpp"

namespace limen::interchange {

/// A feature point of a face: MPEG-4 code (major << 4 | minor) and place in px.
struct FeaturePoint {
  std::uint8_t type = 1, code = 0;
  std::uint16_t x = 0, y = 0;
  friend bool operator==(const FeaturePoint&, const FeaturePoint&) = default;
};

/// One face of a record, borrowed. Descriptive marks (gender, eye and hair colour) are not kept: nothing here needs
/// them.
struct FaceView {
  std::uint8_t image_type = 0;  ///< 0 basic, 1 full frontal, 2 token frontal
  std::uint8_t data_type = 0;   ///< 0 JPEG, 1 JPEG 2000
  std::uint16_t width = 0, height = 0;
  std::vector<FeaturePoint> points;
  std::span<const std::byte> data;  ///< an image file: io::decode_image
};

struct FaceRecord {
  std::vector<FaceView> views;
  Diagnostics diagnostics;
};

bool looks_like_face_record(std::span<const std::byte> bytes) noexcept;  ///< "FAC"
/// Errors: unsupported_format, corrupt (strict: also any warning).
Result<FaceRecord> read_face_record(std::span<const std::byte> bytes, Strictness strictness = Strictness::lenient);

/// One finger image of a record, borrowed.
struct FingerView {
  std::uint8_t position = 0, quality = 0, impression = 0;
  std::uint8_t view = 1, views = 1;
  std::uint16_t width = 0, height = 0;
  std::span<const std::byte> data;
};

struct FingerImageRecord {
  std::uint16_t device = 0;
  Ppi resolution{500};
  std::uint8_t depth = 8;
  std::uint8_t compression = 0;  ///< 0 raw, 1 packed, 2 WSQ, 3 JPEG, 4 JPEG 2000, 5 PNG
  std::vector<FingerView> views;
  Diagnostics diagnostics;
};

bool looks_like_finger_image_record(std::span<const std::byte> bytes) noexcept;  ///< "FIR"
Result<FingerImageRecord> read_finger_image_record(std::span<const std::byte> bytes,
                                                   Strictness strictness = Strictness::lenient);
/// The image of one view: pixels of 1 to 16 bits, packed ones of 8, and all that io reads. `warnings` gets what had to
/// be mended. Errors: those of io::decode_image.
Result<Sample> decode(const FingerImageRecord& record, const FingerView& view, const io::ReadOptions& options = {},
                      std::vector<std::string>* warnings = nullptr);

enum class FingerCompression : std::uint8_t { raw = 0, wsq = 2 };
/// Writes grey images of one resolution. Errors: invalid_argument (none, several resolutions, a side above 65535).
Result<SecureVector<std::byte>> write_finger_image_record(std::span<const Sample> fingers,
                                                          FingerCompression compression = FingerCompression::wsq);

/// The biometric data blocks of a DG2 (tag 75) or DG3 (tag 63), each a face or finger record, borrowed.
bool looks_like_data_group(std::span<const std::byte> bytes) noexcept;
/// Errors: unsupported_format (another tag; the ASN.1 encoding of ISO/IEC 39794 is named), corrupt.
Result<std::vector<std::span<const std::byte>>> data_group_blocks(std::span<const std::byte> bytes);

}  // namespace limen::interchange
