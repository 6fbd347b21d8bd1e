#include "limen/face/extract.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "limen/face/align.hpp"
#include "limen/face/draw.hpp"
#include "limen/face/quality.hpp"

#include "grid.hpp"

namespace limen::face {
namespace {

double area(const Detection& d) { return double{d.box.width} * d.box.height; }

double distance_from_centre(const Detection& d, ImageView image) {
  return std::hypot(d.box.x + d.box.width / 2 - static_cast<float>(image.width) / 2,
                    d.box.y + d.box.height / 2 - static_cast<float>(image.height) / 2);
}

Result<Detection> choose(const std::vector<Detection>& faces, Choice choice, ImageView image) {
  switch (choice) {
    case Choice::only_one: break;
    case Choice::largest:
      return *std::max_element(faces.begin(), faces.end(),
                               [](const auto& a, const auto& b) { return area(a) < area(b); });
    case Choice::most_central:
      return *std::min_element(faces.begin(), faces.end(), [&](const auto& a, const auto& b) {
        return distance_from_centre(a, image) < distance_from_centre(b, image);
      });
  }
  if (faces.size() == 1) return faces.front();
  return Error{ErrorCode::several_faces, std::to_string(faces.size()) +
                                             " faces in the picture where one is expected: let one person stand alone "
                                             "before the camera, or choose the largest or most central one"};
}

Box on_grid(const Box& box) {
  return {face::on_grid(box.x), face::on_grid(box.y), face::on_grid(box.width), face::on_grid(box.height)};
}

// Which components failed, and by how much.
Error too_low(const Quality& found, int wanted) {
  std::string text =
      "face quality " + std::to_string(found.value) + ", at least " + std::to_string(wanted) + " is wanted";
  for (const auto& reason : found.reasons) text += "; " + reason;
  return {ErrorCode::quality_too_low, text};
}

// The preferred one, or what stands in where there is none; where ONNX Runtime is asked for, the first that it can run
// (it is stricter than OpenCV).
Result<Embedder> open_embedder(const Models& models, const ExtractorOptions& options) {
  const bool by_name = options.embedder == demonstration_name;
  if (by_name && options.allow_demonstration) return Embedder::demonstration();
  if (by_name)
    return Error{ErrorCode::unavailable,
                 std::string(demonstration_name) +
                     " is for demonstrations and tests and has to be allowed (allow_demonstration); "
                     "for real people use a network: limen models add FILE"};
  const auto preferred = models.find(ModelKind::embedder, options.embedder);
  if (!preferred && options.allow_demonstration && options.embedder.empty() &&
      preferred.error().code == ErrorCode::model_missing)
    return Embedder::demonstration();
  if (!preferred) return preferred.error();
  auto embedder = Embedder::open(*preferred, options.runtime, options.forget);
  if (embedder || options.runtime != Runtime::onnxruntime || !options.embedder.empty() ||
      embedder.error().code != ErrorCode::unsupported_format)
    return embedder;
  const auto all = models.list();
  if (!all) return all.error();
  for (const auto& model : *all)
    if (model.kind == ModelKind::embedder && model.id != preferred->id)
      if (auto other = Embedder::open(model, options.runtime, options.forget)) return other;
  return embedder;
}

}  // namespace

Extractor::Extractor(Detector detector, Embedder embedder, ExtractorOptions options)
    : detector_(std::move(detector)), embedder_(std::move(embedder)), options_(std::move(options)) {}

Result<Extractor> Extractor::open(const Models& models, const ExtractorOptions& options) {
  auto embedder = open_embedder(models, options);
  if (!embedder) return std::move(embedder).error();
  const auto detection = models.find(ModelKind::detector, options.detector);
  const bool cascade = options.allow_cascade || options.allow_demonstration;
  if (!detection && !(cascade && detection.error().code == ErrorCode::model_missing)) return detection.error();
  auto how = options.detection;
  if (how.runtime == Runtime::automatic) how.runtime = options.runtime;
  how.forget = how.forget && options.forget;
  auto detector = detection ? Detector::open(*detection, how) : Detector::open_cascade(how);
  if (!detector) return std::move(detector).error();
  return Extractor(std::move(*detector), std::move(*embedder), options);
}

Result<std::vector<Detection>> Extractor::find_faces(ImageView image, const Trace& trace) {
  auto faces = detector_.detect(image);
  if (!faces) return faces;
  if (faces->empty())
    return Error{ErrorCode::no_face, "no face in the picture (" + std::to_string(image.width) + " x " +
                                         std::to_string(image.height) + " pixels, detector " +
                                         std::string(detector_.name()) +
                                         "): the face must be seen from the front, upright and lit"};
  if (trace.on()) {
    Image picture = to_rgb(image);
    for (const auto& face : *faces) {
      Template found;
      found.box = face.box, found.landmarks = face.landmarks;
      picture = draw(picture, found);
    }
    trace("detection", ImageView(picture));
  }
  return faces;
}

Result<Template> Extractor::describe(ImageView image, const Detection& found, std::span<const Detection> all,
                                     const Trace& trace) {
  const auto refined = detector_.refine(image, found);
  if (!refined) return refined.error();
  const Detection& face = *refined;
  const auto& model = embedder_.model();
  const auto aligned = align(image, face.landmarks, model.preprocessing.width, model.preprocessing.height);
  if (!aligned) return Error{ErrorCode::no_face, "the landmarks of the face fall into one point"};
  if (trace.on()) trace("aligned", ImageView(*aligned));
  const auto embedding = embedder_.embed(*aligned, options_.mirror_average);
  if (!embedding) return embedding.error();
  auto made = make_template(model.id, digest(model.preprocessing), *embedding);
  if (!made) return made;
  made->box = on_grid(face.box);
  for (std::size_t i = 0; i < face.landmarks.size(); ++i)
    made->landmarks[i] = {face::on_grid(face.landmarks[i].x), face::on_grid(face.landmarks[i].y)};
  made->landmarks_estimated = face.landmarks_estimated;
  made->mirror_averaged = options_.mirror_average;
  const auto components = face::assess(image, face, all);
  const auto assessment = combine(components, face.landmarks_estimated);
  made->quality_value = assessment.value;
  made->quality_flaws = assessment.flaws;
  if (assessment.value < options_.min_quality)
    return too_low(quality(components, face.landmarks_estimated), options_.min_quality);
  return made;
}

Result<Template> Extractor::extract(const Sample& sample, const Trace& trace) {
  const auto faces = find_faces(sample.image, trace);
  if (!faces) return faces.error();
  const auto face = choose(*faces, options_.choice, sample.image);
  if (!face) return face.error();
  return describe(sample.image, *face, *faces, trace);
}

Result<Components> Extractor::assess(const Sample& sample) {
  const auto faces = find_faces(sample.image, {});
  if (!faces) return faces.error();
  const auto face = choose(*faces, options_.choice, sample.image);
  if (!face) return face.error();
  const auto refined = detector_.refine(sample.image, *face);
  if (!refined) return refined.error();
  return face::assess(sample.image, *refined, *faces);
}

Result<std::vector<Template>> Extractor::extract_every(const Sample& sample, const Trace& trace) {
  const auto faces = find_faces(sample.image, trace);
  if (!faces) return faces.error();
  std::vector<Template> templates;
  for (const auto& face : *faces) {
    auto made = describe(sample.image, face, *faces, trace);
    if (!made) return std::move(made).error();
    templates.push_back(std::move(*made));
  }
  return templates;
}

Result<std::vector<Result<Template>>> extract_all(const Models& models, const ExtractorOptions& options,
                                                  std::size_t count,
                                                  const std::function<Result<Sample>(std::size_t)>& sample,
                                                  const Work& work) {
  std::vector<std::optional<Extractor>> extractors(concurrency(work));
  auto first = Extractor::open(models, options);
  if (!first) return std::move(first).error();
  extractors.front() = std::move(*first);
  std::vector<Result<Template>> results(count, Error{ErrorCode::cancelled, "not started"});
  auto done = for_each(work, count, [&](std::size_t index, std::size_t worker) {
    auto& extractor = extractors[worker];
    if (!extractor) {  // the others load their networks at the same time
      auto opened = Extractor::open(models, options);
      if (!opened) return void(results[index] = std::move(opened).error());
      extractor = std::move(*opened);
    }
    const auto loaded = sample(index);
    results[index] = loaded ? extractor->extract(*loaded) : Result<Template>(loaded.error());
  });
  if (!done) return std::move(done).error();
  return results;
}

}  // namespace limen::face
