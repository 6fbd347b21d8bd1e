// limen.face: detection, templates, extraction, comparison.
#include "limen/face/align.hpp"
#include "limen/face/block.hpp"
#include "limen/face/calibration.hpp"
#include "limen/face/compare.hpp"
#include "limen/face/draw.hpp"
#include "limen/face/extract.hpp"
#include "limen/face/quality.hpp"

#include "block.hpp"
#include "convert.hpp"
#include "enums.hpp"
#include "modules.hpp"
#include "options.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

using namespace face;
using NoGil = py::call_guard<py::gil_scoped_release>;

constexpr std::array choices{Choice::only_one, Choice::largest, Choice::most_central};
std::string_view spelling(Choice choice) {
  switch (choice) {
    case Choice::only_one: return "only_one";
    case Choice::largest: return "largest";
    case Choice::most_central: return "most_central";
  }
  return "unknown";
}

py::object landmarks_array(const Landmarks& landmarks, py::object keep) {
  return array_over(landmarks.data(), sizeof(landmarks), py::str("f4"), py::make_tuple(landmarks.size(), 2),
                    std::move(keep));
}

void bind_template(py::module_& m) {
  bind_enum<Flaw>(m, "Flaw", "Bits of Template.quality_flaws.", flaws, [](Flaw f) { return to_string(f); });
  m.def("words", &words, "flaw"_a, "A flaw in words for people.");
  py::class_<Template>(m, "Template",
                       "An embedding, and where in the image it came from. Wiped when released; not picklable.")
      .def_readonly("model", &Template::model)
      .def_readonly("preprocessing", &Template::preprocessing, "Digest of the network's preprocessing.")
      .def_property_readonly(
          "embedding",
          [](const py::object& self) {
            const auto& values = self.cast<const Template&>().embedding;
            return array_over(values.data(), values.size() * sizeof(float), py::str("f4"),
                              py::make_tuple(values.size()), self);
          },
          "Read-only float32 array without a copy, unit length.")
      .def_readonly("box", &Template::box, "px of the sample")
      .def_property_readonly(
          "landmarks",
          [](const py::object& self) { return landmarks_array(self.cast<const Template&>().landmarks, self); },
          "Read-only float32 (5, 2): right eye, left eye, nose, right and left mouth corner, px of the sample.")
      .def_readonly("landmarks_estimated", &Template::landmarks_estimated)
      .def_readonly("mirror_averaged", &Template::mirror_averaged)
      .def_readonly("quality_value", &Template::quality_value, "0 to 100")
      .def_readonly("quality_flaws", &Template::quality_flaws, "Bit set of Flaw.")
      .def("__eq__", [](const Template& a,
                        const py::object& b) { return py::isinstance<Template>(b) && a == b.cast<const Template&>(); })
      .def("__repr__", [](const Template& t) {
        return py::str("<limen.face.Template {} components, quality {}>")
            .format(t.embedding.size(), static_cast<int>(t.quality_value));
      });
  m.attr("MAGIC") = py::bytes("LFAC");
  m.def(
      "make_template",
      [](const ModelId& model, std::uint32_t preprocessing, const py::object& embedding) {
        return make_template(model, preprocessing, ArrayArgument<float>(embedding, "embedding").span());
      },
      "model"_a, "preprocessing"_a, "embedding"_a, "Of an embedding computed elsewhere: float32, one dimension.");
  m.def("serialise", &serialise, "template"_a, NoGil(), "Compact, versioned bytes with a checksum.");
  m.def("parse", &parse, "bytes"_a, NoGil(), "Raises Error: corrupt, newer_version, unsupported_format.");
  m.def("quality", py::overload_cast<const Template&>(&quality), "template"_a,
        "The quality with its reasons in words.");
}

void bind_quality(py::module_& m) {
  py::class_<Component>(m, "Component", "One component of quality after ISO/IEC 29794-5.")
      .def_readonly("name", &Component::name)
      .def_readonly("unit", &Component::unit)
      .def_readonly("measured", &Component::measured)
      .def_readonly("low", &Component::low, "Accepted for comparison, included; -inf: no bound.")
      .def_readonly("high", &Component::high)
      .def_readonly("value", &Component::value, "0 to 100, for the portrait of a document.")
      .def_readonly("weight", &Component::weight, "In the combined figure.")
      .def_readonly("flaw", &Component::flaw, "Raised when what was measured is not accepted.")
      .def_property_readonly("accepted", &Component::accepted)
      .def_property_readonly("reason", &reason, "What is not accepted and by how much; \"\" if it is.")
      .def("__repr__", [](const Component& c) {
        return py::str("<limen.face.Component {} {:.3g} {}: {}>").format(c.name, c.measured, c.unit, c.value);
      });
  m.def(
      "assess",
      [](const py::object& image, const Detection& face, const std::vector<Detection>& all) {
        const ImageArgument pixels(image);
        const py::gil_scoped_release no_gil;
        const auto components = assess(pixels.view, face, all);
        return std::vector<Component>(components.begin(), components.end());
      },
      "image"_a, "face"_a, "all"_a = std::vector<Detection>{},
      "The components of one face in its picture; `all` are the faces found there.");
  m.def(
      "quality",
      [](const std::vector<Component>& components, bool estimated) { return quality(components, estimated); },
      "components"_a, "landmarks_estimated"_a = false,
      "The combined figure with what is not accepted, and by how much.");
}

