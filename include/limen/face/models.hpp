// The model files on this machine, and those limen knows. limen ships none.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/result.hpp"
#include "limen/face/calibration.hpp"
#include "limen/face/model_id.hpp"
#include "limen/face/preprocessing.hpp"

namespace limen::face {

enum class ModelKind : std::uint8_t { detector = 1, embedder = 2 };
std::string_view to_string(ModelKind kind) noexcept;

/// A published model whose bytes are known. `url` is its publisher's, at a fixed revision; empty where none publishes
/// this very file. Fetch it, then Models::add(file, id).
struct KnownModel {
  std::string_view name;  ///< "yunet-2023mar"
  ModelKind kind;
  std::string_view file;    ///< the publisher's file name
  std::string_view sha256;  ///< of its bytes: the model id
  std::uint64_t bytes;
  std::string_view url;
  std::string_view licence;
  Preprocessing preprocessing{};  ///< of an embedder
};
/// Within a kind, the preferred one first.
std::span<const KnownModel> known_models() noexcept;
const KnownModel* find_known(const ModelId& id) noexcept;

/// A model file that is there.
struct Model {
  ModelId id{};
  ModelKind kind{};
  std::string name{};  ///< of the known model, as declared, or the file name without ".onnx"
  std::filesystem::path file{};
  std::string licence{};          ///< "" if not known
  Preprocessing preprocessing{};  ///< of an embedder
};

/// The embedder that needs no file: local binary patterns in cells, projected to 768 numbers; the projection was learnt
/// on generated faces. For demonstrations and tests: it confuses people whom a network tells apart (docs/face.md), so
/// what uses it has to be allowed to by name. Its id is the SHA-256 of its tables.
inline constexpr std::string_view demonstration_name = "demonstration-lbp";
Model demonstration_model();
bool is_demonstration(const ModelId& id) noexcept;

/// A folder of ONNX files, told apart by their bytes. An embedding network that limen does not know is declared by a
/// file beside it, NETWORK.onnx.json (docs/face.md):
/// {"kind": "embedder", "name": "…", "licence": "…", "width": 112, "height": 112, "channels": "rgb",
///  "scale": 0.0039215686, "mean": [0.485, 0.456, 0.406], "deviation": [0.229, 0.224, 0.225]}
/// Holds only the path; any thread.
class Models {
 public:
  /// ~/.local/share/limen/models of the user who runs the program.
  static std::filesystem::path default_folder();

  /// The folder need not exist yet: then it holds nothing.
  explicit Models(std::filesystem::path folder = default_folder()) : folder_(std::move(folder)) {}
  const std::filesystem::path& folder() const noexcept { return folder_; }

  /// The usable models, known ones first in the order of known_models(), then by name. Files that are neither known
  /// nor declared are left out. Errors: io_error, and corrupt for a declaration that cannot be read.
  Result<std::vector<Model>> list() const;

  /// Copies a model (and the declaration and calibration beside it) into the folder, atomically, after it has been
  /// loaded and tried.
  /// Adding the same bytes again changes nothing. Errors: not_found; unsupported_format (no ONNX, cannot be imported,
  /// outputs of neither a detector nor an embedder, no declaration); corrupt (its hash is not `expected`).
  Result<Model> add(const std::filesystem::path& file, const std::optional<ModelId>& expected = std::nullopt) const;

  /// The first of list() of that kind; with `name`, the one of that name, file name or id (8 or more leading digits).
  /// Errors: model_missing, which says how to add one.
  Result<Model> find(ModelKind kind, std::string_view name = {}) const;

  /// Puts a measured calibration beside its model, as NETWORK.onnx.calibration.json, in place of one that is there.
  /// Errors: model_missing (no embedder of that id), model_mismatch (another preprocessing), corrupt, io_error.
  Result<Model> calibrate(const ModelCalibration& calibration) const;
  /// The measured calibrations of the models of list(). Errors: as list(), and corrupt, newer_version for a file.
  Result<std::vector<ModelCalibration>> calibrations() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace limen::face
