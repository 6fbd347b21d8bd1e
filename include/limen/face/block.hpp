// References laid out to be searched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/score.hpp"
#include "limen/face/probe.hpp"

namespace limen::face {

/// An immutable list of references, addressed 0 … size() − 1 in the order they were added; models may be mixed.
/// `const` use is safe from several threads.
class Block {
 public:
  class Builder;

  std::size_t size() const noexcept { return entries_.size(); }

  /// References that compare with one another: the same network, preprocessing and number of components.
  struct Space {
    ModelId model;
    std::uint32_t preprocessing;
    std::size_t dimension;
    friend bool operator==(const Space&, const Space&) = default;
  };
  struct Entry {
    std::uint32_t space;  ///< index into spaces()
    std::size_t offset;   ///< of its first component in codes()
    std::int64_t square;  ///< Σ code², exact
  };
  std::span<const Space> spaces() const noexcept { return spaces_; }
  std::span<const Entry> entries() const noexcept { return entries_; }
  std::span<const std::int16_t> codes() const noexcept { return codes_; }
  /// The same references as int8 panels, and their errors; empty where models are mixed.
  std::span<const std::uint8_t> panels() const noexcept { return panels_; }
  std::span<const float> errors() const noexcept { return errors_; }

 private:
  std::vector<Space> spaces_;
  std::vector<Entry> entries_;
  SecureVector<std::int16_t> codes_;
  SecureVector<std::uint8_t> panels_;
  std::vector<float> errors_;
};

/// One thread at a time.
class Block::Builder {
 public:
  void add(const Template& face);
  std::size_t size() const noexcept { return block_.size(); }
  Block finish();  ///< the Builder is empty afterwards

 private:
  Block block_;
};

/// The cosine of a probe with every reference of a block; Score::lowest() where the models differ. Integer sums and
/// one correctly rounded division: the same bits on every machine. Precondition: out.size() == block.size().
void score(const Probe& probe, const Block& block, std::span<Score> out) noexcept;

/// The same for the references that score at least `least`; Score::lowest() or the score for the others, who are proved
/// to score less by the bound of their int8 codes. Precondition: out.size() == block.size().
void scores_from(const Probe& probe, const Block& block, Score least, std::span<Score> out) noexcept;

/// The same with one reference. Precondition: index < block.size().
Score compare(const Probe& probe, const Block& block, std::size_t index) noexcept;

}  // namespace limen::face