void bind_runtime(py::module_& m) {
  bind_enum<Runtime>(m, "Runtime", "Which library runs the networks; automatic: OpenCV, ONNX Runtime where it cannot.",
                     runtimes, [](Runtime r) { return to_string(r); });
  m.def(
      "available", [](Runtime runtime) { return available(runtime).has_value(); }, "runtime"_a,
      "Can networks be run by it here?");
}

void bind_detector(py::module_& m) {
  py::class_<Detection>(m, "Detection", "Where a face is.")
      .def_readonly("box", &Detection::box)
      .def_property_readonly(
          "landmarks",
          [](const py::object& self) { return landmarks_array(self.cast<const Detection&>().landmarks, self); },
          "Read-only float32 (5, 2), px.")
      .def_readonly("confidence", &Detection::confidence, "0 to 1")
      .def_readonly("landmarks_estimated", &Detection::landmarks_estimated, "Guessed from the box.");
  py::class_<DetectorOptions> options(m, "DetectorOptions", "How faces are looked for.");
  options.def_readwrite("min_confidence", &DetectorOptions::min_confidence)
      .def_readwrite("max_overlap", &DetectorOptions::max_overlap)
      .def_readwrite("longest_side", &DetectorOptions::longest_side, "px, to which images are scaled first.")
      .def_readwrite("runtime", &DetectorOptions::runtime)
      .def_readwrite("forget", &DetectorOptions::forget, "Overwrite what the detector keeps of a picture.");
  from_keywords<DetectorOptions>(options);
  py::class_<Detector>(m, "Detector", "A face detector: one for each thread.")
      .def_static("open", &Detector::open, "model"_a, "options"_a = DetectorOptions{}, NoGil())
      .def_static("open_cascade", &Detector::open_cascade, "options"_a = DetectorOptions{}, NoGil(),
                  "OpenCV's cascade, without a model file. Raises Error (model_missing).")
      .def_property_readonly("name", &Detector::name)
      .def(
          "detect",
          [](Detector& self, const py::object& image) {
            const ImageArgument pixels(image);
            const py::gil_scoped_release no_gil;
            return self.detect(pixels.view);
          },
          "image"_a, "Faces, the most confident first. Raises Error (invalid_argument).")
      .def(
          "refine",
          [](Detector& self, const py::object& image, const Detection& face) {
            const ImageArgument pixels(image);
            const py::gil_scoped_release no_gil;
            return self.refine(pixels.view, face);
          },
          "image"_a, "face"_a, "The same face looked at again, with finer landmarks. Raises Error (invalid_argument).");
}

py::object error_object(const Error& error) {
  return py::module_::import("limen.error").attr("Error")(error.message, std::string(to_string(error.code)));
}

