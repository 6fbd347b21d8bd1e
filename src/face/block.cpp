#include "limen/face/block.hpp"

#include <algorithm>
#include <utility>

#include "code.hpp"

namespace limen::face {
namespace {

bool comparable(const Probe& probe, const Block::Space& space) noexcept {
  return space.model == probe.model() && space.preprocessing == probe.preprocessing() &&
         space.dimension == probe.code().size() && unit_length(probe.square());
}

Score score_of(const Probe& probe, const Block& block, const Block::Entry& entry) noexcept {
  if (!unit_length(entry.square)) return Score::lowest();
  const auto* reference = block.codes().data() + entry.offset;
  return cosine(dot(probe.code().data(), reference, probe.code().size()), probe.square(), entry.square);
}

}  // namespace

void Block::Builder::add(const Template& face) {
  const Space space{face.model, face.preprocessing, face.embedding.size()};
  auto& spaces = block_.spaces_;
  // Galleries hold one or two models; the last one used is most often the next one too.
  auto found = std::find(spaces.rbegin(), spaces.rend(), space);
  if (found == spaces.rend()) {
    spaces.push_back(space);
    found = spaces.rbegin();
  }
  const auto offset = block_.codes_.size();
  for (const float component : face.embedding) block_.codes_.push_back(to_code(component));
  const auto index = static_cast<std::uint32_t>(spaces.rend() - found - 1);
  block_.entries_.push_back({index, offset, square_of(std::span(block_.codes_).subspan(offset))});
}

Block Block::Builder::finish() { return std::exchange(block_, {}); }

void score(const Probe& probe, const Block& block, std::span<Score> out) noexcept {
  const auto entries = block.entries();
  std::uint32_t space = UINT32_MAX;
  bool same = false;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].space != space) {
      space = entries[i].space;
      same = comparable(probe, block.spaces()[space]);
    }
    out[i] = same ? score_of(probe, block, entries[i]) : Score::lowest();
  }
}

Score compare(const Probe& probe, const Block& block, std::size_t index) noexcept {
  const auto& entry = block.entries()[index];
  return comparable(probe, block.spaces()[entry.space]) ? score_of(probe, block, entry) : Score::lowest();
}

}  // namespace limen::face
