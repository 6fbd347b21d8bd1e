// limen.face.synthesis
#include "limen/face/synthesise.hpp"

#include "convert.hpp"
#include "modules.hpp"
#include "options.hpp"

namespace limen::python {

using namespace face::synthesis;

void bind_face_synthesis(py::module_& m) {
  py::class_<FaceOptions> face(m, "FaceOptions", "Who it is, where the seed alone shall not say.");
  face.def_readwrite("variety", &FaceOptions::variety, "0 to 1.5: how far faces are from the average one.")
      .def_readwrite("melanin", &FaceOptions::melanin, "0 lightest to 1 darkest skin; None: drawn.")
      .def_readwrite("glasses", &FaceOptions::glasses, "None: drawn, one in five.")
      .def_readwrite("beard", &FaceOptions::beard, "None: drawn, one in four.");
  from_keywords<FaceOptions>(face);

  py::class_<CaptureOptions> options(m, "CaptureOptions", "What happens at one capture.");
  options.def_readwrite("width", &CaptureOptions::width, "px, 64 to 2000")
      .def_readwrite("height", &CaptureOptions::height, "px, 64 to 2000")
      .def_readwrite("eye_distance", &CaptureOptions::eye_distance, "px, 12 to 600")
      .def_readwrite("severity", &CaptureOptions::severity, "0 frontal, neutral, sharp; 1 a booth or kiosk; 2 bad")
      .def_readwrite("roll_sd", &CaptureOptions::roll_sd, "degrees, 0 to 30, times severity")
      .def_readwrite("yaw_sd", &CaptureOptions::yaw_sd, "degrees, 0 to 15, times severity")
      .def_readwrite("pitch_sd", &CaptureOptions::pitch_sd, "degrees, 0 to 10, times severity")
      .def_readwrite("light", &CaptureOptions::light, "unevenness, 0 to 2, times severity")
      .def_readwrite("expression", &CaptureOptions::expression, "0 to 2, times severity")
      .def_readwrite("blur", &CaptureOptions::blur, "0 to 4, times severity")
      .def_readwrite("noise", &CaptureOptions::noise, "0 to 4, times severity");
  from_keywords<CaptureOptions>(options);

  py::class_<Capture>(m, "Capture", "A photograph and the truth about it.")
      .def_readonly("image", &Capture::image, "limen.Image in colour.")
      .def_property_readonly(
          "landmarks",
          [](const py::object& self) {
            const auto& points = self.cast<const Capture&>().landmarks;
            return array_over(points.data(), sizeof(points), py::str("f4"), py::make_tuple(points.size(), 2), self);
          },
          "Read-only float32 (5, 2): right eye, left eye, nose, right and left mouth corner, px.")
      .def_readonly("yaw", &Capture::yaw, "degrees, towards the right of the image")
      .def_readonly("pitch", &Capture::pitch, "degrees, down")
      .def_readonly("roll", &Capture::roll, "degrees, clockwise");

  m.def("make_capture", &make_capture, "face_seed"_a, "capture_seed"_a, "face"_a = FaceOptions{},
        "capture"_a = CaptureOptions{}, py::call_guard<py::gil_scoped_release>(),
        "One photograph of the face that grows from face_seed: nobody's. Raises Error (invalid_argument).");
}

}  // namespace limen::python
