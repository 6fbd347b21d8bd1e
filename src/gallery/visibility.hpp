// Who may be seen, decided column by column for all references of a gallery.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "limen/gallery/view.hpp"
#include "limen/search/filter.hpp"

#include "gallery/shelf.hpp"

namespace limen {

/// What visibility depends on, one column each: a million references are read in a few milliseconds.
class Visibility {
 public:
  Visibility() = default;
  explicit Visibility(const std::vector<Row>& rows);

  std::size_t size() const noexcept { return expires_.size(); }
  /// One bit for each row. Precondition: request.purpose is known.
  search::Filter filter(const ViewRequest& request, Time at) const;

  const search::Filter& faces() const noexcept { return faces_; }
  ReferenceId id(std::size_t row) const noexcept { return ids_[row]; }
  SubjectId subject(std::size_t row) const noexcept { return subject_ids_[subjects_[row]]; }
  std::vector<ReferenceId> ids(const search::Filter& seen) const;
  std::size_t subjects(const search::Filter& seen) const;  ///< how many have at least one that is seen

 private:
  std::vector<ReferenceId> ids_;
  std::vector<std::uint32_t> subjects_;  // a number for each
  std::vector<SubjectId> subject_ids_;   // by that number
  search::Filter faces_;
  std::vector<std::int64_t> expires_;
  std::vector<std::uint32_t> purposes_;  // for which the reference may be seen in its state
  std::vector<std::uint32_t> categories_;
  std::vector<std::uint32_t> agencies_;  // index into names_
  std::vector<std::string> names_;
};

}  // namespace limen
