// The image formats whose metadata can be taken out: one function each.
#pragma once

#include <string_view>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/interchange/image_metadata.hpp"

namespace limen::interchange {

/// Copies what stays and notes what goes.
class Stripping {
 public:
  void keep(std::span<const std::byte> bytes) { out_.bytes(bytes); }
  void remove(std::string what, std::size_t offset, std::size_t size) {
    removed_.push_back({std::move(what), offset, size});
  }
  Writer& out() { return out_; }
  StrippedImage finish() { return {out_.take(), std::move(removed_)}; }

 private:
  Writer out_{Endian::big};
  std::vector<RemovedPart> removed_;
};

Result<StrippedImage> strip_jpeg(std::span<const std::byte> image);
Result<StrippedImage> strip_png(std::span<const std::byte> image);
Result<StrippedImage> strip_jpeg2000(std::span<const std::byte> image);
Result<StrippedImage> strip_wsq(std::span<const std::byte> image);

inline std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace limen::interchange
