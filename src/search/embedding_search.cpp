// What is asked is checked; then the probes go to their mode, batch by batch.
#include <cmath>
#include <string>

#include "limen/detail/core/part_of.hpp"
#include "limen/search/options.hpp"

#include "search/modes.hpp"

namespace limen::search {
namespace {

Error wrong(const std::string& message) { return {ErrorCode::invalid_argument, "embedding search: " + message}; }

/// What makes a threshold, as every search has it.
Options threshold_of(const EmbeddingQuery& query) {
  return {.threshold = query.threshold ? std::optional<double>(*query.threshold) : std::nullopt,
          .rate = query.rate,
          .calibration = query.calibration};
}

/// The cosine itself where it is given; of a rate, the score that it follows from, rounded up.
std::optional<float> least_cosine(const EmbeddingQuery& query, std::size_t visible) {
  if (!query.rate) return query.threshold;
  const Score least = least_score(threshold_of(query), visible);
  if (least == Score::lowest()) return std::nullopt;
  const auto cosine = static_cast<float>(least.natural());
  return static_cast<double>(cosine) < least.natural() ? std::nextafter(cosine, 2 * std::abs(cosine) + 1) : cosine;
}

Result<void> check(const EmbeddingIndex& index, std::size_t values, const EmbeddingQuery& query) {
  const auto& options = index.options();
  if (values % options.dimension != 0)
    return wrong(std::to_string(values) + " values are no whole number of probes of dimension " +
                 std::to_string(options.dimension));
  if (query.threshold && std::isnan(*query.threshold)) return wrong("the threshold is NaN; give a score, or none");
  if (auto ok = check(threshold_of(query)); !ok) return ok;
  if (query.filter != nullptr && query.filter->size() != index.size())
    return wrong("the filter has " + std::to_string(query.filter->size()) + " bits for " +
                 std::to_string(index.size()) + " references");
  if (query.mode != Mode::quantised && options.originals == Originals::none)
    return wrong("the index keeps no originals: mode " + std::string(to_string(query.mode)) +
                 " needs them; ask for quantised");
  if (query.mode != Mode::cascade) return {};
  if (!options.sign_bits) return wrong("the index keeps no sign bits: make it with sign_bits for mode cascade");
  if (!(query.keep > 0 && query.keep <= 1))
    return wrong("keep is " + std::to_string(query.keep) + "; give a fraction above 0 and at most 1");
  return {};
}

auto search_in(Mode mode) {
  switch (mode) {
    case Mode::quantised: return search_quantised;
    case Mode::floating: return search_floating;
    case Mode::cascade: return search_cascade;
    case Mode::certified: break;
  }
  return search_certified;
}

}  // namespace

Result<EmbeddingCandidates> EmbeddingIndex::search(std::span<const float> vectors, const EmbeddingQuery& query,
                                                   const Work& work) const {
  const auto& s = *state_;
  if (auto ok = check(*this, vectors.size(), query); !ok) return ok.error();
  const auto squares = squares_of(vectors, s.options.dimension, "embedding search: probe", work);
  if (!squares) return squares.error();
  const ProbeCodes probes(vectors, *squares, s.options.dimension, s.padded);

  EmbeddingCandidates found{std::vector<std::vector<EmbeddingCandidate>>(probes.size()),
                            std::vector<EmbeddingCandidates::Proof>(probes.size()), 0};
  const Visible visible{s.size, query.filter};
  found.visible = visible.count();
  found.threshold = least_cosine(query, found.visible);
  if (query.calibration != nullptr && found.threshold)
    found.expected_false_candidates =
        query.calibration->expected_false_candidates(Score::from(static_cast<double>(*found.threshold)), found.visible);
  const std::size_t candidates = std::min(query.candidates, found.visible);
  if (candidates == 0) return found;
  const float threshold = found.threshold.value_or(-std::numeric_limits<float>::infinity());
  const Search asked{s, visible, candidates, threshold, query, found};
  const std::size_t batch = probes_a_batch(s.padded);
  for (std::size_t first = 0; first < probes.size(); first += batch) {
    const std::size_t count = std::min(batch, probes.size() - first);
    const auto part = part_of(work, 1000 * first / probes.size(), 1000 * (first + count) / probes.size());
    if (auto done = search_in(query.mode)(asked, {probes, first, count}, part); !done) return done.error();
  }
  return found;
}

Result<EmbeddingCandidates> EmbeddingIndex::range_search(std::span<const float> probes, const EmbeddingQuery& query,
                                                         const Work& work) const {
  if (!query.threshold && !query.rate) return wrong("a range search needs a threshold, or a rate that it follows from");
  auto all = query;
  all.candidates = SIZE_MAX;
  return search(probes, all, work);
}

}  // namespace limen::search
