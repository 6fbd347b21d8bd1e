// 1:N search of fingers: three cheap stages over small forms, then the full comparison of the few that are left.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/core/id.hpp"
#include "limen/core/result.hpp"
#include "limen/core/score.hpp"
#include "limen/fingerprint/probe.hpp"
#include "limen/fingerprint/template.hpp"
#include "limen/fingerprint/weights.hpp"
#include "limen/search/filter.hpp"

namespace limen::fingerprint {

/// Which stages a search has; docs/performance.md has their loss and their speed.
enum class Profile : std::uint8_t {
  fast,        ///< binary codes choose for int8 descriptors, these for the full comparison
  safe,        ///< int8 descriptors of every visible reference choose
  exhaustive,  ///< every visible reference is compared in full: for audits and small views
};
inline constexpr std::array all_profiles{Profile::fast, Profile::safe, Profile::exhaustive};
std::string_view to_string(Profile profile) noexcept;

/// How many references each stage hands on. What of them a search takes follows from how many are visible, and from the
/// loss it may have.
struct StageSizes {
  std::size_t described = 0;  ///< compared by descriptors (fast: the best by codes)
  std::size_t aligned = 0;    ///< of these the best: aligned, minutia by minutia
  std::size_t compared = 0;   ///< of these the best: compared in full
  friend bool operator==(const StageSizes&, const StageSizes&) = default;
};

/// The range of losses that the measured curve covers.
inline constexpr double least_loss = 0.002, most_loss = 0.5;

/// Of `visible` references. `loss`: the share of mates that the stages may drop, of those that the full comparison of
/// all would find: accepted at a false-match rate of 1/visible, but at most 1e-4 and at least 1e-6 (measured:
/// docs/performance.md). Precondition: least_loss ≤ loss ≤ most_loss.
StageSizes stage_sizes(std::size_t visible, double loss, Profile profile = Profile::fast) noexcept;

/// Filled by name: `{.candidates = 10, .loss = 0.002}`.
struct IndexQuery {
  std::size_t candidates = 20;        ///< at most so many for each probe; 0: none
  std::optional<double> threshold{};  ///< least −log10 of the false-match rate; none: no threshold
  const search::Filter* filter =
      nullptr;  ///< bit i: whether ids()[i] may be seen; null: all. Outside it nothing is read.
  Profile profile = Profile::fast;
  double loss = 0.005;  ///< least_loss to most_loss: smaller ones cost more comparisons
  /// A probe of known position is compared with references of that position and of none. True: with those of the
  /// fingers beside it too, for slips in labelling.
  bool neighbours = false;
  std::span<const SubjectId> also{};  ///< search_person: compared in full whatever the stages say, if they may be seen
};

/// A reference with its full comparison.
struct IndexCandidate {
  ReferenceId id{};
  SubjectId subject{};         ///< as it was added; 0 for none
  Score score{};               ///< natural-log likelihood ratio
  double minus_log10_fmr = 0;  ///< what it stands for, by the method's own calibration
  bool extrapolated = false;   ///< the rate lies beyond the calibration's data
  Method method{};             ///< minutiae_only: one of the two prints has no ridge map
  friend bool operator==(const IndexCandidate&, const IndexCandidate&) = default;
};

struct IndexCandidates {
  /// One for each probe: the lower false-match rate first, then the higher score, then the lower id.
  std::vector<std::vector<IndexCandidate>> lists;
  std::vector<std::size_t> visible;  ///< for each probe: references that might have been candidates
  std::vector<StageSizes> stages;    ///< for each probe: how many each stage took
};

/// A person with the evidence of all probes.
struct PersonCandidate {
  SubjectId subject{};
  double minus_log10_fmr = 0;           ///< summed over the probes
  std::vector<IndexCandidate> fingers;  ///< for each probe the best of the person's references; id 0: none compared
  std::vector<std::size_t> compared;    ///< for each probe: with how many of the person's references
  friend bool operator==(const PersonCandidate&, const PersonCandidate&) = default;
};

/// Memory, in bytes.
struct IndexMemory {
  std::size_t forms = 0;      ///< what the first stages read, ids included
  std::size_t templates = 0;  ///< for the full comparison, read when they are needed
  std::size_t directory = 0;  ///< where each id stands (estimated); none in an opened file
  bool mapped = false;        ///< forms and templates are a file's pages
  friend bool operator==(const IndexMemory&, const IndexMemory&) = default;
};

/// Fingers under 64-bit ids that never shift. Lists are the same for every number of threads, every SIMD target and
/// every order of adding, and do not depend on what a filter hides. Movable. `const` use is safe from several threads;
/// changes need the index alone. A finger with fewer than four minutiae is kept and is never a candidate.
class Index {
 public:
  Index();
  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;
  ~Index();

