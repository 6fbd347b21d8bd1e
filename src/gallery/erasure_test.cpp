#include "gallery/erasure_test.hpp"

#include "limen/face/block.hpp"
#include "limen/fingerprint/block.hpp"
#include "limen/search/search.hpp"

namespace limen {

namespace {

template <class Block>
std::vector<search::Slice<Block>> slices_of(std::span<const ViewBlock<Block>> blocks, FingerPosition position) {
  std::vector<search::Slice<Block>> slices;
  for (const auto& block : blocks)
    if (block.position == position || block.position == FingerPosition::unknown || position == FingerPosition::unknown)
      slices.push_back({block.block, block.ids});
  return slices;
}

template <class Block, class Probe, class Template>
Score with_itself(const Probe& probe, const Template& one) {
  typename Block::Builder builder;
  builder.add(one);
  return compare(probe, builder.finish(), 0);
}

ReferenceId first_of(const search::Found<>& found, Score least) {
  return !found.candidates.empty() && found.candidates.front().score >= least ? found.candidates.front().id
                                                                              : ReferenceId{};
}

Result<ReferenceId> twin(const View& view, const fingerprint::Template& erased, const Work& work) {
  const auto probe = fingerprint::prepare(erased);
  const auto least = with_itself<fingerprint::Block>(probe, erased);
  if (least == Score::lowest()) return ReferenceId{};  // too poor to be found by anything
  const auto slices = slices_of(view.fingers(), erased.position);
  const auto found = search::cascade(probe, std::span(slices), {.candidates = 1}, work);
  if (!found) return found.error();
  return first_of(*found, least);
}

Result<ReferenceId> twin(const View& view, const face::Template& erased, const Work& work) {
  const auto probe = face::prepare(erased);
  const auto least = with_itself<face::Block>(probe, erased);
  const auto slices = slices_of(view.faces(), FingerPosition::unknown);
  const auto found = search::exhaustive(probe, std::span(slices), {.candidates = 1}, work);
  if (!found) return found.error();
  return first_of(*found, least);
}

}  // namespace

Result<ReferenceId> find_twin(const View& view, const AnyTemplate& erased, const Work& work) {
  return std::visit([&](const auto& one) { return twin(view, one, work); }, erased);
}

}  // namespace limen
