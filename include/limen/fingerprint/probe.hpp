// A finger prepared to be asked about.
#pragma once

#include <cstddef>
#include <memory>

#include "limen/fingerprint/template.hpp"

namespace limen::fingerprint {

struct Prepared;  // private to the library: descriptors, minutiae and cells as the comparator reads them

/// Made once a search, compared many times. Move-only, without serialisation, wiped when destroyed.
/// `const` use is safe from several threads.
class Probe {
 public:
  explicit Probe(const Template& finger);
  Probe(Probe&&) noexcept;
  Probe& operator=(Probe&&) noexcept;
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;
  ~Probe();

  FingerPosition position() const noexcept;
  std::size_t minutiae() const noexcept;  ///< those used: at most 128, the best of the template
  bool has_ridge_map() const noexcept;    ///< false: every comparison with it is a minutiae-only one
  std::size_t bytes() const noexcept;     ///< memory of the prepared form; a reference's is the same
  const Prepared& prepared() const noexcept { return *prepared_; }

 private:
  std::unique_ptr<const Prepared> prepared_;
};

/// Descriptors and tables of a finger: some tens of microseconds. Any template is accepted; one without usable
/// minutiae compares as `too_few_features` (Score::lowest() in a search).
Probe prepare(const Template& finger);

}  // namespace limen::fingerprint
