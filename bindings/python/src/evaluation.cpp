// limen.evaluation: scores, flags and sample numbers come as arrays.
#include "limen/evaluation/calibrate.hpp"
#include "limen/evaluation/identification.hpp"
#include "limen/evaluation/intervals.hpp"
#include "limen/evaluation/inversion.hpp"
#include "limen/evaluation/label_faults.hpp"
#include "limen/evaluation/protocol.hpp"
#include "limen/evaluation/rates.hpp"
#include "limen/evaluation/unlinkability.hpp"

#include "convert.hpp"
#include "modules.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

using namespace evaluation;

/// Trials from parallel arrays; sample numbers may be left out where they are not asked about.
std::vector<Trial> trials_from(const py::object& scores, const py::object& mated, const py::object& probe,
                               const py::object& reference) {
  const ArrayArgument<std::int32_t> score(scores, "scores");
  const ArrayArgument<bool> flag(mated, "mated");
  const std::size_t count = score.span().size();
  const auto same = [&](std::size_t other, const char* name) {
    if (other != count)
      refuse(std::string(name) + ": " + std::to_string(count) + " values are wanted, as many as scores; " +
             std::to_string(other) + " were given");
  };
  same(flag.span().size(), "mated");
  std::vector<Trial> trials(count);
  for (std::size_t i = 0; i < count; ++i) trials[i] = {.score = {score.span()[i]}, .mated = flag.span()[i]};
  if (probe.is_none() && reference.is_none()) return trials;
  const ArrayArgument<std::uint32_t> a(probe, "probe"), b(reference, "reference");
  same(a.span().size(), "probe");
  same(b.span().size(), "reference");
  for (std::size_t i = 0; i < count; ++i) trials[i].probe = a.span()[i], trials[i].reference = b.span()[i];
  return trials;
}

std::vector<Score> scores_from(const py::object& scores, const char* name) {
  const ArrayArgument<std::int32_t> values(scores, name);
  std::vector<Score> out;
  out.reserve(values.span().size());
  for (const std::int32_t milli : values.span()) out.push_back({milli});
  return out;
}

void bind_rates(py::module_& m) {
  py::class_<OperatingPoint>(m, "OperatingPoint", "The rates at one threshold: a match is a score of at least it.")
      .def_readonly("threshold", &OperatingPoint::threshold, "Thousandths.")
      .def_readonly("fmr", &OperatingPoint::fmr)
      .def_readonly("fnmr", &OperatingPoint::fnmr)
      .def("__repr__", [](const OperatingPoint& p) {
        return py::str("OperatingPoint(threshold={}, fmr={:g}, fnmr={:g})").format(p.threshold.milli, p.fmr, p.fnmr);
      });
  py::class_<Accuracy>(m, "Accuracy", "The best share of right decisions over all thresholds.")
      .def_readonly("value", &Accuracy::value)
      .def_readonly("threshold", &Accuracy::threshold, "The lowest threshold that reaches it.");
  py::class_<Rates>(m, "Rates", "Mated and non-mated scores, sorted once; then every question is quick.")
      .def(py::init([](const py::object& mated, const py::object& non_mated) {
             return Rates(scores_from(mated, "mated"), scores_from(non_mated, "non_mated"));
           }),
           "mated"_a, "non_mated"_a, "Arrays of int32 scores; limen.LOWEST_SCORE stands for a failure.")
      .def_property_readonly("mated", &Rates::mated, "How many.")
      .def_property_readonly("non_mated", &Rates::non_mated, "How many.")
      .def_property_readonly("failures", &Rates::failures, "How many trials failed: non-matches at every threshold.")
      .def("fmr", &Rates::fmr, "threshold"_a, "False-match rate.")
      .def("fnmr", &Rates::fnmr, "threshold"_a, "False non-match rate.")
      .def("at", &Rates::at, "threshold"_a)
      .def("at_fmr", &Rates::at_fmr, "fmr"_a, "The lowest threshold whose FMR is at most `fmr`, and the rates there.")
      .def("zero_fmr", &Rates::zero_fmr, "The lowest threshold without a false match, and the FNMR there.")
      .def("eer", &Rates::eer, "Equal error rate as in FVC2000 (see rates.hpp for the definition).")
      .def("eer_point", &Rates::eer_point)
      .def("best_accuracy", &Rates::best_accuracy)
      .def("det", &Rates::det, "limit"_a = 1000,
           "Points of the DET curve, at most `limit`, from low to high threshold.");
}

