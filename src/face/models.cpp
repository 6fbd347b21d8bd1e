#include "limen/face/models.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <pwd.h>
#include <unistd.h>

#include "limen/core/file.hpp"

#include "declaration.hpp"
#include "detector.hpp"
#include "model_file.hpp"

namespace limen::face {
namespace {

namespace fs = std::filesystem;

fs::path declaration_of(const fs::path& file) { return file.string() + ".json"; }
fs::path calibration_of(const fs::path& file) { return file.string() + ".calibration.json"; }

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// What the bytes and the declaration beside them say; nothing if neither says anything.
Result<std::optional<Model>> describe(const fs::path& file, const ModelId& id) {
  Model model{.id = id, .name = file.stem().string(), .file = file};
  if (const auto* known = find_known(id)) {
    model.kind = known->kind;
    model.name = known->name;
    model.licence = known->licence;
    model.preprocessing = known->preprocessing;
    return std::optional(model);
  }
  const auto text = read_file(declaration_of(file), 65536);
  if (!text && text.error().code == ErrorCode::not_found) return std::optional<Model>();
  if (!text) return text.error();
  auto declared = parse_declaration(as_text(*text));
  if (!declared) return Error{declared.error().code, declaration_of(file).string() + ": " + declared.error().message};
  model.kind = declared->kind;
  if (!declared->name.empty()) model.name = declared->name;
  model.licence = declared->licence;
  model.preprocessing = declared->preprocessing;
  return std::optional(model);
}

/// The calibration beside a model; nothing if there is none.
Result<std::optional<ModelCalibration>> read_calibration(const Model& model) {
  const auto file = calibration_of(model.file);
  const auto text = read_file(file, 1 << 20);
  if (!text && text.error().code == ErrorCode::not_found) return std::optional<ModelCalibration>();
  if (!text) return text.error();
  auto read = parse_calibration(as_text(*text));
  if (!read) return Error{read.error().code, file.string() + ": " + read.error().message};
  if (read->model != model.id || read->preprocessing != digest(model.preprocessing))
    return Error{ErrorCode::model_mismatch, file.string() +
                                                ": measured with another network, or other preprocessing, than the "
                                                "model beside it: measure again, or remove the file"};
  return std::optional(std::move(*read));
}

std::size_t rank(const Model& model) {
  const auto known = known_models();
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const KnownModel& k) { return model_id_from(k.sha256) == model.id; });
  return static_cast<std::size_t>(found - known.begin());
}

bool is_called(const Model& model, std::string_view name) {
  return model.name == name || model.file.filename() == name ||
         (name.size() >= 8 && to_string(model.id).starts_with(name));
}

Error missing(ModelKind kind, std::string_view name, const fs::path& folder) {
  std::string text = "no " + std::string(kind == ModelKind::detector ? "face detector" : "face embedding network") +
                     (name.empty() ? "" : " called " + std::string(name)) + " in " + folder.string() +
                     ": add a file with: limen models add FILE";
  std::string fetchable;
  for (const auto& known : known_models())
    if (known.kind == kind && !known.url.empty())
      fetchable += (fetchable.empty() ? "" : ", ") + std::string(known.name);
  return {ErrorCode::model_missing, text + "; or fetch one with: limen models fetch NAME (" + fetchable + ")"};
}

}  // namespace

fs::path Models::default_folder() {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  const bool known = ::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr;
  return fs::path(known ? entry.pw_dir : "/var/lib") / ".local/share/limen/models";
}

Result<std::vector<Model>> Models::list() const {
  std::vector<Model> models;
  std::error_code failed;
  if (!fs::exists(folder_, failed)) return models;
  fs::directory_iterator entries(folder_, failed);
  if (failed) return Error{ErrorCode::io_error, folder_.string() + ": cannot be listed: " + failed.message()};
  for (const auto& entry : entries) {
    if (entry.path().extension() != ".onnx" || !entry.is_regular_file(failed)) continue;
    const auto bytes = read_file(entry.path());
    if (!bytes) return bytes.error();
    auto model = describe(entry.path(), model_id(*bytes));
    if (!model) return std::move(model).error();
    if (*model) models.push_back(std::move(**model));
  }
  std::sort(models.begin(), models.end(), [](const Model& a, const Model& b) {
    return std::tuple(rank(a), a.name, a.file) < std::tuple(rank(b), b.name, b.file);
  });
  return models;
}

