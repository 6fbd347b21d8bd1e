// limen.io
#include "limen/io/image_file.hpp"

#include "convert.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

using NoGil = py::call_guard<py::gil_scoped_release>;

}  // namespace

void bind_io(py::module_& m) {
  m.def(
      "read_image",
      [](const std::filesystem::path& path, std::int64_t max_pixels, Ppi assume) {
        return io::read_image(path, {.max_pixels = max_pixels, .assume = assume});
      },
      "path"_a, "max_pixels"_a = io::ReadOptions{}.max_pixels, "assume"_a = io::ReadOptions{}.assume, NoGil(),
      "Reads a PNG, JPEG, JPEG 2000, TIFF, BMP, PGM or PPM file; the format is told from its bytes. `assume` is the "
      "resolution (ppi) of a file that does not say one. Raises Error: not_found, io_error, unsupported_format, "
      "corrupt, too_large.");
  m.def(
      "decode_image",
      [](std::span<const std::byte> bytes, std::int64_t max_pixels, Ppi assume) {
        return io::decode_image(bytes, {.max_pixels = max_pixels, .assume = assume});
      },
      "bytes"_a, "max_pixels"_a = io::ReadOptions{}.max_pixels, "assume"_a = io::ReadOptions{}.assume, NoGil(),
      "The same from bytes in memory.");
  m.def(
      "write_image",
      [](const std::filesystem::path& path, const py::object& image) {
        const ImageArgument pixels(image);
        const py::gil_scoped_release no_gil;
        return io::write_image(path, pixels.view);
      },
      "path"_a, "image"_a,
      "Writes a limen.Image or a uint8 array; the extension names the format (.png .jpg .jp2 .tif .bmp .pgm .ppm). "
      "Atomic. Raises Error: invalid_argument, io_error.");
}

}  // namespace limen::python
