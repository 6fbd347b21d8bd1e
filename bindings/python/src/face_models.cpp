// limen.face: models and what their scores stand for.
#include "limen/evaluation/calibrate.hpp"
#include "limen/face/calibration.hpp"
#include "limen/face/models.hpp"

#include "convert.hpp"
#include "enums.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

using namespace face;
using NoGil = py::call_guard<py::gil_scoped_release>;

constexpr std::array kinds{ModelKind::detector, ModelKind::embedder};

void bind_model_calibration(py::module_& m) {
  py::class_<ModelCalibration>(m, "ModelCalibration", "A calibration that somebody measured, of one network.")
      .def(py::init([](const ModelId& model, std::uint32_t preprocessing, std::string trial,
                       const evaluation::FittedCalibration& fitted) {
             return ModelCalibration{model,           preprocessing, std::move(trial), fitted.mated, fitted.non_mated,
                                     fitted.subjects, fitted.table};
           }),
           "model"_a, "preprocessing"_a, "trial"_a, "fitted"_a,
           "Of what limen.evaluation.calibrate() found; `trial`: on what, in words.")
      .def_readonly("model", &ModelCalibration::model)
      .def_readonly("preprocessing", &ModelCalibration::preprocessing, "Digest of the network's preprocessing.")
      .def_readonly("trial", &ModelCalibration::trial, "On what it was measured.")
      .def_readonly("mated", &ModelCalibration::mated)
      .def_readonly("non_mated", &ModelCalibration::non_mated)
      .def_readonly("subjects", &ModelCalibration::subjects)
      .def_property_readonly(
          "calibration",
          py::cpp_function([](const ModelCalibration& self) { return self.table.view(); }, py::keep_alive<0, 1>()))
      .def("to_json", [](const ModelCalibration& self) { return to_json(self); })
      .def_static("from_json", &parse_calibration, "text"_a, "Raises Error: corrupt, newer_version.");
}

void bind_models(py::module_& m) {
  bind_enum<ModelKind>(m, "ModelKind", "What a model does.", kinds, [](ModelKind k) { return to_string(k); });
  py::class_<ModelId>(m, "ModelId", "SHA-256 of a model file; str() gives 64 hexadecimal digits.")
      .def(py::init([](std::string_view hex) {
             if (const auto id = model_id_from(hex)) return *id;
             refuse("ModelId: 64 lower-case hexadecimal digits are wanted, \"" + std::string(hex) + "\" was given");
           }),
           "hex"_a)
      .def("__str__", [](const ModelId& id) { return to_string(id); })
      .def("__eq__",
           [](const ModelId& a, const py::object& b) { return py::isinstance<ModelId>(b) && a == b.cast<ModelId>(); })
      .def("__hash__", [](const ModelId& id) { return py::hash(py::str(to_string(id))); })
      .def("__repr__", [](const ModelId& id) { return "limen.face.ModelId('" + to_string(id) + "')"; });
  py::class_<KnownModel>(m, "KnownModel", "A published model whose bytes are known.")
      .def_readonly("name", &KnownModel::name)
      .def_readonly("kind", &KnownModel::kind)
      .def_readonly("file", &KnownModel::file)
      .def_readonly("sha256", &KnownModel::sha256)
      .def_readonly("bytes", &KnownModel::bytes)
      .def_readonly("url", &KnownModel::url, "Its publisher's; empty where none publishes this very file.")
      .def_readonly("licence", &KnownModel::licence);
  py::class_<Model>(m, "Model", "A model file that is there.")
      .def_readonly("id", &Model::id)
      .def_readonly("kind", &Model::kind)
      .def_readonly("name", &Model::name)
      .def_readonly("file", &Model::file)
      .def_readonly("licence", &Model::licence)
      .def_property_readonly(
          "preprocessing", [](const Model& model) { return digest(model.preprocessing); },
          "Digest of what an embedder wants to be shown.")
      .def("__repr__", [](const Model& model) { return "<limen.face.Model " + model.name + ">"; });
  m.def(
      "known_models",
      [] {
        const auto all = known_models();
        return std::vector<KnownModel>(all.begin(), all.end());
      },
      "Published models whose bytes are known; within a kind the preferred one first.");
  m.attr("DEMONSTRATION") = py::str(demonstration_name.data(), demonstration_name.size());
  m.def("demonstration_model", &demonstration_model,
        "The embedder that needs no file: for demonstrations and tests, not for decisions about people.");
  m.def("is_demonstration", &is_demonstration, "id"_a, "Whether it is the id of demonstration_model().");
  py::class_<Models>(m, "Models", "A folder of ONNX files, told apart by their bytes.")
      .def(py::init([](std::optional<std::filesystem::path> folder) { return folder ? Models(*folder) : Models(); }),
           "folder"_a = py::none(), "None: the user's own folder. It need not exist yet.")
      .def_static("default_folder", &Models::default_folder)
      .def_property_readonly("folder", &Models::folder)
      .def("list", &Models::list, NoGil(), "The usable models. Raises Error: io_error, corrupt.")
      .def("add", &Models::add, "file"_a, "expected"_a = py::none(), NoGil(),
           "Copies a model into the folder after it has been tried. Raises Error: not_found, unsupported_format, "
           "corrupt.")
      .def("find", &Models::find, "kind"_a, "name"_a = "", NoGil(), "Raises Error (model_missing).")
      .def("calibrate", &Models::calibrate, "calibration"_a, NoGil(),
           "Puts a measured calibration beside its model. Raises Error: model_missing, model_mismatch, io_error.")
      .def("calibrations", &Models::calibrations, NoGil(),
           "The measured calibrations. Raises Error: io_error, corrupt, newer_version, model_mismatch.");
}

}  // namespace

void bind_face_models(py::module_& m) {
  bind_model_calibration(m);
  bind_models(m);
}

}  // namespace limen::python
