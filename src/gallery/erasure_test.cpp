#include "gallery/erasure_test.hpp"

#include <utility>

#include "limen/face/block.hpp"
#include "limen/fingerprint/index.hpp"
#include "limen/search/search.hpp"

namespace limen {

namespace {

Result<ReferenceId> twin(const View& view, const fingerprint::Template& erased, const Work& work) {
  const fingerprint::Probe probe(erased);
  fingerprint::Index itself;
  if (auto ok = itself.add(std::vector{ReferenceId{1}}, std::span(&erased, 1)); !ok) return ok.error();
  const auto least = itself.search(std::span(&probe, 1));
  if (!least) return least.error();
  if (least->lists[0].empty()) return ReferenceId{};  // too poor to be found by anything
  const auto found = view.search_fingers(std::span(&probe, 1), {.candidates = 1}, work);
  if (!found) return found.error();
  const auto& best = found->lists[0];
  return !best.empty() && best[0].score >= least->lists[0][0].score ? best[0].id : ReferenceId{};
}

Result<ReferenceId> twin(const View& view, const face::Template& erased, const Work& work) {
  const auto probe = face::prepare(erased);
  face::Block::Builder builder;
  builder.add(erased);
  const auto least = compare(probe, builder.finish(), 0);
  std::vector<search::Slice<face::Block>> slices;
  for (const auto& block : view.faces()) slices.push_back({block.block, block.ids});
  const auto found = search::exhaustive(probe, std::span(std::as_const(slices)), {.candidates = 1}, work);
  if (!found) return found.error();
  const auto& best = found->candidates;
  return !best.empty() && best[0].score >= least ? best[0].id : ReferenceId{};
}

}  // namespace

Result<ReferenceId> find_twin(const View& view, const AnyTemplate& erased, const Work& work) {
  return std::visit([&](const auto& one) { return twin(view, one, work); }, erased);
}

}  // namespace limen