void bind_extractor(py::module_& m) {
  bind_enum<Choice>(m, "Choice", "Which face, when a picture holds several.", choices, spelling);
  py::class_<ExtractorOptions> options(m, "ExtractorOptions", "Which face, which models, how good.");
  options.def_readwrite("detection", &ExtractorOptions::detection)
      .def_readwrite("choice", &ExtractorOptions::choice)
      .def_readwrite("mirror_average", &ExtractorOptions::mirror_average)
      .def_readwrite("min_quality", &ExtractorOptions::min_quality)
      .def_readwrite("detector", &ExtractorOptions::detector, "Name or id of a registered model; \"\": the preferred.")
      .def_readwrite("embedder", &ExtractorOptions::embedder)
      .def_readwrite("runtime", &ExtractorOptions::runtime, "Of both networks, unless detection.runtime is said.")
      .def_readwrite("allow_cascade", &ExtractorOptions::allow_cascade, "Without a registered detector, the cascade.")
      .def_readwrite("allow_demonstration", &ExtractorOptions::allow_demonstration,
                     "Without a registered embedder, or when `embedder` names it, the demonstration descriptor.")
      .def_readwrite(
          "forget", &ExtractorOptions::forget,
          "Wipe what detector and embedder keep of a face: a twentieth of the time. False is for experiments.");
  from_keywords<ExtractorOptions>(options);
  py::class_<Extractor>(m, "Extractor", "The networks and their buffers: one for each thread.")
      .def_static("open", &Extractor::open, "models"_a, "options"_a = ExtractorOptions{}, NoGil(),
                  "Raises Error: model_missing, not_found, corrupt, unsupported_format.")
      .def(
          "extract", [](Extractor& self, const Sample& sample) { return self.extract(sample); }, "sample"_a, NoGil(),
          "The template of one face. Raises Error: no_face, several_faces, quality_too_low, invalid_argument.")
      .def(
          "extract_every", [](Extractor& self, const Sample& sample) { return self.extract_every(sample); }, "sample"_a,
          NoGil(), "A template of every face, the most confident first. Raises Error (no_face).")
      .def(
          "assess",
          [](Extractor& self, const Sample& sample) {
            const auto components = self.assess(sample).value();
            return std::vector<Component>(components.begin(), components.end());
          },
          "sample"_a, NoGil(),
          "The quality of the face that extract() would take, without embedding it. Raises Error: no_face, "
          "several_faces, invalid_argument.")
      .def_property_readonly("embedder", &Extractor::embedder)
      .def_property_readonly("detector", &Extractor::detector);
  m.def(
      "draw", [](const py::object& image, const Template& face) { return draw(ImageArgument(image).view, face); },
      "image"_a, "template"_a, "The image in colour with the face's box and landmarks.");
  m.def(
      "draw_quality",
      [](const py::object& image, const Template& face, const std::vector<Component>& components) {
        return draw_quality(ImageArgument(image).view, face, components);
      },
      "image"_a, "template"_a, "components"_a = std::vector<Component>{},
      "The same beside a bar for each component of the face's quality, as Extractor.assess() measured them; without "
      "`components` all but single_face_present, which a template does not tell.");
  m.def(
      "align",
      [](const py::object& image, const Template& face, int width, int height) {
        if (width < 16 || height < 16 || width > 1024 || height > 1024)
          refuse("align: sides of 16 to 1024 px are wanted, " + std::to_string(width) + " x " + std::to_string(height) +
                 " were given");
        auto aligned = align(ImageArgument(image).view, face.landmarks, width, height);
        if (!aligned) refuse("align: an empty image, or landmarks that fall into one point");
        return std::move(*aligned);
      },
      "image"_a, "template"_a, "width"_a = 112, "height"_a = 112,
      "The template's face cut out of its sample and brought to the ArcFace positions: limen.Image in colour.");
  m.def(
      "extract_all",
      [](const Models& models, const py::sequence& samples, const ExtractorOptions& how, std::size_t threads,
         const py::object& progress) {
        std::vector<const Sample*> held;
        for (const auto& sample : samples) held.push_back(&sample.cast<const Sample&>());
        auto results = run(threads, progress, [&](const Work& work) {
          return extract_all(
              models, how, held.size(), [&](std::size_t i) -> Result<Sample> { return *held[i]; }, work);
        });
        py::list out;
        for (auto& result : results.value())
          out.append(result ? py::cast(std::move(*result)) : error_object(result.error()));
        return out;
      },
      "models"_a, "samples"_a, "options"_a = ExtractorOptions{}, "threads"_a = 1, "progress"_a = py::none(),
      "A template or an Error for each sample, in order; one Extractor a thread. Raises Error: what Extractor.open "
      "raises, cancelled.");
}

void bind_compare(py::module_& m) {
  m.def("compare", py::overload_cast<const Template&, const Template&>(&compare), "a"_a, "b"_a, NoGil(),
        "The cosine in thousandths. Raises Error (model_mismatch).");
  py::class_<Probe>(m, "Probe", "A face prepared to be asked about. No serialisation, no copy.")
      .def(py::init<const Template&>(), "template"_a);
  m.def("prepare", &prepare, "template"_a);
  bind_block<Template>(m, "Cosines with every reference: int32 thousandths; LOWEST_SCORE where the models differ.");
  m.def("calibration", py::overload_cast<const ModelId&>(&calibration), "model"_a, py::return_value_policy::reference,
        "The shipped calibration of a model, or None.");
}

}  // namespace

void bind_face(py::module_& m) {
  bind_template(m);
  bind_runtime(m);
  bind_detector(m);
  bind_quality(m);
  bind_extractor(m);
  bind_compare(m);
}

}  // namespace limen::python
