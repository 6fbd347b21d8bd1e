#include "fingerprint/spread.hpp"

#include <algorithm>

#include "fingerprint/flow.hpp"

namespace limen::fingerprint {
namespace {

/// The windows whose ridges coincide and that hang together, through such windows, with a pair of minutiae.
class Registered {
 public:
  Registered(const Prepared& a, const Windows& windows, const Pairing& pairing) noexcept : windows_(windows) {
    constexpr float pitch = 8 * comparison::window_stride;
    for (const Chosen& p : pairing) {
      const int c = static_cast<int>((a.x[p.a] - a.left) / pitch);
      const int r = static_cast<int>((a.y[p.a] - a.top) / pitch);
      for (int row = r - 1; row <= r + 2; ++row)
        for (int column = c - 1; column <= c + 2; ++column) reach(column, row);
    }
    while (waiting_ > 0) {
      const int at = queue_[--waiting_];
      const int c = at % windows.columns, r = at / windows.columns;
      reach(c - 1, r);
      reach(c + 1, r);
      reach(c, r - 1);
      reach(c, r + 1);
    }
  }
  std::size_t count() const noexcept { return count_; }
  /// The window is registered, or one of the eight around it.
  bool is_near(int c, int r) const noexcept {
    for (int row = std::max(0, r - 1); row <= std::min(windows_.rows - 1, r + 1); ++row)
      for (int column = std::max(0, c - 1); column <= std::min(windows_.columns - 1, c + 1); ++column)
        if (member_[static_cast<std::size_t>(row * windows_.columns + column)]) return true;
    return false;
  }

 private:
  void reach(int c, int r) noexcept {
    if (c < 0 || r < 0 || c >= windows_.columns || r >= windows_.rows) return;
    const auto at = static_cast<std::size_t>(r * windows_.columns + c);
    constexpr float least = comparison::registered_coherence * comparison::registered_coherence;
    if (member_[at] || windows_.coherence2(at) < least) return;
    member_[at] = true;
    ++count_;
    queue_[waiting_++] = static_cast<std::uint16_t>(at);
  }

  const Windows& windows_;
  std::size_t count_ = 0;
  std::size_t waiting_ = 0;
  std::array<bool, Windows::most_side * Windows::most_side> member_{};
  std::array<std::uint16_t, Windows::most_side * Windows::most_side> queue_;
};

void add_anchors(const Prepared& a, const Prepared& b, const Warp& warp, const Pairing& pairing, BendSystem& system) {
  for (const Chosen& p : pairing) {
    const float px = a.x[p.a], py = a.y[p.a];
    const WarpedPoint q = apply(warp, px, py);
    const float weight = comparison::bend_anchor * p.similarity;
    system.add(px, py, 1, 0, weight, b.x[p.b] - q.x);
    system.add(px, py, 0, 1, weight, b.y[p.b] - q.y);
  }
}

}  // namespace

void spread(const Prepared& a, const Prepared& b, const Pairing& pairing, Warp& warp, PhaseField& field) noexcept {
  warp.bend.lay(a.left, a.top, a.columns, a.rows);
  Windows windows;
  std::size_t before = 0;
  for (int round = 0; round < comparison::bend_rounds; ++round) {
    sum_windows(a, field, 1, windows);
    const Registered registered(a, windows, pairing);
    if (round >= comparison::bend_rounds_least && registered.count() <= before) return;
    before = registered.count();
    BendSystem system(warp.bend);
    for (int r = 0; r < windows.rows; ++r)
      for (int c = 0; c < windows.columns; ++c) {
        if (!registered.is_near(c, r)) continue;
        const Flow flow = flow_at(a, b, warp, windows, c, r);
        if (flow.weight > 0) system.add(flow.x, flow.y, flow.nx, flow.ny, flow.weight, flow.shift);
      }
    add_anchors(a, b, warp, pairing, system);
    system.relax(warp.bend);
    superpose(a, b, warp, field);
  }
}

}  // namespace limen::fingerprint
