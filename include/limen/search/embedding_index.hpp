// 1:N search of embeddings: int8 speed, and a list proved identical to the exact float search.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "limen/core/calibration.hpp"
#include "limen/core/candidate.hpp"
#include "limen/core/error_rate.hpp"
#include "limen/core/executor.hpp"
#include "limen/core/id.hpp"
#include "limen/core/result.hpp"
#include "limen/search/filter.hpp"

namespace limen::search {

/// What an index keeps beside its int8 codes. The float score is the inner product of what is kept.
enum class Originals : std::uint8_t { none, float16, float32 };

/// How a search is made; docs/performance.md has the bounds, the proof and the figures.
enum class Mode : std::uint8_t {
  certified,  ///< int8 first; what its error bound leaves in doubt is compared in float: the list of `floating`, always
  quantised,  ///< int8 alone: needs no originals, scores are off by some thousandths
  floating,   ///< every reference in float
  cascade,    ///< sign bits choose whom to compare in float: approximate
};
std::string_view to_string(Mode mode) noexcept;
std::string_view to_string(Originals originals) noexcept;

/// Filled by name: `{.dimension = 512}`.
struct EmbeddingOptions {
  std::size_t dimension = 0;  ///< 64 to 2048
  Originals originals = Originals::float32;
  bool sign_bits = false;  ///< kept for Mode::cascade
  float clip = 5;          ///< components beyond clip / √dimension lose precision in int8; in (0, 64]
};

/// Filled by name: `{.candidates = 10, .threshold = 0.4F}` or `{.rate = ErrorRate{.fpir = 1e-3}, .calibration = &c}`.
struct EmbeddingQuery {
  std::size_t candidates = 20;       ///< at most so many for each probe; 0: none
  std::optional<float> threshold{};  ///< least score; none: no threshold
  const Filter* filter = nullptr;    ///< bit i: whether ids()[i] may be seen; null: all. Outside it nothing is read.
  Mode mode = Mode::certified;
  double keep = 0.001;               ///< cascade only: fraction of the view compared in full, in (0, 1]
  std::size_t keep_at_least = 1000;  ///< cascade only: compared in full whatever the fraction gives
  /// In place of a threshold: the rate that it follows from (with `calibration`; n is the number of visible references
  /// where it is not said).
  std::optional<ErrorRate> rate{};
  /// What the cosines of this model stand for: then the result says how many false candidates are to be expected.
  /// Borrowed.
  const Calibration* calibration = nullptr;
};

/// The lists of all probes, and the figures of the proof.
struct EmbeddingCandidates {
  using Candidate = BasicCandidate<ReferenceId, float>;
  /// How much of the view the bound left in doubt, for one probe. May differ with the number of threads; lists do not.
  struct Proof {
    std::size_t in_doubt = 0;  ///< references whose bound reached the list
    std::size_t compared = 0;  ///< of these, compared in float
    friend bool operator==(const Proof&, const Proof&) = default;
  };
  std::vector<std::vector<Candidate>> lists;  ///< one for each probe, in the total order: score down, then id up
  std::vector<Proof> proofs;                  ///< one for each probe
  std::size_t visible = 0;                    ///< references that might have been candidates
  std::optional<float> threshold{};           ///< least score, as it was given or follows from the rate
  /// For each probe: at or above the threshold, of a person who is none of these references; nothing without a
  /// threshold or calibration.
  std::optional<double> expected_false_candidates{};
};

/// Embeddings of unit length (whatever is given is scaled) under 64-bit ids that never shift. The score is the cosine.
/// Lists are the same for every number of threads and every SIMD target. Movable. `const` use is safe from several
/// threads; changes need the index alone.
class EmbeddingIndex {
 public:
  /// Error (invalid_argument): an option outside its range.
  static Result<EmbeddingIndex> create(const EmbeddingOptions& options);

  /// A saved index, mapped into memory and read-only: opening reads the header, the ids and the error bounds and checks
  /// their sums; verify() checks the rest. The file may be replaced meanwhile (by save(), by rename), not rewritten in
  /// place. Errors: not_found, io_error, unsupported_format, newer_version, corrupt.
  static Result<EmbeddingIndex> open(const std::filesystem::path& path);

  /// The same, read into memory and verified whole; may be changed.
  static Result<EmbeddingIndex> load(const std::filesystem::path& path, const Work& work = {});

  EmbeddingIndex(EmbeddingIndex&&) noexcept;
  EmbeddingIndex& operator=(EmbeddingIndex&&) noexcept;
  ~EmbeddingIndex();

  std::size_t size() const noexcept;
  std::size_t dimension() const noexcept;
  const EmbeddingOptions& options() const noexcept;
  bool read_only() const noexcept;
  /// In the order of a filter's bits; remove() moves the last one into the place that is free.
  std::span<const ReferenceId> ids() const noexcept;
  bool contains(ReferenceId id) const;

  /// Adds vectors (ids.size() × dimension, row by row), all or none. Errors: invalid_argument (sizes, id 0, an id
  /// twice, a vector with NaN or infinity or of length 0, named by its index), already_exists, access_denied
  /// (read-only).
  Result<void> add(std::span<const ReferenceId> ids, std::span<const float> vectors, const Work& work = {});
  /// New vectors for ids that are there, all or none. Errors: as add(); not_found.
  Result<void> update(std::span<const ReferenceId> ids, std::span<const float> vectors);
  /// O(1) for each id, all or none: wiped at once, the memory is used again or given back. Errors: not_found,
  /// invalid_argument (an id twice), access_denied.
  Result<void> remove(std::span<const ReferenceId> ids);
  /// Gives back all memory that is not in use, and tightens the bounds that removed vectors left. Error: access_denied.
  Result<void> compact();

  /// The best candidates of each probe (probes: n × dimension, row by row). Errors: invalid_argument (sizes, NaN or
  /// infinity or length 0 in a probe, NaN threshold, a rate with a threshold or without a calibration or out of its
  /// range, keep, a filter of another size, a mode whose data the index does not keep), corrupt (codes and originals
  /// contradict each other), cancelled.
  Result<EmbeddingCandidates> search(std::span<const float> probes, const EmbeddingQuery& query = {},
                                     const Work& work = {}) const;
  /// Every reference whose score is at least query.threshold, or at least the one that query.rate gives; one of
  /// them must be said, and query.candidates means nothing.
  Result<EmbeddingCandidates> range_search(std::span<const float> probes, const EmbeddingQuery& query,
                                           const Work& work = {}) const;

  /// Replaces `path` atomically: there stands the old file or the whole new one, also after a crash. Error: io_error.
  Result<void> save(const std::filesystem::path& path, const Work& work = {}) const;
  /// Checks every byte of a mapped file against its sums; nothing to do for an index in memory. Errors: corrupt,
  /// cancelled.
  Result<void> verify(const Work& work = {}) const;

  struct State;  ///< of the library's own files

 private:
  explicit EmbeddingIndex(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace limen::search
