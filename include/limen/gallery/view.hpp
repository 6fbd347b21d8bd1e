// A view: what may be searched for one purpose at one time, decided before anything is compared.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/clock.hpp"
#include "limen/core/id.hpp"
#include "limen/core/modality.hpp"
#include "limen/fingerprint/index.hpp"
#include "limen/privacy/category.hpp"
#include "limen/privacy/digest.hpp"
#include "limen/privacy/purpose.hpp"

namespace limen {

namespace face {
class Block;
}

/// What is asked of a gallery: `{.purpose = Purpose::border_check, .at = now}`.
struct ViewRequest {
  Purpose purpose{};  ///< required; an unknown one is refused (purpose_required)
  /// None: the gallery's clock, but not before the last time it was believed.
  std::optional<Time> at{};
  std::string legal_basis{};            ///< of the search; goes with the view to the audit
  std::vector<std::string> agencies{};  ///< whose references are asked; empty: everybody's; "" is who keeps the gallery
  CategorySet categories{};             ///< whose data are asked; empty: everybody's
};

/// Prepared references that may be searched, in the order of their ids. `ids` and `subjects` go by row of the block.
/// Borrowed from the view.
template <class Block>
struct ViewBlock {
  const Block* block = nullptr;
  std::span<const ReferenceId> ids;
  std::span<const SubjectId> subjects;
};

/// A finger that may be searched.
struct ViewFinger {
  ReferenceId id{};
  SubjectId subject{};
  FingerPosition position = FingerPosition::unknown;
  friend auto operator<=>(const ViewFinger&, const ViewFinger&) = default;
};

/// An immutable snapshot: later writers do not change it, it outlives its gallery, and any number of threads may search
/// it. It holds the references that are permitted for its purpose, in a state in which that purpose sees them, not
/// expired at its time and of the agencies and categories asked for, and no others. Movable.
/// Prepared references stay in memory as long as a view holds them, also when they have been removed from the gallery.
class View {
 public:
  View(View&&) noexcept;
  View& operator=(View&&) noexcept;
  ~View();

  Purpose purpose() const noexcept;
  Time at() const noexcept;
  const std::string& legal_basis() const noexcept;
  std::string_view gallery() const noexcept;          ///< the gallery's id
  std::size_t size() const noexcept;                  ///< visible references
  std::span<const ReferenceId> ids() const noexcept;  ///< of these, ascending
  std::size_t subjects() const noexcept;              ///< subjects with at least one visible reference: the N of FPIR
  /// BLAKE2b-256 of gallery id, purpose and visible reference ids: two views with one hash search the same.
  const privacy::Digest& hash() const noexcept;

  std::vector<ViewFinger> fingers() const;  ///< those that are visible, by id
  /// fingerprint::Index::search() and search_person() among the visible fingers: others are not read, and change
  /// nothing. Errors: theirs; invalid_argument if the query brings a filter.
  Result<fingerprint::IndexCandidates> search_fingers(std::span<const fingerprint::Probe> probes,
                                                      const fingerprint::IndexQuery& query = {},
                                                      const Work& work = {}) const;
  Result<std::vector<fingerprint::PersonCandidate>> search_persons(std::span<const fingerprint::Probe> probes,
                                                                   const fingerprint::IndexQuery& query = {},
                                                                   const Work& work = {}) const;
  /// Memory of all fingers that the gallery keeps prepared, visible here or not.
  fingerprint::IndexMemory finger_memory() const noexcept;
  /// Faces; what is not visible is in no block.
  std::span<const ViewBlock<face::Block>> faces() const noexcept;

 private:
  friend class Gallery;
  friend class Pack;
  struct State;
  explicit View(std::unique_ptr<const State> state) noexcept;
  std::unique_ptr<const State> state_;
};

}  // namespace limen