  /// A saved index, mapped into memory and read-only: opening reads the header, ids, positions and places and checks
  /// their sums; verify() checks the rest, and a template is checked whenever it is compared. The file may be replaced
  /// meanwhile (by save(), by rename), not rewritten in place. Errors: not_found, io_error, unsupported_format,
  /// newer_version, corrupt.
  static Result<Index> open(const std::filesystem::path& path);
  /// The same, read into memory and verified whole; may be changed.
  static Result<Index> load(const std::filesystem::path& path, const Work& work = {});

  /// What the index holds now, read-only: later changes of the index do not reach it, and it may outlive it. Shares the
  /// memory of what does not change since; what is removed from the index stays until its last snapshot goes. Takes 40
  /// bytes a reference. The index must not be used by others meanwhile.
  Index snapshot();

  std::size_t size() const noexcept;
  bool read_only() const noexcept;  ///< opened from a file, or a snapshot
  /// In the order of a filter's bits; remove() moves the last one into the place that is free.
  std::span<const ReferenceId> ids() const noexcept;
  std::span<const SubjectId> subjects() const noexcept;
  std::span<const FingerPosition> positions() const noexcept;
  bool contains(ReferenceId id) const;
  IndexMemory memory() const noexcept;

  /// Adds fingers, all or none; `subjects` (none, or one for each) say whose they are. Errors: invalid_argument (sizes,
  /// id 0, an id twice, a template outside its bounds, named by its index), already_exists, access_denied (read-only),
  /// cancelled.
  Result<void> add(std::span<const ReferenceId> ids, std::span<const Template> fingers,
                   std::span<const SubjectId> subjects = {}, const Work& work = {});
  /// The same for templates as serialise() writes them. Errors: as add(); as parse(), named by the index.
  Result<void> add_serialised(std::span<const ReferenceId> ids, std::span<const std::span<const std::byte>> fingers,
                              std::span<const SubjectId> subjects = {}, const Work& work = {});
  /// New templates for ids that are there, all or none; subjects stay. Errors: as add(); not_found.
  Result<void> update(std::span<const ReferenceId> ids, std::span<const Template> fingers, const Work& work = {});
  /// All or none: wiped at once, the memory is used again or given back. Errors: not_found, invalid_argument (an id
  /// twice), access_denied.
  Result<void> remove(std::span<const ReferenceId> ids);
  /// Gives back all memory that is not in use. Error: access_denied.
  Result<void> compact();
  /// The template of a reference, as it was added. Errors: not_found, corrupt.
  Result<Template> finger(ReferenceId id) const;

  /// The best candidates of each probe. Errors: invalid_argument (NaN threshold, loss, a filter of another size),
  /// corrupt (a template of a mapped file is damaged), cancelled.
  Result<IndexCandidates> search(std::span<const Probe> probes, const IndexQuery& query = {},
                                 const Work& work = {}) const;

  /// The best persons for several fingers of one person: evidence is summed over all probes before any person is left
  /// out. Probes and references of unknown position may be any finger. References without a subject are not searched.
  /// Errors: as search().
  Result<std::vector<PersonCandidate>> search_person(std::span<const Probe> probes, const IndexQuery& query = {},
                                                     const Work& work = {}) const;

  /// Replaces `path` atomically: there stands the old file or the whole new one, also after a crash. Errors: io_error,
  /// cancelled.
  Result<void> save(const std::filesystem::path& path, const Work& work = {}) const;
  /// Checks every byte of a mapped file against its sums; nothing to do for an index in memory. Errors: corrupt,
  /// cancelled.
  Result<void> verify(const Work& work = {}) const;

  struct State;  ///< of the library's own files
  const State& state() const noexcept { return *state_; }

 private:
  explicit Index(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace limen::fingerprint
