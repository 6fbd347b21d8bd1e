// Protected templates (ISO/IEC 24745): what is stored and compared is not the template, and a new key renews it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/result.hpp"
#include "limen/core/score.hpp"
#include "limen/privacy/key.hpp"

namespace limen::privacy {

inline constexpr std::size_t longest_embedding = 4096;

/// A keyed orthonormal rotation (a product of as many Householder reflections as there are components: G. W. Stewart,
/// SIAM J. Numer. Anal. 17, 1980) and a permutation. Inner products stay what they were, up to rounding (below 10⁻⁵),
/// so nothing is lost in accuracy; another key gives vectors that compare with nothing. Revocable and, between keys,
/// unlinkable. **Not irreversible**: who has the key has the embedding (recover()), and as many known pairs as there
/// are components give the same without the key (evaluation/inversion.hpp). One key for one gallery. Const members are
/// safe to share between threads.
class RotationProtector {
 public:
  /// Error: invalid_argument (dimension not in 2 … longest_embedding).
  static Result<RotationProtector> make(const Key& key, std::size_t dimension);

  std::size_t dimension() const noexcept { return place_.size(); }
  /// Names the key without telling it: put it where templates of different keys must not meet, e.g. into
  /// face::Template::preprocessing.
  std::uint32_t tag() const noexcept { return tag_; }

  /// Errors of both: invalid_argument (another length, a value that is not finite).
  Result<SecureVector<float>> protect(std::span<const float> embedding) const;
  Result<SecureVector<float>> recover(std::span<const float> protected_embedding) const;

 private:
  RotationProtector() = default;
  Result<void> check(std::span<const float> values) const;
  std::uint32_t tag_ = 0;
  SecureVector<double> reflectors_;    // unit vectors, one row each
  SecureVector<std::uint32_t> place_;  // component i goes to place_[i]
};

/// The same for binary codes: a keyed permutation of the bits and a mask. Hamming distances stay exactly what they
/// were; as revocable and as little irreversible as RotationProtector, and fewer known pairs undo it.
class CodeProtector {
 public:
  /// Error: invalid_argument (bits not in 2 … 65536, or no multiple of 64).
  static Result<CodeProtector> make(const Key& key, std::size_t bits);

  std::size_t bits() const noexcept { return place_.size(); }
  /// Errors of both: invalid_argument (another length).
  Result<SecureVector<std::uint64_t>> protect(std::span<const std::uint64_t> code) const;
  Result<SecureVector<std::uint64_t>> recover(std::span<const std::uint64_t> protected_code) const;

 private:
  CodeProtector() = default;
  Result<void> check(std::span<const std::uint64_t> code) const;
  SecureVector<std::uint32_t> place_;  // bit i goes to place_[i]
  SecureVector<std::uint64_t> mask_;
};

struct IomParameters {
  std::size_t hashes = 512;  ///< 8 to 4096
  std::size_t choices = 4;   ///< random projections of each hash: 2, 4, 8 or 16
  friend bool operator==(const IomParameters&, const IomParameters&) = default;
};

/// Index-of-max hashing with Gaussian projections (Z. Jin et al., Ranking-based locality sensitive hashing-enabled
/// cancelable biometrics, IEEE TIFS 13, 2018): of each hash's keyed projections, only the number of the largest is
/// kept. Magnitudes are lost for good, so the embedding itself does not come back; but with the key an embedding that
/// is *close* to it does (evaluation/inversion.hpp measures how close), so the key is a secret here too. A code is made
/// of bits, hashes × (choices − 1) of them, such that different numbers of one hash always differ in choices / 2 bits:
/// Hamming distance counts the hashes that differ. Const members are safe to share between threads.
class IomProtector {
 public:
  /// Errors: invalid_argument (parameters, or dimension not in 2 … longest_embedding).
  static Result<IomProtector> make(const Key& key, std::size_t dimension, const IomParameters& parameters = {});

  std::size_t dimension() const noexcept { return dimension_; }
  const IomParameters& parameters() const noexcept { return parameters_; }
  std::size_t bits() const noexcept { return parameters_.hashes * (parameters_.choices - 1); }
  std::size_t words() const noexcept { return (bits() + 63) / 64; }  ///< of a code
  std::uint32_t tag() const noexcept { return tag_; }                ///< names the key without telling it

  /// The numbers of the largest projections, one byte each. Error: invalid_argument (length, not finite).
  Result<SecureVector<std::uint8_t>> hash(std::span<const float> embedding) const;
  /// The same as a code to be stored and searched.
  Result<SecureVector<std::uint64_t>> protect(std::span<const float> embedding) const;
  /// The numbers that a code stands for. Error: corrupt (another length, or no such code).
  Result<SecureVector<std::uint8_t>> hashes_of(std::span<const std::uint64_t> code) const;

  /// Secret: projection c of hash h starts at ((h × choices) + c) × dimension.
  std::span<const float> projections() const noexcept { return projections_; }

 private:
  IomProtector() = default;
  std::size_t dimension_ = 0;
  IomParameters parameters_;
  std::uint32_t tag_ = 0;
  SecureVector<float> projections_;  // small integers
};

/// Codes of one IomProtector, side by side, to be searched with search::exhaustive. Addressed 0 … size() − 1 in the
/// order they were added. `const` use is safe from several threads.
class IomBlock {
 public:
  IomBlock(const IomProtector& protector, std::size_t reserve = 0);
  /// Errors: model_mismatch (a protector of another key or other parameters), corrupt (length).
  Result<void> add(const IomProtector& protector, std::span<const std::uint64_t> code);

  std::size_t size() const noexcept { return codes_.size() / words_; }
  std::size_t words() const noexcept { return words_; }
  const IomParameters& parameters() const noexcept { return parameters_; }
  std::uint32_t tag() const noexcept { return tag_; }
  std::span<const std::uint64_t> codes() const noexcept { return codes_; }

 private:
  std::size_t words_;
  IomParameters parameters_;
  std::uint32_t tag_;
  SecureVector<std::uint64_t> codes_;
};

/// A protected probe, for IomBlock. Move-only, wiped.
class IomProbe {
 public:
  /// Errors: as IomProtector::protect.
  static Result<IomProbe> make(const IomProtector& protector, std::span<const float> embedding);
  IomProbe(IomProbe&&) noexcept = default;
  IomProbe& operator=(IomProbe&&) noexcept = default;
  IomProbe(const IomProbe&) = delete;
  IomProbe& operator=(const IomProbe&) = delete;

  std::span<const std::uint64_t> code() const noexcept { return code_; }
  std::uint32_t tag() const noexcept { return tag_; }

 private:
  IomProbe() = default;
  SecureVector<std::uint64_t> code_;
  std::uint32_t tag_ = 0;
};

/// How many hashes agree, of each reference; Score::lowest() if probe and block have different keys.
/// Precondition: out.size() == block.size().
void score(const IomProbe& probe, const IomBlock& block, std::span<Score> out) noexcept;

}  // namespace limen::privacy
