// limen: values that every module uses.
#include <array>

#include "limen/core/calibration.hpp"
#include "limen/core/id.hpp"
#include "limen/core/modality.hpp"
#include "limen/core/quality.hpp"
#include "limen/core/sample.hpp"
#include "limen/version.hpp"

#include "convert.hpp"
#include "dependencies.hpp"
#include "enums.hpp"
#include "ids.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

constexpr std::array modalities{Modality::fingerprint, Modality::face};
constexpr std::array impressions{
    Impression::live_scan_plain,      Impression::live_scan_rolled, Impression::nonlive_scan_plain,
    Impression::nonlive_scan_rolled,  Impression::latent,           Impression::swipe,
    Impression::live_scan_contactless};

void bind_enums(py::module_& limen) {
  bind_enum<Modality>(limen, "Modality", "What is captured.", modalities, [](auto v) { return to_string(v); });
  bind_enum<FingerPosition>(limen, "FingerPosition", "Finger positions with the numbers of ISO/IEC 19794-2.",
                            finger_positions, [](auto v) { return to_string(v); });
  bind_enum<Impression>(limen, "Impression", "Impression types with the numbers of ISO/IEC 19794-2.", impressions,
                        [](auto v) { return to_string(v); });
}

void bind_geometry(py::module_& limen) {
  py::class_<Point>(limen, "Point", "A position in an image, px: x to the right, y down.")
      .def(py::init([](float x, float y) {
             return Point{x, y};
           }),
           "x"_a, "y"_a)
      .def_readonly("x", &Point::x)
      .def_readonly("y", &Point::y)
      .def("__eq__", [](Point a, const py::object& b) { return py::isinstance<Point>(b) && a == b.cast<Point>(); })
      .def("__iter__", [](Point p) { return py::iter(py::make_tuple(p.x, p.y)); })
      .def("__repr__", [](Point p) { return py::str("limen.Point({:g}, {:g})").format(p.x, p.y); });
  py::class_<Box>(limen, "Box", "An upright box in px; (x, y) is its upper left corner.")
      .def(py::init([](float x, float y, float width, float height) {
             return Box{x, y, width, height};
           }),
           "x"_a, "y"_a, "width"_a, "height"_a)
      .def_readonly("x", &Box::x)
      .def_readonly("y", &Box::y)
      .def_readonly("width", &Box::width)
      .def_readonly("height", &Box::height)
      .def("__eq__", [](Box a, const py::object& b) { return py::isinstance<Box>(b) && a == b.cast<Box>(); })
      .def("__iter__", [](Box b) { return py::iter(py::make_tuple(b.x, b.y, b.width, b.height)); })
      .def("__repr__",
           [](Box b) { return py::str("limen.Box({:g}, {:g}, {:g}, {:g})").format(b.x, b.y, b.width, b.height); });
}

Image image_from(const py::object& pixels, std::optional<double> resolution) {
  Image image(ImageArgument(pixels).view);
  if (resolution) {
    if (!(*resolution >= 0 && *resolution < 1e6)) refuse("resolution: pixels per inch are wanted, 0 means unknown");
    image.resolution = {*resolution};
    image.resolution_assumed = false;
  }
  return image;
}

void bind_image(py::module_& limen) {
  py::class_<Image>(
      limen, "Image", py::buffer_protocol(),
      "8-bit pixels, grey (height, width) or RGB (height, width, 3), with a resolution. numpy.asarray(image) "
      "looks at the pixels without a copy. Wiped when released.")
      .def(py::init(&image_from), "pixels"_a, "resolution"_a = py::none(),
           "A copy of a uint8 array (height, width) or (height, width, 3), or of another image. `resolution`: pixels "
           "per inch, 0 is unknown; None keeps what is known.")
      .def_buffer([](Image& image) {
        const py::ssize_t height = image.height(), width = image.width(), channels = image.channels();
        std::vector<py::ssize_t> shape{height, width}, strides{image.stride(), channels};
        if (channels == 3) shape.push_back(3), strides.push_back(1);
        return py::buffer_info(image.pixels().data(), 1, py::format_descriptor<std::uint8_t>::format(),
                               static_cast<py::ssize_t>(shape.size()), shape, strides);
      })
      .def_property_readonly("width", &Image::width, "px")
      .def_property_readonly("height", &Image::height, "px")
      .def_property_readonly("channels", &Image::channels, "1 (grey) or 3 (RGB)")
      .def_property_readonly(
          "shape",
          [](const Image& image) -> py::tuple {
            return image.channels() == 1 ? py::tuple(py::make_tuple(image.height(), image.width()))
                                         : py::tuple(py::make_tuple(image.height(), image.width(), 3));
          },
          "As numpy has it.")
      .def_readwrite("resolution", &Image::resolution, "Pixels per inch; 0: unknown.")
      .def_readwrite("resolution_assumed", &Image::resolution_assumed,
                     "True: neither the file nor the caller said; a default was taken.")
      .def("__eq__",
           [](const Image& a, const py::object& b) { return py::isinstance<Image>(b) && a == b.cast<const Image&>(); })
      .def("__repr__", [](const Image& image) {
        return py::str("<limen.Image {}x{} {} {:g} ppi{}>")
            .format(image.width(), image.height(), image.channels() == 1 ? "grey" : "RGB", image.resolution.value,
                    image.resolution_assumed ? " (assumed)" : "");
      });
  limen.def(
      "to_grey", [](const py::object& image) { return to_grey(ImageArgument(image).view); }, "image"_a,
      "Rec. 601 luma, rounded; a grey image is copied.");
  limen.def(
      "to_rgb", [](const py::object& image) { return to_rgb(ImageArgument(image).view); }, "image"_a,
      "Three equal channels; an RGB image is copied.");
}

