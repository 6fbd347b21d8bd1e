// What a gallery keeps prepared in memory, and how a view lays it out.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "limen/face/block.hpp"
#include "limen/fingerprint/index.hpp"
#include "limen/gallery/enrolment.hpp"
#include "limen/gallery/view.hpp"
#include "limen/search/filter.hpp"

namespace limen {

/// One reference of the gallery. Faces are prepared when a view first needs them; fingers: fingers.hpp.
struct Row {
  ReferenceRecord record;
  std::shared_ptr<const face::Template> face{};
};

/// A block with its ids, shared by the views that show exactly these references.
template <class Block>
struct Shelf {
  Block block;
  std::vector<ReferenceId> ids;
  std::vector<SubjectId> subjects;
};

template <class Block>
using Shelves = std::vector<std::shared_ptr<const Shelf<Block>>>;

inline constexpr std::size_t shelf_size = 1024;  ///< rows: small enough to spread over threads

/// A prepared face with what a view says of it.
struct FaceRow {
  ReferenceId id;
  SubjectId subject;
  const face::Template* face;
};

/// Lays out faces (ascending ids); takes over the shelves of `last` that are the same.
Shelves<face::Block> shelve(std::span<const FaceRow> rows, const Shelves<face::Block>& last);

class PreparedFingers;
class Visibility;

/// The references that some view shows, laid out. Shared by all views that show exactly these.
struct Layout {
  /// Of the rows that are seen, all prepared; takes over the shelves of `last` that are the same.
  static std::shared_ptr<const Layout> of(const std::vector<Row>& rows, const search::Filter& seen,
                                          const Visibility& visibility, PreparedFingers& prepared,
                                          const Layout* last = nullptr);

  std::vector<ReferenceId> ids;  ///< ascending
  std::size_t subjects = 0;
  privacy::Digest ids_digest;
  std::shared_ptr<const fingerprint::Index> fingers;
  search::Filter visible_fingers;
  Shelves<face::Block> face_shelves;
  std::vector<ViewBlock<face::Block>> faces;
};

/// The layouts of the last views, by the references they show.
class LastViews {
 public:
  std::shared_ptr<const Layout> find(const search::Filter& visible) const;
  void keep(const search::Filter& visible, std::shared_ptr<const Layout> layout);
  const Layout* last() const noexcept { return kept_.empty() ? last_.get() : kept_.front().second.get(); }
  /// Other rows: no layout fits any more, but shelves of the last one may.
  void clear();
  /// Something was erased: nothing of it is kept.
  void forget() noexcept;

 private:
  std::vector<std::pair<search::Filter, std::shared_ptr<const Layout>>> kept_;  // the last first
  std::shared_ptr<const Layout> last_;
};

struct View::State {
  State(std::string gallery, const ViewRequest& request, Time at, std::shared_ptr<const Layout> layout);
  Result<fingerprint::IndexQuery> visible(fingerprint::IndexQuery query) const;

  Purpose purpose;
  std::string legal_basis;
  Time at;
  std::string gallery;
  privacy::Digest hash;
  std::shared_ptr<const Layout> layout;
};

}  // namespace limen
