// What limen knows about one image format, and the list of all of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "limen/core/bytes.hpp"
#include "limen/core/image.hpp"
#include "limen/core/result.hpp"

namespace limen::io {

using ByteView = std::span<const std::byte>;
using FileBytes = SecureVector<std::byte>;

/// What a header says before any pixel is decoded.
struct Header {
  std::int64_t width = 0;
  std::int64_t height = 0;
  Ppi resolution{};        ///< unknown if the file does not say
  bool alpha = false;      ///< transparency, to be laid on white
  bool odd_depth = false;  ///< samples of 9 to 15 bits: the decoder has to bring them to 8
};

/// `inspect` reads dimensions and resolution and proves the structure whole (nothing truncated, checksums right), so
/// that a decoder never meets a damaged file; it allocates nothing. `decode` is called after it, within the bounds.
struct Codec {
  std::string_view name;
  std::string_view extensions;  ///< ".jpg .jpeg": lower case, those written under this format
  bool (*recognise)(ByteView) noexcept;
  Result<Header> (*inspect)(ByteView);
  Result<Image> (*decode)(ByteView, const Header&);
  Result<FileBytes> (*encode)(ImageView);
};

/// The one list; a new format is one file and one line.
std::span<const Codec> codecs() noexcept;

bool starts_with(ByteView bytes, std::string_view signature) noexcept;

/// Pixels per metre as ppi. A whole number of ppi within the rounding of pixels per metre is taken as meant.
Ppi ppi_from_metre(double per_metre) noexcept;
/// Pixels per metre, rounded; 0 if the resolution is unknown or assumed and must not be written.
std::uint32_t per_metre(ImageView image) noexcept;
/// One resolution from two: unknown if neither is plausible; an error if pixels are not square.
Result<Ppi> square(Ppi x, Ppi y, std::string_view format);

}  // namespace limen::io
