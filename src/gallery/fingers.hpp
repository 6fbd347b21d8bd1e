// The fingers of a gallery that a view has needed so far, searchable; views hold snapshots of them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/fingerprint/index.hpp"

#include "gallery/shelf.hpp"

namespace limen {

class PreparedFingers {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  /// Templates as they were stored. Errors: as fingerprint::Index::add_serialised().
  Result<void> add(std::span<const ReferenceId> ids, std::span<const std::span<const std::byte>> templates,
                   std::span<const SubjectId> subjects, const Work& work);
  Result<void> add(std::span<const ReferenceId> ids, std::span<const fingerprint::Template> templates,
                   std::span<const SubjectId> subjects, const Work& work);
  /// Those of them that are there.
  void remove(std::span<const ReferenceId> ids);

  std::shared_ptr<const fingerprint::Index> snapshot();
  /// For each row (ascending ids) where its reference stands in the snapshot; or none.
  const std::vector<std::uint32_t>& places_of(const std::vector<Row>& rows);
  /// The rows that are asked for will be others.
  void rows_changed() noexcept { places_.reset(); }

 private:
  void changed() noexcept;

  fingerprint::Index index_;
  std::shared_ptr<const fingerprint::Index> snapshot_;
  std::optional<std::vector<std::uint32_t>> places_;
};

}  // namespace limen