void bind_sample(py::module_& limen) {
  py::class_<Sample>(limen, "Sample", "The image of one finger or face, and what is known about its capture.")
      .def(
          py::init([](const py::object& image, FingerPosition position, Impression impression,
                      std::optional<double> resolution) {
            return Sample{image_from(image, resolution), position, impression};
          }),
          "image"_a, "position"_a = FingerPosition::unknown, "impression"_a = Impression::live_scan_plain,
          "resolution"_a = py::none(),
          "`image`: a limen.Image or a uint8 array (height, width) or (height, width, 3); it is copied. `position` and "
          "`impression` are ignored for a face. `resolution`: pixels per inch, None keeps the image's.")
      .def_readonly("image", &Sample::image)
      .def_readonly("position", &Sample::position)
      .def_readonly("impression", &Sample::impression);
  py::class_<Quality>(limen, "Quality", "How useful a sample is (0 to 100, ISO/IEC 29794-1), and why it is not more.")
      .def_readonly("value", &Quality::value)
      .def_readonly("reasons", &Quality::reasons, "In words; empty when nothing is wrong.")
      .def("__repr__", [](const Quality& q) {
        return py::str("limen.Quality(value={}, reasons={!r})").format(q.value, py::cast(q.reasons));
      });
}

void bind_calibration(py::module_& limen) {
  py::class_<Calibration>(limen, "Calibration",
                          "From scores to −log10 of the false-match rate, and what they are worth.")
      .def("minus_log10_fmr", &Calibration::minus_log10_fmr, "score"_a)
      .def("extrapolated", &Calibration::extrapolated, "score"_a, "True above what the trial's data support.")
      .def(
          "bounds",
          [](const Calibration& self, Score score) -> std::optional<std::pair<double, double>> {
            const auto range = self.bounds(score);
            if (!range) return std::nullopt;
            return std::pair{range->low, range->high};
          },
          "score"_a, "95 % confidence bounds of minus_log10_fmr(); None where not known or extrapolated.")
      .def("log10_likelihood_ratio", &Calibration::log10_likelihood_ratio, "score"_a,
           "Of one person to two; None where it is not known.")
      .def(
          "threshold",
          [](const Calibration& self, double fmr, double fpir, std::size_t n) {
            return self.threshold(ErrorRate{.fmr = fmr, .fpir = fpir, .n = n});
          },
          "fmr"_a = 0.0, py::kw_only(), "fpir"_a = 0.0, "n"_a = 0,
          "The lowest score that keeps a rate: `fmr` of one comparison, or `fpir` of a search among `n` references. "
          "Raises Error (invalid_argument).")
      .def("expected_false_candidates", &Calibration::expected_false_candidates, "threshold"_a, "n"_a,
           "How many of `n` references of other persons are expected at or above a threshold.");
}

}  // namespace

void bind_core(py::module_& limen) {
  bind_enums(limen);
  bind_id<ReferenceId>(limen, "ReferenceId", "One enrolled template.");
  bind_id<SubjectId>(limen, "SubjectId", "One enrolled person.");
  bind_geometry(limen);
  bind_image(limen);
  bind_sample(limen);
  bind_calibration(limen);
  limen.attr("LOWEST_SCORE") = Score::lowest();
  limen.def(
      "dependencies",
      [] {
        py::dict versions;
        for (const auto& [name, of] : dependencies) versions[name] = of;
        return versions;
      },
      "What this build of limen uses, and which versions it was built with.");
  limen.def("version", &version, "The version of the library, e.g. \"0.1.0\".");
}

}  // namespace limen::python
