// A face prepared to be asked about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "limen/core/bytes.hpp"
#include "limen/face/template.hpp"
#include "limen/search/panels.hpp"

namespace limen::face {

/// Made once a search, compared many times. Move-only, without serialisation, wiped when destroyed.
/// `const` use is safe from several threads.
class Probe {
 public:
  explicit Probe(const Template& face);
  Probe(Probe&&) noexcept = default;
  Probe& operator=(Probe&&) noexcept = default;
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  const ModelId& model() const noexcept { return model_; }
  std::uint32_t preprocessing() const noexcept { return preprocessing_; }
  std::span<const std::int16_t> code() const noexcept { return code_; }             ///< embedding × 2¹⁵
  std::int64_t square() const noexcept { return square_; }                          ///< Σ code², exact
  std::span<const std::int8_t> panel_code() const noexcept { return panel_code_; }  ///< int8, up to a multiple of 64
  const search::Encoded& panel_encoding() const noexcept { return panel_encoding_; }

 private:
  ModelId model_;
  std::uint32_t preprocessing_;
  SecureVector<std::int16_t> code_;
  std::int64_t square_;
  SecureVector<std::int8_t> panel_code_;
  search::Encoded panel_encoding_;
};

Probe prepare(const Template& face);

}  // namespace limen::face