void bind_calibrate(py::module_& m) {
  py::class_<Cllr>(m, "Cllr", "The cost of likelihood ratios in bits: 0 is perfect, 1 says nothing.")
      .def_readonly("value", &Cllr::value, "Of the calibrated ratios.")
      .def_readonly("minimum", &Cllr::minimum, "Of the best monotone mapping of these scores, after the fact.");
  py::class_<FittedCalibration>(m, "FittedCalibration", "What the scores of a trial stand for.")
      .def_property_readonly(
          "calibration",
          py::cpp_function([](const FittedCalibration& self) { return self.table.view(); }, py::keep_alive<0, 1>()))
      .def_property_readonly(
          "knots",
          [](const FittedCalibration& self) {
            std::vector<std::array<double, 4>> rows;
            for (const auto& k : self.table.knots) rows.push_back({k.score, k.minus_log10_fmr, k.low, k.high});
            return rows;
          },
          "Score, −log10 of the FMR, and its 95 % bounds.")
      .def_readonly("cost", &FittedCalibration::cost, "On these very trials.")
      .def_readonly("mated", &FittedCalibration::mated)
      .def_readonly("non_mated", &FittedCalibration::non_mated)
      .def_readonly("subjects", &FittedCalibration::subjects)
      .def_readonly("supported_fmr", &FittedCalibration::supported_fmr, "Anything rarer is extrapolated.");
  m.def(
      "calibrate",
      [](const py::object& scores, const py::object& mated, const py::object& probe, const py::object& reference,
         const py::object& subject) {
        const auto trials = trials_from(scores, mated, probe, reference);
        const ArrayArgument<std::uint32_t> subjects(subject, "subject");
        const py::gil_scoped_release no_gil;
        return calibrate(trials, subjects.span());
      },
      "scores"_a, "mated"_a, "probe"_a, "reference"_a, "subject"_a,
      "From trials to a calibration, with confidence bounds over subjects. Raises Error (invalid_argument).");
  m.def(
      "cllr",
      [](const py::object& scores, const py::object& mated, const Calibration& calibration) {
        return cllr(trials_from(scores, mated, py::none(), py::none()), calibration);
      },
      "scores"_a, "mated"_a, "calibration"_a, "Raises Error (invalid_argument).");
}

void bind_sets(py::module_& m) {
  py::class_<Rank1>(m, "Rank1", "How many samples found their own finger or face first.")
      .def_readonly("searched", &Rank1::searched)
      .def_readonly("found", &Rank1::found)
      .def_property_readonly("rate", &Rank1::rate);
  m.def(
      "rank1",
      [](const py::object& scores, const py::object& mated, const py::object& probe, const py::object& reference) {
        return rank1(trials_from(scores, mated, probe, reference));
      },
      "scores"_a, "mated"_a, "probe"_a, "reference"_a,
      "Every sample is searched among all it was compared with. Arrays: int32 scores, bool mated, uint32 sample "
      "numbers. Ties and failures count as not found.");
  py::class_<FoldAccuracy>(m, "FoldAccuracy", "Accuracy whose threshold is chosen on the other folds.")
      .def_readonly("mean", &FoldAccuracy::mean)
      .def_readonly("standard_error", &FoldAccuracy::standard_error)
      .def_readonly("folds", &FoldAccuracy::folds);
  m.def(
      "fold_accuracy",
      [](const py::object& scores, const py::object& mated, const py::object& fold) {
        return fold_accuracy(trials_from(scores, mated, py::none(), py::none()),
                             ArrayArgument<std::uint32_t>(fold, "fold").span());
      },
      "scores"_a, "mated"_a, "fold"_a, "View 2 of Labeled Faces in the Wild. `fold`: uint32, one for each trial.");
  m.def(
      "label_faults",
      [] {
        py::list faults;
        for (const LabelFault& f : label_faults())
          faults.append(py::make_tuple(f.set, f.finger, f.other_set, f.other_finger));
        return faults;
      },
      "Known label faults of public data sets: (set, finger, other set, other finger); finger \"*\": each, with the "
      "same number in the other set.");
  m.def("is_label_fault", &is_label_fault, "set"_a, "finger"_a, "other_set"_a, "other_finger"_a,
        "True if two differently labelled fingers are known to be the same one. Symmetric.");
}

void bind_intervals(py::module_& m) {
  py::class_<Interval>(m, "Interval", "From low to high.")
      .def_readonly("low", &Interval::low)
      .def_readonly("high", &Interval::high)
      .def("__iter__", [](const Interval& i) { return py::iter(py::make_tuple(i.low, i.high)); })
      .def("__repr__", [](const Interval& i) { return py::str("Interval({:g}, {:g})").format(i.low, i.high); });
  py::class_<RateIntervals>(m, "RateIntervals", "Percentile intervals of the rates.")
      .def_readonly("eer", &RateIntervals::eer)
      .def_readonly("fnmr", &RateIntervals::fnmr, "At the FMR of `reported_fmr`.")
      .def_readonly("zero_fmr", &RateIntervals::zero_fmr);
  m.attr("reported_fmr") = py::make_tuple(reported_fmr[0], reported_fmr[1], reported_fmr[2]);
  m.def(
      "bootstrap",
      [](const py::object& scores, const py::object& mated, const py::object& probe, const py::object& reference,
         const py::object& subject, std::size_t replicates, double confidence, std::uint64_t seed, std::size_t threads,
         const py::object& progress) {
        const auto trials = trials_from(scores, mated, probe, reference);
        const ArrayArgument<std::uint32_t> subjects(subject, "subject");
        return run(threads, progress, [&](const Work& work) {
          return bootstrap(trials, subjects.span(), {.replicates = replicates, .confidence = confidence, .seed = seed},
                           work);
        });
      },
      "scores"_a, "mated"_a, "probe"_a, "reference"_a, "subject"_a, "replicates"_a = BootstrapOptions{}.replicates,
      "confidence"_a = BootstrapOptions{}.confidence, "seed"_a = BootstrapOptions{}.seed, "threads"_a = 1,
      "progress"_a = py::none(),
      "Bootstrap over subjects (fingers). `subject[sample]`: uint32. The same seed gives the same intervals with any "
      "number of threads.");
  m.def("wilson", &wilson, "errors"_a, "n"_a, "confidence"_a = 0.95,
        "Wilson score interval of a proportion of independent trials.");
}

