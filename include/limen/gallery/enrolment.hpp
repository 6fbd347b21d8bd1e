// What is enrolled, and what a gallery says about what it holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "limen/core/clock.hpp"
#include "limen/core/id.hpp"
#include "limen/core/modality.hpp"
#include "limen/face/template.hpp"
#include "limen/fingerprint/template.hpp"
#include "limen/privacy/category.hpp"
#include "limen/privacy/event.hpp"
#include "limen/privacy/hold.hpp"
#include "limen/privacy/purpose.hpp"
#include "limen/privacy/visibility.hpp"

namespace limen {

using privacy::ReferenceState;

/// One subject to be enrolled, filled by name. All its references get these purposes and this retention class.
struct Enrolment {
  /// The caller's name for the subject, unique in the gallery: UTF-8, 1 to 256 bytes. Better a pseudonym than a name;
  /// it is sealed in either case.
  std::string label{};
  PurposeSet purposes{};          ///< for which it may be searched; empty is refused (purpose_required)
  std::string retention_class{};  ///< one of the gallery's retention policy; else refused (retention_required)
  std::optional<Time> anchor{};   ///< the event from which retention runs; none: the time of enrolment
  /// Whose data they are; none: that of the retention class, if it has just one, else other_person.
  Category category{};
  /// On which law they are kept, if that is more than the class says; at most 256 bytes.
  std::string legal_basis{};
  /// Who brought them and answers for them; at most 64 bytes; empty: who keeps the gallery. It is not sealed.
  std::string agency{};
  std::vector<fingerprint::Template> fingers{};
  std::vector<face::Template> faces{};
};

/// One reference, without its template.
struct ReferenceRecord {
  ReferenceId id{};
  SubjectId subject{};
  Modality modality{};
  FingerPosition position = FingerPosition::unknown;  ///< unknown for a face
  PurposeSet purposes{};
  std::string retention_class{};
  Time anchor{};
  Time expires{};  ///< the first moment at which no view shows it
  Time enrolled{};
  Category category{};
  std::string legal_basis{};  ///< empty: that of its class
  std::string agency{};       ///< empty: who keeps the gallery
  bool blocked = false;
  bool marked = false;

  /// erased is what no record says any more.
  ReferenceState state() const noexcept {
    return blocked ? ReferenceState::blocked : marked ? ReferenceState::marked : ReferenceState::active;
  }

  friend bool operator==(const ReferenceRecord&, const ReferenceRecord&) = default;
};

using HoldId = Id<struct HoldTag>;  ///< one legal hold

struct SubjectHold {
  HoldId id{};
  privacy::Hold hold{};
  friend bool operator==(const SubjectHold&, const SubjectHold&) = default;
};

/// One subject and its references in the order of their ids.
struct SubjectRecord {
  SubjectId id{};
  std::string label{};
  Time enrolled{};
  std::vector<ReferenceRecord> references{};
  std::vector<privacy::Happened> events{};  ///< as they were recorded
  std::vector<SubjectHold> holds{};         ///< those that have ended, too

  friend bool operator==(const SubjectRecord&, const SubjectRecord&) = default;
};

/// Counts over the whole gallery, whatever the purpose and expired ones included.
struct GalleryStats {
  std::uint64_t subjects = 0;
  std::uint64_t references = 0;
  std::uint64_t fingers = 0;
  std::uint64_t faces = 0;
  std::uint64_t expired = 0;  ///< references past their time: due to be erased, or held
  std::uint64_t blocked = 0;
  std::uint64_t marked = 0;
  std::uint64_t bytes = 0;  ///< size of the store
};

}  // namespace limen
