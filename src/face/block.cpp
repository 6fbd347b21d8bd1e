#include "limen/face/block.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "limen/simd/target.hpp"

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

/// Scattered references come from memory sooner if all are asked for before the first is compared.
void ask_for(const Block& block, std::size_t index, std::size_t bytes) noexcept {
  const auto* from = reinterpret_cast<const char*>(block.codes().data() + block.entries()[index].offset);
  for (std::size_t i = 0; i < bytes; i += 64) __builtin_prefetch(from + i);
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

Block Block::Builder::finish() {
  auto block = std::exchange(block_, {});
  if (block.spaces_.size() != 1) return block;
  const std::size_t n = block.spaces_[0].dimension, padded = search::padded_to_panel(n);
  const std::size_t rows = (block.size() + search::panel_rows - 1) / search::panel_rows * search::panel_rows;
  block.panels_.resize(rows * padded);
  SecureVector<std::int8_t> codes(padded);
  SecureVector<float> unit(n);
  block.errors_.reserve(block.size());
  for (std::size_t row = 0; row < block.size(); ++row) {
    const auto& entry = block.entries_[row];
    to_unit(std::span(block.codes_).subspan(entry.offset, n), entry.square, unit);
    block.errors_.push_back(search::encode(unit, search::peak_of(n), codes.data()).error);
    search::put_row(block.panels_.data(), padded, row, codes.data());
  }
  return block;
}

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

void scores_from(const Probe& probe, const Block& block, Score least, std::span<Score> out) noexcept {
  if (block.panels().empty() || least == Score::lowest() || !comparable(probe, block.spaces()[0]))
    return score(probe, block, out);
  std::ranges::fill(out, Score::lowest());
  const std::size_t n = probe.panel_code().size();
  const search::Bound bound(probe.panel_encoding(), search::peak_of(block.spaces()[0].dimension) / 127);
  const double floor = (least.milli - 0.5) / 1000;  // scores are rounded to thousandths
  const std::int32_t sum = std::accumulate(probe.panel_code().begin(), probe.panel_code().end(), 0);
  simd::Hit hits[search::panel_rows];
  for (std::size_t row = 0; row < block.size(); row += search::panel_rows) {
    const std::size_t count = std::min(search::panel_rows, block.size() - row);
    const std::int32_t least_dot = bound.least(floor, std::ranges::max(block.errors().subspan(row, count)));
    const std::size_t found = simd::active().scan_i8({.panel = block.panels().data() + row * n,
                                                      .n = n,
                                                      .visible = ~std::uint64_t{0} >> (search::panel_rows - count),
                                                      .probes = probe.panel_code().data(),
                                                      .sums = &sum,
                                                      .least = &least_dot,
                                                      .count = 1},
                                                     hits);
    const auto doubtful = std::span(hits).first(found);
    for (const auto& hit : doubtful) ask_for(block, row + hit.reference, probe.code().size_bytes());
    for (const auto& hit : doubtful)
      out[row + hit.reference] = score_of(probe, block, block.entries()[row + hit.reference]);
    if (3 * found <= count) continue;
    // Where so many are in doubt the bound spares nothing: the rest of the block is compared at once.
    for (row += count; row < block.size(); ++row) out[row] = score_of(probe, block, block.entries()[row]);
  }
}

Score compare(const Probe& probe, const Block& block, std::size_t index) noexcept {
  const auto& entry = block.entries()[index];
  return comparable(probe, block.spaces()[entry.space]) ? score_of(probe, block, entry) : Score::lowest();
}

}  // namespace limen::face
