// limen.fingerprint: template, extraction, quality, pictures.
#include "limen/fingerprint/draw.hpp"
#include "limen/fingerprint/extract.hpp"
#include "limen/fingerprint/quality.hpp"
#include "limen/fingerprint/template.hpp"

#include "convert.hpp"
#include "enums.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

using namespace fingerprint;
using NoGil = py::call_guard<py::gil_scoped_release>;

constexpr std::array polarities{Polarity::detect, Polarity::dark_ridges, Polarity::light_ridges};
std::string_view spelling(Polarity polarity) {
  switch (polarity) {
    case Polarity::detect: return "detect";
    case Polarity::dark_ridges: return "dark_ridges";
    case Polarity::light_ridges: return "light_ridges";
  }
  return "unknown";
}

/// numpy's description of Minutia, as it lies in memory.
py::object minutia_dtype() {
  const auto names = py::make_tuple("x", "y", "direction", "quality", "kind");
  const auto formats = py::make_tuple("f4", "f4", "f4", "f4", "u1");
  const auto offsets = py::make_tuple(offsetof(Minutia, x), offsetof(Minutia, y), offsetof(Minutia, direction),
                                      offsetof(Minutia, quality), offsetof(Minutia, kind));
  return py::module_::import("numpy").attr("dtype")(
      py::dict("names"_a = names, "formats"_a = formats, "offsets"_a = offsets, "itemsize"_a = sizeof(Minutia)));
}

/// From parallel data: any structured array with the fields of MINUTIA; values are put on the stored grid.
SecureVector<Minutia> minutiae_from(const py::object& array) {
  const py::object values =
      py::module_::import("numpy").attr("ascontiguousarray")(array, "dtype"_a = minutia_dtype()).attr("ravel")();
  const py::bytes raw(values.attr("tobytes")());
  const std::string_view bytes(raw);
  SecureVector<Minutia> minutiae(bytes.size() / sizeof(Minutia));
  if (minutiae.size() > Template::max_minutiae)
    refuse("minutiae: at most " + std::to_string(Template::max_minutiae) + " are kept, " +
           std::to_string(minutiae.size()) + " were given");
  for (std::size_t i = 0; i < minutiae.size(); ++i) {
    std::memcpy(&minutiae[i], bytes.data() + i * sizeof(Minutia), sizeof(Minutia));
    if (minutiae[i].kind != MinutiaKind::ending && minutiae[i].kind != MinutiaKind::bifurcation)
      refuse("minutiae: kind is 1 (ending) or 2 (bifurcation), " + std::to_string(static_cast<int>(minutiae[i].kind)) +
             " was given");
    minutiae[i] = on_grid(minutiae[i]);
  }
  return minutiae;
}

Template template_from(const py::object& minutiae, int width, int height, FingerPosition position,
                       Impression impression) {
  if (width < 0 || height < 0 || width > Template::max_side || height > Template::max_side)
    refuse("width, height: 0 to " + std::to_string(Template::max_side) + " px at 500 ppi are wanted");
  Template finger;
  finger.position = position;
  finger.impression = impression;
  finger.width = width;
  finger.height = height;
  finger.minutiae = minutiae_from(minutiae);
  return finger;
}

