#include "limen/fingerprint/explain.hpp"

#include <algorithm>
#include <bitset>
#include <memory>

#include "limen/fingerprint/calibration.hpp"

#include "fingerprint/comparator.hpp"

namespace limen::fingerprint {
namespace {

using Cells = std::bitset<std::size_t{comparison::max_cells} * comparison::max_cells>;

/// The cells of a finger that the comparison used, as a map of the template's size.
RidgeMap overlap_map(const Template& finger, const Prepared& prepared, const Cells& used) {
  RidgeMap map{RidgeMap::cells_in(finger.width), RidgeMap::cells_in(finger.height), {}};
  map.cells.resize(static_cast<std::size_t>(map.width) * static_cast<std::size_t>(map.height));
  const int left = static_cast<int>(prepared.left) / RidgeMap::cell_px;
  const int top = static_cast<int>(prepared.top) / RidgeMap::cell_px;
  for (int r = 0; r < prepared.rows; ++r)
    for (int c = 0; c < prepared.columns; ++c)
      if (used[static_cast<std::size_t>(r * prepared.columns + c)]) map.at(left + c, top + r) = prepared.cell(c, r);
  return map;
}

/// The cells of each finger that lie on valid cells of the other.
void mark_overlap(const Prepared& a, const Prepared& b, const Warp& warp, Cells& in_a, Cells& in_b) {
  const auto mark = [](const Prepared& finger, Cells& cells, auto is_inside) {
    for (int r = 0; r < finger.rows; ++r)
      for (int c = 0; c < finger.columns; ++c)
        if (finger.cell(c, r).valid() &&
            is_inside(finger.left + static_cast<float>(8 * c + 4), finger.top + static_cast<float>(8 * r + 4)))
          cells.set(static_cast<std::size_t>(r * finger.columns + c));
  };
  mark(a, in_a, [&](float x, float y) {
    const WarpedPoint q = apply(warp, x, y);
    return b.valid_cell_at(q.x, q.y) >= 0;
  });
  mark(b, in_b, [&](float x, float y) {
    const Point p = warp.inverse(x, y);
    return a.valid_cell_at(p.x, p.y) >= 0;
  });
}

ExplainedPrint side(const Template& finger, const Prepared& prepared, const Cells& used,
                    const std::array<bool, comparison::max_minutiae>& shared,
                    const std::array<bool, comparison::max_minutiae>& paired) {
  ExplainedPrint print{finger.width, finger.height, finger.minutiae, {}, overlap_map(finger, prepared, used)};
  for (std::size_t i = 0; i < static_cast<std::size_t>(prepared.count); ++i)
    if (shared[i] && !paired[i]) print.unpaired.push_back(prepared.source[i]);
  return print;
}

}  // namespace

Result<Explanation> explain(const Template& a, const Template& b, const CompareOptions& options) {
  const Prepared prepared_a(a);
  const Prepared prepared_b(b);
  const auto alignment = std::make_unique<Alignment>();
  auto compared = compare(prepared_a, prepared_b, options, *alignment);
  if (!compared) return compared.error();

  Explanation why;
  why.comparison = *compared;
  why.may_be_mirrored = may_be_mirrored(a, b);
  const Calibration& meaning = calibration(compared->method);
  why.minus_log10_fmr = meaning.minus_log10_fmr(compared->score);
  why.extrapolated = meaning.extrapolated(compared->score);
  const Weights& w = options.weights ? *options.weights : weights(compared->method);
  why.bias = w.bias;
  for (std::size_t i = 0; i < feature_count; ++i) {
    why.parts[i] = w.weight[i] * (static_cast<double>(compared->features[i]) - w.neutral[i]);
    why.bias += w.weight[i] * w.neutral[i];
  }

  // The comparator warped one print, the first in its order, onto the other.
  const bool swapped = is_first(prepared_b, prepared_a);
  const Prepared& first = swapped ? prepared_b : prepared_a;
  const Prepared& second = swapped ? prepared_a : prepared_b;
  std::array<bool, comparison::max_minutiae> paired_first{}, paired_second{};
  for (const Chosen& p : alignment->evidence.pairing) {
    paired_first[p.a] = paired_second[p.b] = true;
    const std::size_t i = first.source[p.a];
    const std::size_t j = second.source[p.b];
    why.pairs.push_back({swapped ? j : i, swapped ? i : j, std::clamp(p.weight, 0.0F, 1.0F)});
  }
  Carried carried;
  carry(first, alignment->warp, carried);
  const Shared shared = shared_minutiae(first, second, alignment->warp, carried);
  Cells used_first, used_second;
  mark_overlap(first, second, alignment->warp, used_first, used_second);
  auto first_side = side(swapped ? b : a, first, used_first, shared.a, paired_first);
  auto second_side = side(swapped ? a : b, second, used_second, shared.b, paired_second);
  why.a = std::move(swapped ? second_side : first_side);
  why.b = std::move(swapped ? first_side : second_side);
  return why;
}

}  // namespace limen::fingerprint
