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
#include "limen/privacy/purpose.hpp"

namespace limen {

/// One subject to be enrolled, filled by name. All its references get these purposes and this retention class.
struct Enrolment {
  /// The caller's name for the subject, unique in the gallery: UTF-8, 1 to 256 bytes. Better a pseudonym than a name;
  /// it is sealed in either case.
  std::string label{};
  PurposeSet purposes{};          ///< for which it may be searched; empty is refused (purpose_required)
  std::string retention_class{};  ///< a row of privacy::retention_classes(); else refused (retention_required)
  std::optional<Time> anchor{};   ///< the event from which retention runs; none: the time of enrolment
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

  friend bool operator==(const ReferenceRecord&, const ReferenceRecord&) = default;
};

/// One subject and its references in the order of their ids.
struct SubjectRecord {
  SubjectId id{};
  std::string label{};
  Time enrolled{};
  std::vector<ReferenceRecord> references{};

  friend bool operator==(const SubjectRecord&, const SubjectRecord&) = default;
};

/// Counts over the whole gallery, whatever the purpose and expired ones included.
struct GalleryStats {
  std::uint64_t subjects = 0;
  std::uint64_t references = 0;
  std::uint64_t fingers = 0;
  std::uint64_t faces = 0;
  std::uint64_t expired = 0;  ///< references past their time: due to be erased
  std::uint64_t bytes = 0;    ///< size of the store
};

}  // namespace limen
