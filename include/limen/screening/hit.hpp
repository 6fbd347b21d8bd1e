// Hit / no-hit between two agencies that do not trust each other: first whether, then — after a human being — who.
//
//     A: ask() ──question──▶ B: HitDesk::answer() ──answer──▶ A: read_answer(), a human looks, confirm()
//     A ◀──release── B: HitDesk::release() ◀──confirmation── A
//
// Every message is a file, signed by who sends it and sealed to who gets it.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limen/core/clock.hpp"
#include "limen/core/result.hpp"
#include "limen/face/calibration.hpp"
#include "limen/gallery/gallery.hpp"
#include "limen/privacy/audit.hpp"
#include "limen/privacy/box.hpp"
#include "limen/privacy/sign.hpp"
#include "limen/screening/decide.hpp"
#include "limen/screening/probe_set.hpp"

namespace limen {

/// An agency as the others know it. Not secret; exchanged once, on some other way.
struct Party {
  privacy::PublicKey signing{};
  privacy::BoxPublicKey box{};
  friend bool operator==(const Party&, const Party&) = default;
};
/// The public side of an agency's secret seed.
Party party_of(const privacy::Key& seed);

/// Random, one for each question. The reference of a hit is another such number, good for that question alone: who
/// collects references learns nothing about who is who.
using HitId = std::array<std::byte, 16>;

/// How far above the threshold the best candidate lies: more than this is not said before the release.
enum class ScoreBand : std::uint8_t {
  none = 0,      ///< no hit
  at = 1,        ///< less than a decade above
  above = 2,     ///< one to three decades
  far_above = 3  ///< three decades and more
};
std::string_view to_string(ScoreBand band) noexcept;

/// Filled by name. The probes' templates are handed to the other agency; they are wiped here.
struct Question {
  Purpose purpose{};      ///< required
  std::string officer{};  ///< required
  std::string on_behalf_of{};
  std::string legal_basis{};
  std::string justification{};
  std::string case_reference{};
  ProbeSet probes{};
};

/// Writes a question, after an audit entry (`disclosure`). Errors: purpose_required, invalid_argument (no officer, no
/// probe), audit_failed, io_error.
Result<HitId> ask(Question&& question, const privacy::Key& own, const Party& other, Audit& audit,
                  const std::filesystem::path& out, const Clock* clock = nullptr);

struct HitAnswer {
  HitId question{};
  bool hit = false;
  ScoreBand band = ScoreBand::none;
  HitId reference{};  ///< of a hit; noise where there is none: hit and no-hit answers look alike from outside
  Time deadline{};    ///< until then the confirmation has to be there
  friend bool operator==(const HitAnswer&, const HitAnswer&) = default;
};
/// Errors: not_found, io_error, unsupported_format, newer_version, corrupt, tampered (also another sender's),
/// wrong_key.
Result<HitAnswer> read_answer(const std::filesystem::path& file, const privacy::Key& own, const Party& other);

/// What a human being says who has looked at the hit. Filled by name; all but legal_basis required.
struct HitConfirmation {
  std::string officer{};        ///< who looked
  std::string recipient{};      ///< for whom the record is
  std::string justification{};  ///< why it is needed
  std::string legal_basis{};
};
/// Writes the confirmation token: signed with the *officer's* own key, which the answering agency knows, inside a
/// message of the agency. Error: invalid_argument (no hit, a text missing, the agency's key used as the officer's).
Result<void> confirm(const HitAnswer& answer, const HitConfirmation& confirmation, const privacy::Key& officer_key,
                     const privacy::Key& own, const Party& other, const std::filesystem::path& out,
                     const Clock* clock = nullptr);

/// The record, as it was released.
struct HitRecord {
  HitId reference{};
  SecureVector<std::byte> record{};
  friend bool operator==(const HitRecord&, const HitRecord&) = default;
};
/// Errors: as read_answer().
Result<HitRecord> read_release(const std::filesystem::path& file, const privacy::Key& own, const Party& other);

struct HitDeskOptions {
  std::chrono::hours question_age{24};  ///< an older question is refused
  std::chrono::hours answer_life{48};   ///< from the answer to the deadline of the confirmation
  const Clock* clock = nullptr;         ///< none: the system's clock. Must outlive the desk.
  /// For faces, as in ScreenRequest.
  std::vector<face::ModelCalibration> face_calibrations{};
};

/// The answering side. What was asked and what may be released is kept in a sealed file, so that nothing is answered or
/// released twice, also after a restart. It holds no probe. One thread, one process at a time.
class HitDesk {
 public:
  /// A file that is not there is made. Errors: wrong_key (or changed bytes), io_error, newer_version,
  /// unsupported_format.
  static Result<HitDesk> open(const std::filesystem::path& ledger, const privacy::Key& own,
                              const HitDeskOptions& options = {});

  /// Step one: searches the view (its purpose has to be the question's) and says hit or no hit. Audited by screen(),
  /// and as `disclosure`, before the answer is written. Errors: as read_answer() for the question; already_exists
  /// (asked before), access_denied (too old, another purpose), clock_suspect (from the future), and as screen() and
  /// decide().
  Result<HitAnswer> answer(const std::filesystem::path& question, const Party& asker, const View& view,
                           const Policy& policy, Audit& audit, const std::filesystem::path& out);

  /// What is handed out of a subject's record.
  using Record = std::function<Result<SecureVector<std::byte>>(const SubjectRecord&)>;
  /// Step two: releases the record of a reference, once, to a recipient, on the word of a known officer. Audited as
  /// `disclosure` before it is written. Errors: as read_answer() for the confirmation; access_denied (no known officer,
  /// unknown or spent reference, another asker's, past the deadline), clock_suspect, not_found (the subject was
  /// erased).
  Result<void> release(const std::filesystem::path& confirmation, const Party& asker,
                       std::span<const privacy::PublicKey> officers, Gallery& gallery, const Record& record,
                       Audit& audit, const std::filesystem::path& out);

  HitDesk(HitDesk&&) noexcept;
  HitDesk& operator=(HitDesk&&) noexcept;
  ~HitDesk();

 private:
  struct State;
  explicit HitDesk(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

/// The officer's public half, for the list of `release`.
privacy::PublicKey officer_of(const privacy::Key& officer_key);

}  // namespace limen
