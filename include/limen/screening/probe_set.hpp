// The probes of one person: handed over to a search and wiped by it.
#pragma once

#include <vector>

#include "limen/face/template.hpp"
#include "limen/fingerprint/template.hpp"

namespace limen {

namespace detail {
/// A member of this type makes an aggregate move-only.
struct MoveOnly {
  MoveOnly() = default;
  MoveOnly(MoveOnly&&) = default;
  MoveOnly& operator=(MoveOnly&&) = default;
};
}  // namespace detail

/// Filled by name: `{.fingers = {finger}, .faces = {face}}`. Move-only; has no serialisation. screen() wipes it on
/// every way out. The templates that were copied into it are the caller's to release.
struct ProbeSet {
  std::vector<fingerprint::Template> fingers{};
  std::vector<face::Template> faces{};
  [[no_unique_address]] detail::MoveOnly move_only{};

  bool empty() const noexcept { return fingers.empty() && faces.empty(); }
  std::size_t size() const noexcept { return fingers.size() + faces.size(); }
  void wipe() noexcept;  ///< overwrites and releases every template
};

}  // namespace limen
