// int8 scores with a bound of their error decide what is compared in float (the proof: docs/performance.md).
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <memory>

#include "search/modes.hpp"

namespace limen::search {
namespace {

struct Doubt {
  std::size_t row;
  double upper;  ///< its float score is at most this
  std::int32_t dot;
};

/// What one worker knows of one probe. `floor`: as many references as there are candidates asked for are known to score
/// at least this, so what cannot reach it is no candidate.
struct Contest {
  std::vector<Doubt> doubts{};
  FloatTopK best;
  double floor;
  EmbeddingCandidates::Proof proof{};
};

struct Compare {
  const Search& search;
  std::atomic<bool>& contradiction;

  float in_float(std::size_t row, const float* unit, SecureVector<float>& widened) const {
    const std::size_t n = search.state.options.dimension;
    widened.resize(n);
    return simd::active().dot_f32(unit, search.state.original(row, widened.data()), n);
  }

  /// Takes the float score of a reference into account.
  void take(const Doubt& doubt, float score, const Bound& bound, Contest& contest) const {
    ++contest.proof.compared;
    if (!(std::abs(static_cast<double>(score) - bound.score(doubt.dot)) <= bound.width(search.state.errors[doubt.row])))
      contradiction = true;
    if (score < search.threshold) return;
    contest.best.offer(search.state.ids[doubt.row], score);
    if (contest.best.full()) contest.floor = std::max(contest.floor, static_cast<double>(contest.best.last().score));
  }

  /// Fills the list with the doubts of the best int8 scores, compared in float.
  void fill(const float* unit, const Bound& bound, Contest& contest) const {
    auto& doubts = contest.doubts;
    if (contest.best.full() || doubts.size() < search.candidates) return;
    const auto rest = doubts.begin() + static_cast<std::ptrdiff_t>(search.candidates);
    std::ranges::nth_element(doubts, rest - 1, [](const Doubt& x, const Doubt& y) { return x.dot > y.dot; });
    for (auto doubt = doubts.begin(); doubt != rest; ++doubt) ask_for(doubt->row);
    contest.proof.in_doubt += search.candidates;
    SecureVector<float> widened;
    for (auto doubt = doubts.begin(); doubt != rest; ++doubt)
      take(*doubt, in_float(doubt->row, unit, widened), bound, contest);
    doubts.erase(doubts.begin(), rest);
    std::erase_if(doubts, [&](const Doubt& doubt) { return doubt.upper < contest.floor; });
  }

  /// Compares in float what may still be a candidate, the most promising first, until the rest cannot reach the list.
  void settle(const float* unit, const Bound& bound, Contest& contest) const {
    auto& doubts = contest.doubts;
    std::erase_if(doubts, [&](const Doubt& doubt) { return doubt.upper < contest.floor; });
    std::ranges::sort(
        doubts, [](const Doubt& x, const Doubt& y) { return x.upper != y.upper ? x.upper > y.upper : x.row < y.row; });
    contest.proof.in_doubt += doubts.size();
    SecureVector<float> widened;
    for (std::size_t i = 0; i < doubts.size() && doubts[i].upper >= contest.floor; ++i) {
      if (i + 2 < doubts.size()) ask_for(doubts[i + 2].row);
      take(doubts[i], in_float(doubts[i].row, unit, widened), bound, contest);
    }
    doubts.clear();
  }

  void ask_for(std::size_t row) const noexcept {
    const auto& s = search.state;
    const auto* at = s.options.originals == Originals::float32
                         ? reinterpret_cast<const char*>(s.floats.data() + row * s.options.dimension)
                         : reinterpret_cast<const char*>(s.halves.data() + row * s.options.dimension);
    const std::size_t bytes = s.options.dimension * (s.options.originals == Originals::float32 ? 4 : 2);
    for (std::size_t i = 0; i < bytes; i += 64) __builtin_prefetch(at + i, 0, 2);
    __builtin_prefetch(s.ids.data() + row);
  }
};

class Worker {
 public:
  Worker(const Compare& compare, const Batch& batch, const std::vector<Bound>& bounds, std::atomic<double>* floors)
      : compare_(compare), batch_(batch), bounds_(bounds), floors_(floors), least_(batch.count) {
    const auto& search = compare.search;
    contests_.assign(batch.count,
                     Contest{.best = FloatTopK(search.candidates), .floor = static_cast<double>(search.threshold)});
  }

  void begin_slice() {
    for (std::size_t p = 0; p < batch_.count; ++p)
      contests_[p].floor = std::max(contests_[p].floor, floors_[p].load(std::memory_order_relaxed));
    error_ = -1;
  }

  const std::int32_t* least(std::size_t panel) {
    if (std::has_single_bit(panels_++)) fill_lists();
    compare_promising();
    const auto& state = compare_.search.state;
    ask_for_errors(state, panel);
    const float panel_error = state.panel_errors[panel];
    // One error serves many panels: a little too large costs a few hits, too small would cost candidates.
    if (panel_error > error_ || panel_error < 0.7F * error_) {
      error_ = 1.05F * panel_error;
      for (std::size_t p = 0; p < batch_.count; ++p) least_[p] = bounds_[p].least(contests_[p].floor, error_);
    }
    return least_.data();
  }

