// Sample in, template out: detect, align, embed, judge.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"
#include "limen/core/sample.hpp"
#include "limen/core/trace.hpp"
#include "limen/face/detect.hpp"
#include "limen/face/embed.hpp"
#include "limen/face/models.hpp"
#include "limen/face/quality.hpp"
#include "limen/face/template.hpp"

namespace limen::face {

/// Which face, when a picture holds several.
enum class Choice : std::uint8_t {
  only_one,      ///< refuse (several_faces): a capture is of one person
  largest,       ///< by the area of its box
  most_central,  ///< whose box's centre is nearest to the picture's
};

struct ExtractorOptions {
  DetectorOptions detection{};
  Choice choice = Choice::only_one;
  bool mirror_average = false;           ///< twice the time for a little accuracy
  int min_quality = 0;                   ///< below it: quality_too_low, with the reasons
  std::string detector{};                ///< name or id of a registered model; empty: the preferred one that is there
  std::string embedder{};                ///< the same
  Runtime runtime = Runtime::automatic;  ///< of both networks, unless detection.runtime says otherwise
  bool allow_cascade = false;  ///< without a registered detector, use OpenCV's cascade (Detector::open_cascade)
  /// Without a registered embedder, or when `embedder` names it, use demonstration_model(); allows the cascade too. For
  /// demonstrations and tests, not for decisions about people.
  bool allow_demonstration = false;
  /// Overwrite what detector and embedder keep of a face once it is a template, at the price said in DetectorOptions.
  /// False is for images of an experiment, which may stay in memory until the extractor goes, and after it.
  bool forget = true;
};

/// Owns the networks and their buffers: one for each thread; movable.
class Extractor {
 public:
  /// Errors: model_missing (which, and how to add it), and those of Detector::open and Embedder::open.
  static Result<Extractor> open(const Models& models, const ExtractorOptions& options = {});

  /// The template of one face. Stages: "detection" (the picture with boxes), "aligned". Errors: no_face,
  /// several_faces, quality_too_low, invalid_argument (empty image).
  Result<Template> extract(const Sample& sample, const Trace& trace = {});
  /// A template of every face, the most confident first; at least one, else no_face. Choice does not apply.
  Result<std::vector<Template>> extract_every(const Sample& sample, const Trace& trace = {});

  /// The quality of the face that extract() would take, without embedding it. Errors: no_face, several_faces,
  /// invalid_argument.
  Result<Components> assess(const Sample& sample);

  const Model& embedder() const noexcept { return embedder_.model(); }
  std::string_view detector() const noexcept { return detector_.name(); }

 private:
  Extractor(Detector detector, Embedder embedder, ExtractorOptions options);
  Result<std::vector<Detection>> find_faces(ImageView image, const Trace& trace);
  Result<Template> describe(ImageView image, const Detection& found, std::span<const Detection> all,
                            const Trace& trace);

  Detector detector_;
  Embedder embedder_;
  ExtractorOptions options_;
};

/// Many samples, one Extractor a worker. `sample(i)` loads the i-th, on the worker's thread; its error is the result.
/// Errors of the whole: those of Extractor::open, cancelled.
Result<std::vector<Result<Template>>> extract_all(const Models& models, const ExtractorOptions& options,
                                                  std::size_t count,
                                                  const std::function<Result<Sample>(std::size_t)>& sample,
                                                  const Work& work = {});

}  // namespace limen::face
