// limen.fingerprint.synthesis
#include "limen/fingerprint/synthesise.hpp"

#include "convert.hpp"
#include "enums.hpp"
#include "modules.hpp"
#include "options.hpp"

namespace limen::python {
namespace {

using namespace fingerprint::synthesis;
using NoGil = py::call_guard<py::gil_scoped_release>;

void bind_options(py::module_& m) {
  py::class_<FingerOptions> finger(m, "FingerOptions", "What finger is grown.");
  finger.def_readwrite("pattern", &FingerOptions::pattern, "None: drawn with the natural frequencies.")
      .def_readwrite("period", &FingerOptions::period, "Mean ridge period, px at 500 ppi, 7 to 12.")
      .def_readwrite("period_sd", &FingerOptions::period_sd, "Between fingers, px, 0 to 1.");
  from_keywords<FingerOptions>(finger);

  py::class_<ImpressionOptions> touch(m, "ImpressionOptions", "What happens at one touch of the sensor.");
  touch.def_readwrite("width", &ImpressionOptions::width, "px, 96 to 1000")
      .def_readwrite("height", &ImpressionOptions::height, "px, 96 to 1000")
      .def_readwrite("severity", &ImpressionOptions::severity, "0 flat, whole, clean; 1 everyday; 2 bad")
      .def_readwrite("rotation_sd", &ImpressionOptions::rotation_sd, "degrees, 0 to 30, times severity")
      .def_readwrite("rotation_max", &ImpressionOptions::rotation_max, "degrees, 0 to 180")
      .def_readwrite("translation_sd", &ImpressionOptions::translation_sd, "px, 0 to 80, times severity")
      .def_readwrite("distortion", &ImpressionOptions::distortion, "r.m.s. px, 0 to 12, times severity")
      .def_readwrite("torsion_sd", &ImpressionOptions::torsion_sd, "degrees, 0 to 20, times severity")
      .def_readwrite("contact", &ImpressionOptions::contact, "0.4 to 1.3 of the usual contact region")
      .def_readwrite("wetness", &ImpressionOptions::wetness, "−1 dry to +1 wet; None: drawn")
      .def_readwrite("noise", &ImpressionOptions::noise, "0 to 3, times severity")
      .def_readwrite("contrast", &ImpressionOptions::contrast, "0.2 to 1");
  from_keywords<ImpressionOptions>(touch);
}

void bind_finger(py::module_& m) {
  py::class_<Finger>(m, "Finger", "The whole skin pattern of a finger: what every impression of it shares.")
      .def_readonly("seed", &Finger::seed)
      .def_readonly("pattern", &Finger::pattern)
      .def_readonly("cores", &Finger::cores, "px at 500 ppi")
      .def_readonly("deltas", &Finger::deltas, "px at 500 ppi")
      .def_property_readonly(
          "minutiae",
          [](const py::object& self) {
            const auto& minutiae = self.cast<const Finger&>().minutiae;
            const py::object dtype = py::module_::import("limen._core").attr("fingerprint").attr("MINUTIA");
            return array_over(minutiae.data(), minutiae.size() * sizeof(fingerprint::Minutia), dtype,
                              py::make_tuple(minutiae.size()), self);
          },
          "Read-only structured array (limen.fingerprint.MINUTIA) of the whole pattern.")
      .def_readonly("ridges", &Finger::ridges, "limen.Image, 0 = middle of a ridge.")
      .def("__repr__", [](const Finger& f) {
        return py::str("<limen.fingerprint.synthesis.Finger {} {}>").format(f.seed, std::string(to_string(f.pattern)));
      });
}

}  // namespace

void bind_synthesis(py::module_& m) {
  bind_enum<Pattern>(m, "Pattern", "The five classes of Henry's system.", patterns,
                     [](Pattern p) { return to_string(p); });
  bind_options(m);
  bind_finger(m);
  m.def("make_finger", &make_finger, "seed"_a, "options"_a = FingerOptions{}, NoGil(),
        "A finger grown from a seed, about 40 ms. Raises Error (invalid_argument).");
  m.def("make_impression", &make_impression, "finger"_a, "seed"_a, "options"_a = ImpressionOptions{}, NoGil(),
        "One touch of a sensor: 8-bit grey limen.Image, 500 ppi. Raises Error (invalid_argument).");
  m.def(
      "make_template",
      [](std::uint64_t finger_seed, std::uint64_t impression_seed, FingerPosition position, const FingerOptions& finger,
         const ImpressionOptions& impression) {
        auto made = make_template(finger_seed, impression_seed, {.finger = finger, .impression = impression});
        if (made) made->position = position;
        return made;
      },
      "finger_seed"_a, "impression_seed"_a, "position"_a = FingerPosition::unknown, "finger"_a = FingerOptions{},
      "impression"_a = ImpressionOptions{}, NoGil(),
      "What an extractor would find in make_impression(make_finger(finger_seed), impression_seed), without an image: "
      "a fraction of a millisecond.");
}

}  // namespace limen::python