  void hit(std::size_t row, std::size_t p, std::int32_t dot) {
    auto& contest = contests_[p];
    const auto& bound = bounds_[p];
    const double score = bound.score(dot), upper = score + bound.width(compare_.search.state.errors[row]);
    if (upper < contest.floor) return;
    if (score >= contest.floor && contest.best.full()) {
      coming_.push_back({p, {row, upper, dot}});
      compare_.ask_for(row);
    } else {
      put_off(p, {row, upper, dot});
    }
  }

  /// What the int8 score puts on the list is compared in float soon: a floor of float scores leaves fewer in doubt than
  /// one of lower bounds. It is due when another panel has been scanned, and its original has come from memory. A few
  /// scores at a time, so that their originals come together; those who have fallen behind meanwhile are put off.
  void compare_promising() {
    for (std::size_t next = 0; next < due_.size();) {
      std::array<const Promising*, 8> few;
      std::size_t count = 0;
      for (; next < due_.size() && count < few.size(); ++next) {
        auto& [p, doubt, score] = due_[next];
        if (bounds_[p].score(doubt.dot) < contests_[p].floor) {
          put_off(p, doubt);
        } else {
          score = compare_.in_float(doubt.row, unit(p), widened_);
          few[count++] = &due_[next];
        }
      }
      for (const auto* one : std::span(few).first(count)) {
        ++contests_[one->probe].proof.in_doubt;
        compare_.take(one->doubt, one->score, bounds_[one->probe], contests_[one->probe]);
        raise_floor(one->probe);
      }
    }
    due_.clear();
    due_.swap(coming_);
  }

  void finish() {
    while (!due_.empty() || !coming_.empty()) compare_promising();
  }

  Contest& contest(std::size_t p) { return contests_[p]; }

 private:
  static constexpr std::size_t most_doubts = 8192;
  struct Promising {
    std::size_t probe;
    Doubt doubt;
    float score = 0;  // in float, when it is known
  };

  /// At first everybody is promising: put off until there are enough, of whom only the best are compared.
  void fill_lists() {
    for (std::size_t p = 0; p < batch_.count; ++p) {
      compare_.fill(unit(p), bounds_[p], contests_[p]);
      raise_floor(p);
    }
  }

  /// Until it is known how many are better.
  void put_off(std::size_t p, const Doubt& doubt) {
    auto& contest = contests_[p];
    contest.doubts.push_back(doubt);
    if (contest.doubts.size() < most_doubts) return;
    compare_.settle(unit(p), bounds_[p], contest);
    raise_floor(p);
  }

  /// Hits will want them when the panel has been scanned.
  static void ask_for_errors(const EmbeddingIndex::State& state, std::size_t panel) {
    const float* const errors = state.errors.data() + panel * panel_rows;
    for (std::size_t r = 0; r < panel_rows; r += 16) __builtin_prefetch(errors + r);
  }

  const float* unit(std::size_t p) const noexcept { return batch_.probes.unit(batch_.first + p); }

  /// To the highest that any worker knows.
  void raise_floor(std::size_t p) {
    double& floor = contests_[p].floor;
    raise(floors_[p], floor);
    floor = std::max(floor, floors_[p].load(std::memory_order_relaxed));
    least_[p] = bounds_[p].least(floor, error_);
  }

  Compare compare_;
  const Batch& batch_;
  const std::vector<Bound>& bounds_;
  std::atomic<double>* floors_;
  std::vector<std::int32_t> least_;
  std::vector<Contest> contests_;
  std::vector<Promising> due_, coming_;
  SecureVector<float> widened_;
  std::size_t panels_ = 0;  // begun
  float error_ = -1;        // for which least_ was made
};

}  // namespace

Result<void> search_certified(const Search& search, const Batch& batch, const Work& work) {
  std::vector<Bound> bounds;
  for (std::size_t p = 0; p < batch.count; ++p)
    bounds.emplace_back(batch.probes.encoded[batch.first + p], search.state.scale());
  const auto floors = std::make_unique<std::atomic<double>[]>(batch.count);
  for (std::size_t p = 0; p < batch.count; ++p) floors[p] = static_cast<double>(search.threshold);
  std::atomic<bool> contradiction{false};
  const Compare compare{search, contradiction};
  std::vector<Worker> workers;
  for (std::size_t w = 0; w < concurrency(work); ++w) workers.emplace_back(compare, batch, bounds, floors.get());
  if (auto done = scan_panels(search.state, search.visible, batch, workers, work); !done) return done;

  for (auto& worker : workers) worker.finish();
  auto done = for_each({work.executor, work.stop, {}}, batch.count, [&](std::size_t p, std::size_t) {
    auto& all = workers[0].contest(p);
    for (std::size_t w = 1; w < workers.size(); ++w) {
      const auto& more = workers[w].contest(p);
      all.doubts.insert(all.doubts.end(), more.doubts.begin(), more.doubts.end());
      all.best.merge(more.best);
      all.proof.in_doubt += more.proof.in_doubt;
      all.proof.compared += more.proof.compared;
    }
    all.floor = floors[p];
    compare.settle(batch.probes.unit(batch.first + p), bounds[p], all);
    search.found.lists[batch.first + p] = all.best.take();
    search.found.proofs[batch.first + p] = all.proof;
  });
  if (!done) return done;
  if (contradiction)
    return {ErrorCode::corrupt,
            "embedding index: an int8 code and its original contradict each other: verify() the "
            "file, and add the vectors again"};
  return {};
}

}  // namespace limen::search
