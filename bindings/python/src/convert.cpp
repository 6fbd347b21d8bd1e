// numpy arrays as views, and what is said when they do not fit.
#include "convert.hpp"

namespace limen::python {

std::string describe(py::handle object) {
  const std::string type = py::str(py::type::handle_of(object).attr("__name__"));
  if (!py::hasattr(object, "dtype") || !py::hasattr(object, "shape")) return "an object of type " + type;
  return "an array of " + std::string(py::str(object.attr("dtype"))) + " with shape " +
         std::string(py::str(object.attr("shape")));
}

ImageArgument::ImageArgument(py::handle object) : keep_(py::reinterpret_borrow<py::object>(object)) {
  if (py::isinstance<Image>(object)) {
    view = object.cast<const Image&>();
    return;
  }
  const auto wrong = [&](const std::string& why = "") {
    refuse("image: a limen.Image or a uint8 array with shape (height, width) or (height, width, 3) is wanted, " +
           describe(object) + " was given" + why);
  };
  if (!PyObject_CheckBuffer(object.ptr())) wrong();
  buffer_ = py::reinterpret_borrow<py::buffer>(object).request();
  const bool colour = buffer_.ndim == 3 && buffer_.shape[2] == 3;
  if (buffer_.itemsize != 1 || buffer_.format != "B" || !(buffer_.ndim == 2 || colour)) wrong();
  const py::ssize_t channels = colour ? 3 : 1;
  if (buffer_.shape[0] > INT32_MAX || buffer_.shape[1] > INT32_MAX) wrong();
  if ((buffer_.shape[1] > 1 && buffer_.strides[1] != channels) || (colour && buffer_.strides[2] != 1))
    wrong("; its pixels do not lie side by side: pass numpy.ascontiguousarray(image)");
  view.data = static_cast<const std::uint8_t*>(buffer_.ptr);
  view.width = static_cast<int>(buffer_.shape[1]);
  view.height = static_cast<int>(buffer_.shape[0]);
  view.stride = buffer_.strides[0];
  view.format = colour ? PixelFormat::rgb8 : PixelFormat::grey8;
}

py::object array_over(const void* data, std::size_t bytes, const py::object& dtype, const py::tuple& shape,
                      py::object keep) {
  const py::object memory = py::cast(Memory{std::move(keep), data, bytes});
  return py::module_::import("numpy").attr("ndarray")("shape"_a = shape, "dtype"_a = dtype, "buffer"_a = memory);
}

void bind_memory(py::module_& m) {
  py::class_<Memory>(m, "_Memory", py::buffer_protocol()).def_buffer([](Memory& memory) {
    return py::buffer_info(const_cast<void*>(memory.data), 1, py::format_descriptor<std::uint8_t>::format(), 1,
                           {memory.size}, {std::size_t{1}}, true);
  });
}

}  // namespace limen::python
