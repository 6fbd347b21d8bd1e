#include "fingerprint/full_stage.hpp"

#include <string>

#include "limen/fingerprint/calibration.hpp"

#include "fingerprint/prepared.hpp"

namespace limen::fingerprint {

IndexCandidate candidate(const Index::State& state, const Prepared& probe, std::uint32_t row, Score score) {
  const auto method = probe.has_map && state.maps[row] != 0 ? Method::ridge_map : Method::minutiae_only;
  const auto& table = calibration(method);
  return {.id = state.ids[row],
          .subject = state.subjects[row],
          .score = score,
          .minus_log10_fmr = table.minus_log10_fmr(score),
          .extrapolated = table.extrapolated(score),
          .method = method};
}

FullStage::FullStage(const Index::State& state, const Work& work) : state_(state), alignments_(concurrency(work)) {}

std::optional<IndexCandidate> FullStage::compare(const Prepared& probe, std::uint32_t row, std::size_t worker) {
  const auto finger = parse(state_.template_of(row));
  if (!finger) {
    std::uint64_t first = damaged_.load();
    while (row < first && !damaged_.compare_exchange_weak(first, row)) {
    }
    return std::nullopt;
  }
  auto& alignment = alignments_[worker];
  if (!alignment) alignment = std::make_unique<Alignment>();
  const Prepared reference(*finger);
  const auto made = fingerprint::compare(probe, reference, {}, *alignment);
  if (!made) return std::nullopt;
  return candidate(state_, probe, row, made->score);
}

Result<void> FullStage::failed() const {
  const auto row = damaged_.load();
  if (row == UINT64_MAX) return {};
  return {ErrorCode::corrupt, "fingerprint index: the template of id " + std::to_string(state_.ids[row].value) +
                                  " is damaged: verify() the file, and take it from a copy"};
}

}  // namespace limen::fingerprint