void bind_template(py::module_& m) {
  m.attr("MINUTIA") = minutia_dtype();
  py::class_<Template>(
      m, "Template",
      "Minutiae and ridge map of one finger at 500 ppi. Wiped when released; not picklable: serialise() "
      "and parse() say what is meant.")
      .def(py::init(&template_from), "minutiae"_a, "width"_a, "height"_a, "position"_a = FingerPosition::unknown,
           "impression"_a = Impression::live_scan_plain,
           "Of minutiae alone (imported from a minutiae record): a structured array with the fields of MINUTIA, best "
           "quality first, at most 255. Values are rounded to the stored grid.")
      .def_readwrite("position", &Template::position)
      .def_readwrite("impression", &Template::impression)
      .def_readonly("width", &Template::width, "px at 500 ppi")
      .def_readonly("height", &Template::height, "px at 500 ppi")
      .def_readonly("quality_value", &Template::quality_value, "0 to 100")
      .def_readonly("quality_flaws", &Template::quality_flaws, "Bit set of Flaw; quality() has the words.")
      .def_property_readonly(
          "minutiae",
          [](const py::object& self) {
            const auto& minutiae = self.cast<const Template&>().minutiae;
            return array_over(minutiae.data(), minutiae.size() * sizeof(Minutia), minutia_dtype(),
                              py::make_tuple(minutiae.size()), self);
          },
          "Read-only structured array without a copy: x, y (px at 500 ppi), direction (radians, from +x towards +y), "
          "quality (0 to 1), kind (1 ending, 2 bifurcation); best quality first.")
      .def_property_readonly(
          "ridge_map",
          [](const py::object& self) {
            const auto& map = self.cast<const Template&>().map;
            return array_over(map.cells.data(), map.cells.size() * sizeof(RidgeCell), py::str("u2"),
                              py::make_tuple(map.height, map.width), self);
          },
          "Read-only uint16 array (rows, columns) without a copy, one quantised cell of 8×8 px each: valid 1 bit | "
          "reliability 2 | period 4 | orientation 5 | phase 4. Shape (0, 0) in a template of minutiae alone.")
      .def("__eq__", [](const Template& a,
                        const py::object& b) { return py::isinstance<Template>(b) && a == b.cast<const Template&>(); })
      .def("__repr__", [](const Template& t) {
        return py::str("<limen.fingerprint.Template {} {} minutiae, quality {}>")
            .format(std::string(to_string(t.position)), t.minutiae.size(), static_cast<int>(t.quality_value));
      });
  m.def("serialise", &serialise, "template"_a, NoGil(), "Compact, versioned bytes with a checksum.");
  m.def("parse", &parse, "bytes"_a, NoGil(),
        "The inverse of serialise(). Raises Error: corrupt, newer_version, unsupported_format.");
  m.def("quality", &quality, "template"_a, "The quality with its reasons in words.");
}

/// A Trace that hands copies to a Python function.
Trace trace_to(const py::object& callback) {
  if (callback.is_none()) return {};
  const auto give = [callback](std::string_view name, py::object array, float cell) {
    callback(name, std::move(array), cell);
  };
  return {[give](std::string_view name, FieldView field) {
            const py::gil_scoped_acquire gil;
            const auto values = static_cast<std::size_t>(field.width) * static_cast<std::size_t>(field.height) *
                                static_cast<std::size_t>(field.channels);
            SecureVector<float> copy(field.data, field.data + values);
            give(name,
                 array_from(std::move(copy), py::str("f4")).attr("reshape")(field.height, field.width, field.channels),
                 field.cell);
          },
          [give](std::string_view name, ImageView image) {
            const py::gil_scoped_acquire gil;
            give(name, py::cast(Image(image)), 1);
          }};
}

void bind_extract(py::module_& m) {
  bind_enum<Flaw>(m, "Flaw", "Bits of Template.quality_flaws.", flaws, [](Flaw f) { return to_string(f); });
  m.def("words", &words, "flaw"_a, "A flaw in words for people.");
  bind_enum<Polarity>(m, "Polarity", "Which of ridge and valley is dark in the image.", polarities, spelling);
  m.def(
      "extract",
      [](const Sample& sample, Polarity polarity, const py::object& trace) {
        const Trace to = trace_to(trace);
        const py::gil_scoped_release no_gil;
        return extract(sample, {.polarity = polarity}, to);
      },
      "sample"_a, "polarity"_a = Polarity::detect, "trace"_a = py::none(),
      "The template of one finger; 250 to 1200 ppi (500 if the image does not say). `trace`: called as f(name, array, "
      "cell) with each stage's result: a float32 array (rows, columns, channels) whose cells lie `cell` px apart, or a "
      "limen.Image. Raises Error: invalid_argument, too_large, quality_too_low.");
  m.def(
      "draw_minutiae",
      [](const py::object& image, const Template& finger) { return draw_minutiae(ImageArgument(image).view, finger); },
      "image"_a, "template"_a, "The minutiae over the print, twice as large, in colour.");
  m.def(
      "draw_field",
      [](std::string_view name, const py::object& field, float cell) {
        const py::buffer_info info = py::reinterpret_borrow<py::buffer>(field).request();
        if (info.ndim != 3 || info.itemsize != 4 || info.format != "f")
          refuse("field: a float32 array (rows, columns, channels) is wanted, " + describe(field) + " was given");
        return draw_field(name, {static_cast<const float*>(info.ptr), static_cast<int>(info.shape[1]),
                                 static_cast<int>(info.shape[0]), static_cast<int>(info.shape[2]), cell});
      },
      "name"_a, "field"_a, "cell"_a = 1.0F, "A field that extract() gave to its trace, as a picture.");
}

}  // namespace

void bind_fingerprint(py::module_& m) {
  bind_template(m);
  bind_extract(m);
  bind_fingerprint_comparison(m);
  bind_fingerprint_trials(m);
}

}  // namespace limen::python
