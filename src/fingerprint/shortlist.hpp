// The best so many rows by their votes, of any number: what does not depend on the order of offering.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "limen/core/id.hpp"

namespace limen::fingerprint {

/// In a total order: more votes, then the lower id. One thread a list; lists of several are merged.
class Shortlist {
 public:
  Shortlist(std::size_t keep, std::span<const ReferenceId> ids) : keep_(keep), ids_(ids) {}

  void offer(std::span<const std::uint32_t> rows, const std::uint32_t* votes) {
    for (std::size_t k = 0; k < rows.size(); ++k)
      if (votes[k] >= floor_) entries_.push_back({votes[k], rows[k]});
    if (entries_.size() >= 2 * keep_ + 4096) prune();
  }
  void merge(const Shortlist& other) { entries_.insert(entries_.end(), other.entries_.begin(), other.entries_.end()); }

  /// The rows kept, ascending. The list is empty afterwards.
  std::vector<std::uint32_t> take() {
    prune();
    std::vector<std::uint32_t> rows;
    rows.reserve(entries_.size());
    for (const auto& entry : entries_) rows.push_back(entry.row);
    std::ranges::sort(rows);
    entries_ = {};
    return rows;
  }

 private:
  struct Entry {
    std::uint32_t votes;
    std::uint32_t row;
  };
  void prune() {
    if (entries_.size() <= keep_) return;
    const auto before = [this](const Entry& a, const Entry& b) {
      return a.votes != b.votes ? a.votes > b.votes : ids_[a.row] < ids_[b.row];
    };
    std::nth_element(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(keep_), entries_.end(), before);
    entries_.resize(keep_);
    if (keep_ == 0) {
      floor_ = UINT32_MAX;
      return;
    }
    floor_ = std::max_element(entries_.begin(), entries_.end(), before)->votes;
  }

  std::size_t keep_;
  std::span<const ReferenceId> ids_;
  std::uint32_t floor_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace limen::fingerprint
