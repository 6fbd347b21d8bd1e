// What a gallery keeps prepared in memory, and how a view lays it out.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "limen/face/block.hpp"
#include "limen/fingerprint/block.hpp"
#include "limen/gallery/enrolment.hpp"
#include "limen/gallery/view.hpp"

namespace limen {

/// One reference of the gallery; prepared when a view first needs it.
struct Row {
  ReferenceRecord record;
  std::optional<fingerprint::Reference> finger{};
  std::shared_ptr<const face::Template> face{};

  bool prepared() const noexcept { return finger.has_value() || face != nullptr; }
};

/// A block with its ids, shared by the views that show exactly these references.
template <class Block>
struct Shelf {
  FingerPosition position = FingerPosition::unknown;
  Block block;
  std::vector<ReferenceId> ids;
  std::vector<SubjectId> subjects;
};

template <class Block>
using Shelves = std::vector<std::shared_ptr<const Shelf<Block>>>;

inline constexpr std::size_t shelf_size = 1024;  ///< rows: small enough to spread over threads

/// Lays out rows (ascending ids, all prepared), by position; takes over the shelves of `last` that are the same.
Shelves<fingerprint::Block> shelve_fingers(const std::vector<const Row*>& rows,
                                           const Shelves<fingerprint::Block>& last);
Shelves<face::Block> shelve_faces(const std::vector<const Row*>& rows, const Shelves<face::Block>& last);

struct View::State {
  /// Lays out what is visible (ascending ids, all prepared), with its hash and counts.
  static std::unique_ptr<State> of(std::string gallery, Purpose purpose, Time at,
                                   const std::vector<const Row*>& visible,
                                   const Shelves<fingerprint::Block>& last_fingers = {},
                                   const Shelves<face::Block>& last_faces = {});

  Purpose purpose{};
  Time at{};
  std::string gallery;
  std::size_t size = 0;
  std::size_t subjects = 0;
  privacy::Digest hash;
  Shelves<fingerprint::Block> finger_shelves;
  Shelves<face::Block> face_shelves;
  std::vector<ViewBlock<fingerprint::Block>> fingers;
  std::vector<ViewBlock<face::Block>> faces;
};

}  // namespace limen
