#include "fingerprint/prepared.hpp"

#include <algorithm>
#include <compare>
#include <numeric>
#include <vector>

#include "fingerprint/descriptor.hpp"
#include "fingerprint/minutia_code.hpp"
#include "fingerprint/search_form.hpp"

namespace limen::fingerprint {
namespace {

/// First and last + 1.
struct Range {
  int first = 0;
  int end = 0;
};

/// The valid cells' extent along one axis, cut to max_cells about their centre of gravity.
Range extent(const RidgeMap& map, bool along_x) {
  std::vector<int> histogram(static_cast<std::size_t>(along_x ? map.width : map.height), 0);
  for (int r = 0; r < map.height; ++r)
    for (int c = 0; c < map.width; ++c) histogram[static_cast<std::size_t>(along_x ? c : r)] += map.at(c, r).valid();
  const auto occupied = [](int n) { return n != 0; };
  const auto first = std::find_if(histogram.begin(), histogram.end(), occupied);
  const auto last = std::find_if(histogram.rbegin(), histogram.rend(), occupied).base();
  if (first >= last) return {};
  Range range{static_cast<int>(first - histogram.begin()), static_cast<int>(last - histogram.begin())};
  if (range.end - range.first > comparison::max_cells) {
    std::int64_t count = 0, moment = 0;
    for (int i = range.first; i < range.end; ++i) {
      count += histogram[static_cast<std::size_t>(i)];
      moment += std::int64_t{histogram[static_cast<std::size_t>(i)]} * i;
    }
    const int centre = static_cast<int>(moment / count);
    range.first = std::clamp(centre - comparison::max_cells / 2, range.first, range.end - comparison::max_cells);
    range.end = range.first + comparison::max_cells;
  }
  return range;
}

/// Minutiae records may say 0 for "not reported".
constexpr float unknown_quality = 0.5F;

void take_minutiae(const Template& finger, Prepared& prepared) {
  std::vector<std::size_t> order(std::min(finger.minutiae.size(), Template::max_minutiae));
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return finger.minutiae[i].quality > finger.minutiae[j].quality;
  });
  order.resize(std::min(order.size(), comparison::max_minutiae));
  prepared.count = static_cast<int>(order.size());
  for (auto* values : {&prepared.x, &prepared.y, &prepared.quality}) values->reserve(order.size());
  prepared.turn.reserve(order.size());
  prepared.source.reserve(order.size());
  for (const std::size_t i : order) {
    const MinutiaCode code(finger.minutiae[i]);
    const Minutia m = code.minutia();
    prepared.x.push_back(m.x);
    prepared.y.push_back(m.y);
    prepared.quality.push_back(m.quality > 0 ? m.quality : unknown_quality);
    prepared.turn.push_back(code.direction);
    prepared.source.push_back(static_cast<std::uint8_t>(i));
  }
}

void take_cells(const RidgeMap& map, Prepared& prepared) {
  const Range across = extent(map, true);
  const Range down = extent(map, false);
  prepared.columns = across.end - across.first;
  prepared.rows = down.end - down.first;
  prepared.left = static_cast<float>(across.first * RidgeMap::cell_px);
  prepared.top = static_cast<float>(down.first * RidgeMap::cell_px);
  prepared.cells.reserve(static_cast<std::size_t>(prepared.columns) * static_cast<std::size_t>(prepared.rows));
  for (int r = down.first; r < down.end; ++r)
    for (int c = across.first; c < across.end; ++c) {
      prepared.cells.push_back(map.at(c, r));
      prepared.valid_cells += map.at(c, r).valid();
    }
  prepared.has_map = prepared.valid_cells > 0;
}

/// Without a ridge map: the skin that the finger is known to show, around its minutiae.
RidgeMap hull(const Template& finger, const Prepared& prepared) {
  RidgeMap map{RidgeMap::cells_in(finger.width), RidgeMap::cells_in(finger.height), {}};
  map.cells.resize(static_cast<std::size_t>(map.width) * static_cast<std::size_t>(map.height));
  constexpr int reach = comparison::hull_reach / RidgeMap::cell_px;
  for (std::size_t i = 0; i < static_cast<std::size_t>(prepared.count); ++i) {
    const int column = static_cast<int>(prepared.x[i]) / RidgeMap::cell_px;
    const int row = static_cast<int>(prepared.y[i]) / RidgeMap::cell_px;
    for (int r = std::max(0, row - reach); r <= std::min(map.height - 1, row + reach); ++r)
      for (int c = std::max(0, column - reach); c <= std::min(map.width - 1, column + reach); ++c)
        if ((r - row) * (r - row) + (c - column) * (c - column) <= reach * reach)
          map.at(c, r) = RidgeCell::make(0, 0, 0, 0);
  }
  return map;
}

}  // namespace

Prepared::Prepared(const Template& finger, For use) : position(finger.position) {
  take_minutiae(finger, *this);
  take_cells(finger.map, *this);
  if (!has_map && count > 0) {
    take_cells(hull(finger, *this), *this);
    has_map = false;
  }
  const auto all = static_cast<std::size_t>(count);
  describe_orientation(*this, use == For::forms ? std::min(all, form_minutiae) : all);
  if (use != For::forms) describe_neighbourhood(*this);
}

std::size_t Prepared::bytes() const noexcept {
  const auto size = [](const auto& v) { return v.capacity() * sizeof(v[0]); };
  return sizeof(*this) + size(x) + size(y) + size(quality) + size(turn) + size(source) + size(orientations) +
         size(neighbourhoods) + size(neighbourhood_norms) + size(cells);
}

bool is_first(const Prepared& a, const Prepared& b) noexcept {
  if (a.valid_cells != b.valid_cells) return a.valid_cells < b.valid_cells;
  if (a.count != b.count) return a.count < b.count;
  if (a.columns != b.columns) return a.columns < b.columns;
  if (a.x != b.x) return a.x < b.x;
  if (a.y != b.y) return a.y < b.y;
  if (a.turn != b.turn) return a.turn < b.turn;
  if (a.quality != b.quality) return a.quality < b.quality;
  if (a.left != b.left) return a.left < b.left;
  if (a.top != b.top) return a.top < b.top;
  const auto less = [](RidgeCell i, RidgeCell j) { return i.bits < j.bits; };
  return std::lexicographical_compare(a.cells.begin(), a.cells.end(), b.cells.begin(), b.cells.end(), less);
}

}  // namespace limen::fingerprint