Result<Model> Models::add(const fs::path& file, const std::optional<ModelId>& expected) const {
  const auto bytes = read_file(file);
  if (!bytes) return bytes.error();
  const auto id = model_id(*bytes);
  if (expected && id != *expected)
    return Error{ErrorCode::corrupt, file.string() + ": its SHA-256 is " + to_string(id) + ", expected was " +
                                         to_string(*expected) + ": not the published file, or not all of it"};
  auto network = Network::load(*bytes, file.string());
  if (!network) return std::move(network).error();
  auto model = describe(file, id);
  if (!model) return std::move(model).error();
  if (!*model && is_yunet(*network))
    *model = Model{.id = id, .kind = ModelKind::detector, .name = file.stem().string()};
  if (!*model)
    return Error{ErrorCode::unsupported_format, file.string() +
                                                    ": limen does not know this network: say what it wants in " +
                                                    declaration_of(file).string() + " (docs/face.md has an example)"};
  if ((*model)->kind == ModelKind::detector) {
    auto detector = make_yunet(std::move(*network), file.string(), {});
    if (!detector) return std::move(detector).error();
  } else if (auto dimension = try_embedder(*network, (*model)->preprocessing, file.string()); !dimension) {
    return dimension.error();
  }
  auto calibration = Result<std::optional<ModelCalibration>>(std::nullopt);
  (*model)->file = file;
  if ((*model)->kind == ModelKind::embedder) calibration = read_calibration(**model);
  if (!calibration) return std::move(calibration).error();

  std::error_code failed;
  fs::create_directories(folder_, failed);
  if (failed) return Error{ErrorCode::io_error, folder_.string() + ": cannot be made: " + failed.message()};
  auto name = file.filename();
  if (name.extension() != ".onnx") name += ".onnx";
  const auto target = folder_ / name;
  if (const auto there = read_file(target); there && model_id(*there) != id)
    return Error{ErrorCode::already_exists, target.string() + ": another model has this file name: rename one of them"};
  if (const auto text = read_file(declaration_of(file), 65536)) {
    if (auto ok = write_file(declaration_of(target), *text); !ok) return ok.error();
  } else if (find_known(id) == nullptr) {
    const std::string declared = "{\"kind\": \"detector\"}\n";
    if (auto ok = write_file(declaration_of(target), std::as_bytes(std::span(declared))); !ok) return ok.error();
  }
  if (auto ok = write_file(target, *bytes); !ok) return ok.error();
  (*model)->file = target;
  if (*calibration)
    if (const auto ok = calibrate(**calibration); !ok) return ok.error();
  return std::move(**model);
}

Result<Model> Models::find(ModelKind kind, std::string_view name) const {
  auto models = list();
  if (!models) return std::move(models).error();
  for (auto& model : *models)
    if (model.kind == kind && (name.empty() || is_called(model, name))) return std::move(model);
  return missing(kind, name, folder_);
}

Result<Model> Models::calibrate(const ModelCalibration& calibration) const {
  if (auto ok = check(calibration.table); !ok) return ok.error();
  auto model = find(ModelKind::embedder, to_string(calibration.model));
  if (!model) return model;
  if (digest(model->preprocessing) != calibration.preprocessing)
    return Error{ErrorCode::model_mismatch,
                 "model " + model->name + ": the calibration was measured under another preprocessing: measure again"};
  const auto text = to_json(calibration);
  if (auto ok = write_file(calibration_of(model->file), std::as_bytes(std::span(text))); !ok) return ok.error();
  return model;
}

Result<std::vector<ModelCalibration>> Models::calibrations() const {
  const auto models = list();
  if (!models) return models.error();
  std::vector<ModelCalibration> found;
  for (const auto& model : *models) {
    if (model.kind != ModelKind::embedder) continue;
    auto one = read_calibration(model);
    if (!one) return std::move(one).error();
    if (*one) found.push_back(std::move(**one));
  }
  return found;
}

}  // namespace limen::face