void bind_unlinkability(py::module_& m) {
  py::class_<LocalUnlinkability>(m, "LocalUnlinkability", "D of the scores in [low, high): 0 tells nothing, 1 proves.")
      .def_readonly("low", &LocalUnlinkability::low)
      .def_readonly("high", &LocalUnlinkability::high)
      .def_readonly("linkable", &LocalUnlinkability::linkable)
      .def_readonly("mated_share", &LocalUnlinkability::mated_share)
      .def_readonly("non_mated_share", &LocalUnlinkability::non_mated_share);
  py::class_<Unlinkability>(m, "Unlinkability", "0: nothing can be linked; 1: everything.")
      .def_readonly("system", &Unlinkability::system, "D_sys, corrected by `bias`.")
      .def_readonly("raw", &Unlinkability::raw)
      .def_readonly("bias", &Unlinkability::bias, "What data without any link would give, so many trials.")
      .def_readonly("interval", &Unlinkability::interval, "Bootstrap, of `system`.")
      .def_readonly("mated", &Unlinkability::mated)
      .def_readonly("non_mated", &Unlinkability::non_mated)
      .def_readonly("local", &Unlinkability::local);
  m.def(
      "unlinkability",
      [](const py::object& mated, const py::object& non_mated, double prior_ratio, std::size_t bins,
         std::size_t replicates, double confidence, std::uint64_t seed, std::size_t threads,
         const py::object& progress) {
        const auto a = scores_from(mated, "mated"), b = scores_from(non_mated, "non_mated");
        return run(threads, progress, [&](const Work& work) {
          return unlinkability(a, b, {prior_ratio, bins, replicates, confidence, seed}, work);
        });
      },
      "mated"_a, "non_mated"_a, "prior_ratio"_a = UnlinkabilityOptions{}.prior_ratio,
      "bins"_a = UnlinkabilityOptions{}.bins, "replicates"_a = UnlinkabilityOptions{}.replicates,
      "confidence"_a = UnlinkabilityOptions{}.confidence, "seed"_a = UnlinkabilityOptions{}.seed, "threads"_a = 1,
      "progress"_a = py::none(),
      "Scores of protected templates under two keys, of one person and of two. Arrays of int32. Raises Error "
      "(invalid_argument) for fewer than 20 of a class.");
}

void bind_attacks(py::module_& m) {
  m.def(
      "preimage",
      [](const std::vector<std::pair<const privacy::IomProtector*, py::object>>& stolen, std::size_t steps) {
        std::vector<ArrayArgument<std::uint64_t>> codes;
        std::vector<StolenCode> all;
        for (const auto& [protector, code] : stolen) codes.emplace_back(code, "code");
        for (std::size_t i = 0; i < codes.size(); ++i) all.push_back({stolen[i].first, codes[i].span()});
        const auto found = [&] {
          const py::gil_scoped_release no_gil;
          return preimage(all, steps);
        }();
        return array_from(found.value(), py::str("float32"));
      },
      "stolen"_a, "steps"_a = 200,
      "An embedding that gives the stolen codes or comes near: list of (IomProtector, code). Several codes of one "
      "person: attack via record multiplicity. steps=0: least squares alone.");
  m.def(
      "from_known_pairs",
      [](const std::vector<std::pair<py::object, py::object>>& pairs, const py::object& target) {
        std::vector<std::pair<ArrayArgument<float>, ArrayArgument<float>>> arrays;
        for (const auto& [embedding, seen] : pairs)
          arrays.emplace_back(ArrayArgument<float>(embedding, "embedding"), ArrayArgument<float>(seen, "protected"));
        std::vector<KnownPair> all;
        for (const auto& [embedding, seen] : arrays) all.push_back({embedding.span(), seen.span()});
        const ArrayArgument<float> asked(target, "target");
        const auto found = [&] {
          const py::gil_scoped_release no_gil;
          return from_known_pairs(all, asked.span());
        }();
        return array_from(found.value(), py::str("float32"));
      },
      "pairs"_a, "target"_a,
      "What pairs of (embedding, rotated embedding) tell of another rotated embedding, without the key.");
}

}  // namespace

void bind_evaluation(py::module_& m) {
  bind_rates(m);
  bind_calibrate(m);
  bind_intervals(m);
  bind_sets(m);
  bind_unlinkability(m);
  bind_attacks(m);
}

}  // namespace limen::python
