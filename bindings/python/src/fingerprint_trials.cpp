// limen.fingerprint.compare_all: the comparisons of an experiment, all processors, no Python in the loop.
#include <ctime>
#include <memory>

#include "limen/fingerprint/calibration.hpp"
#include "limen/fingerprint/compare.hpp"

#include "convert.hpp"
#include "modules.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

using namespace fingerprint;
using Features = std::array<float, feature_count>;

/// One entry a pair, in the order of the pairs.
struct Comparisons {
  py::object scores, refusals, features, seconds;
};

struct Made {
  std::vector<Score> scores;
  std::vector<std::uint8_t> refusals;  // 0: none; else 1 + ErrorCode
  std::vector<Features> features;
  std::vector<float> seconds;
};

/// Processor time of this thread.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

Result<Made> compare_pairs(const std::vector<Template>& templates, std::span<const std::uint32_t> pairs,
                           const CompareOptions& options, bool want_features, const Work& work) {
  std::vector<std::unique_ptr<const Reference>> prepared(templates.size());
  Work quiet = work;
  quiet.progress = nullptr;
  auto done = for_each(quiet, templates.size(), [&](std::size_t i, std::size_t) {
    prepared[i] = std::make_unique<const Reference>(templates[i]);
  });
  if (!done) return done.error();

  const std::size_t count = pairs.size() / 2;
  Made made;
  made.scores.resize(count, Score::lowest());
  made.refusals.resize(count);
  made.seconds.resize(count);
  if (want_features) made.features.resize(count);
  constexpr std::size_t chunk = 64;  // some milliseconds: small beside the work, large beside the bookkeeping
  done = for_each(work, (count + chunk - 1) / chunk, [&](std::size_t piece, std::size_t) {
    for (std::size_t i = piece * chunk; i < std::min(count, (piece + 1) * chunk); ++i) {
      const double start = thread_seconds();
      const auto result = compare(*prepared[pairs[2 * i]], *prepared[pairs[2 * i + 1]], options);
      made.seconds[i] = static_cast<float>(thread_seconds() - start);
      if (!result) {
        made.refusals[i] = static_cast<std::uint8_t>(1 + static_cast<int>(result.error().code));
        continue;
      }
      made.scores[i] = result->score;
      if (want_features) made.features[i] = result->features;
    }
  });
  if (!done) return done.error();
  return made;
}

Comparisons compare_all(const std::vector<Template>& templates, const py::object& pairs,
                        const std::optional<Weights>& with, bool features, std::size_t threads,
                        const py::object& progress) {
  if (!py::hasattr(pairs, "ravel"))
    refuse("pairs: an array of uint32 with shape (n, 2) is wanted, " + describe(pairs) + " was given");
  const py::object shape = pairs.attr("shape");
  if (py::len(shape) != 2 || shape[py::int_(1)].cast<int>() != 2)
    refuse("pairs: an array of uint32 with shape (n, 2) is wanted, " + describe(pairs) + " was given");
  const py::object flat = pairs.attr("ravel")();
  const ArrayArgument<std::uint32_t> indices(flat, "pairs");
  for (const std::uint32_t index : indices.span())
    if (index >= templates.size())
      refuse("pairs: index " + std::to_string(index) + " is outside the " + std::to_string(templates.size()) +
             " templates");
  Made made = run(threads, progress, [&](const Work& work) {
                return compare_pairs(templates, indices.span(), {.weights = with}, features, work);
              }).value();
  Comparisons result;
  result.scores = array_from(std::move(made.scores), py::str("i4"));
  result.refusals = array_from(std::move(made.refusals), py::str("u1"));
  result.features = features ? array_from(std::move(made.features), py::make_tuple("f4", feature_count)) : py::none();
  result.seconds = array_from(std::move(made.seconds), py::str("f4"));
  return result;
}

}  // namespace

void bind_fingerprint_trials(py::module_& m) {
  py::class_<Comparisons>(m, "Comparisons", "What compare_all() made: one entry a pair, in the order of the pairs.")
      .def_readonly("scores", &Comparisons::scores, "int32, thousandths; limen.LOWEST_SCORE where refused.")
      .def_readonly("refusals", &Comparisons::refusals, "uint8: index into limen.fingerprint.refusals.")
      .def_readonly("features", &Comparisons::features, "float32 (pairs, features), or None.")
      .def_readonly("seconds", &Comparisons::seconds,
                    "float32: processor time of each comparison; preparing the templates is not in it.");
  py::list names;
  names.append("");
  for (int code = 0; code <= static_cast<int>(ErrorCode::unavailable); ++code)
    names.append(to_string(static_cast<ErrorCode>(code)));
  m.attr("refusals") = py::tuple(names);
  m.def("compare_all", &compare_all, "templates"_a, "pairs"_a, "weights"_a = py::none(), "features"_a = false,
        "threads"_a = 1, "progress"_a = py::none(),
        "Full comparisons of many pairs. `pairs`: uint32 (n, 2), indices into `templates`. Each template is prepared "
        "once. `threads`: 0 takes all processors. `progress`: f(done, total) in pieces of 64 pairs.");
}

}  // namespace limen::python
