// What a modality gives to be searched and enrolled. Nothing else has to change when a new one is added.
#pragma once

#include <concepts>
#include <cstddef>
#include <span>

#include "limen/core/modality.hpp"
#include "limen/core/score.hpp"

namespace limen::search {

/// Block is a list of prepared references, and score() writes the score of each of them: Score::lowest() where no
/// comparison can be made. Allocates nothing; safe on several threads with one probe and one block.
template <class Probe, class Block>
concept Scorable = requires(const Probe& probe, const Block& block, std::span<Score> out) {
  { block.size() } -> std::convertible_to<std::size_t>;
  { score(probe, block, out) }
  noexcept;
};

/// Scorable, and one reference alone can be scored too: the same score.
template <class Probe, class Block>
concept Comparable = Scorable<Probe, Block> && requires(const Probe& probe, const Block& block, std::size_t index) {
  { compare(probe, block, index) }
  noexcept->std::same_as<Score>;
};

/// Comparable, with a bound that spares comparisons: scores_from() writes the score of each reference whose score is at
/// least `least`, and Score::lowest() or the score for the others.
template <class Probe, class Block>
concept Bounded = Comparable<Probe, Block> &&
    requires(const Probe& probe, const Block& block, Score least, std::span<Score> out) {
  { scores_from(probe, block, least, out) }
  noexcept;
};

/// A template type of a modality.
template <class T>
concept ModalityTemplate = requires(const T& t, typename T::Block::Builder& builder) {
  { T::modality } -> std::convertible_to<Modality>;
  { prepare(t) } -> std::same_as<typename T::Probe>;  // dear: once a search
  builder.add(t);                                     // lays references out for the kernels
  { builder.finish() } -> std::same_as<typename T::Block>;
}
&&Scorable<typename T::Probe, typename T::Block>;

}  // namespace limen::search
