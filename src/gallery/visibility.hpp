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

 private:
  std::vector<std::int64_t> expires_;
  std::vector<std::uint32_t> purposes_;  // for which the reference may be seen in its state
  std::vector<std::uint32_t> categories_;
  std::vector<std::uint32_t> agencies_;  // index into names_
  std::vector<std::string> names_;
};

}  // namespace limen
