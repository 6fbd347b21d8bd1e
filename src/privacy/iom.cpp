// Index-of-max hashing: which of some keyed projections is the largest.
#include <bit>
#include <cmath>
#include <string>

#include "limen/privacy/protect.hpp"
#include "limen/simd/target.hpp"

#include "privacy/keystream.hpp"

namespace limen::privacy {

namespace {

/// The simplex code of a number below `choices`, a power of two: bit j − 1 is the parity of number & j. Two different
/// numbers differ in choices / 2 bits.
std::uint64_t simplex(std::size_t number, std::size_t choices) noexcept {
  std::uint64_t code = 0;
  for (std::size_t j = 1; j < choices; ++j)
    if (std::popcount(number & j) % 2 == 1) code |= std::uint64_t{1} << (j - 1);
  return code;
}

void put(std::span<std::uint64_t> words, std::size_t at, std::uint64_t bits, std::size_t count) noexcept {
  words[at / 64] |= bits << (at % 64);
  if (at % 64 + count > 64) words[at / 64 + 1] |= bits >> (64 - at % 64);
}

std::uint64_t get(std::span<const std::uint64_t> words, std::size_t at, std::size_t count) noexcept {
  auto bits = words[at / 64] >> (at % 64);
  if (at % 64 + count > 64) bits |= words[at / 64 + 1] << (64 - at % 64);
  return bits & ((std::uint64_t{1} << count) - 1);
}

Result<void> check(std::size_t dimension, const IomParameters& parameters) {
  if (dimension < 2 || dimension > longest_embedding)
    return {ErrorCode::invalid_argument, "index of max: embeddings of 2 to 4096 components are possible, " +
                                             std::to_string(dimension) + " were asked for"};
  const auto choices = parameters.choices;
  if (parameters.hashes < 8 || parameters.hashes > 4096 || choices < 2 || choices > 16 || !std::has_single_bit(choices))
    return {ErrorCode::invalid_argument,
            "index of max: 8 to 4096 hashes of 2, 4, 8 or 16 choices are possible, asked were " +
                std::to_string(parameters.hashes) + " of " + std::to_string(choices)};
  return {};
}

}  // namespace

Result<IomProtector> IomProtector::make(const Key& key, std::size_t dimension, const IomParameters& parameters) {
  if (auto ok = check(dimension, parameters); !ok) return ok.error();
  const auto context = "limen index of max " + std::to_string(dimension) + " " + std::to_string(parameters.hashes) +
                       " " + std::to_string(parameters.choices);
  IomProtector made;
  made.dimension_ = dimension;
  made.parameters_ = parameters;
  made.tag_ = key_tag(key, context);
  made.projections_.resize(parameters.hashes * parameters.choices * dimension);
  Keystream random(key, context);
  for (auto& value : made.projections_) value = static_cast<float>(random.bell());
  return made;
}

Result<SecureVector<std::uint8_t>> IomProtector::hash(std::span<const float> embedding) const {
  if (embedding.size() != dimension_)
    return {ErrorCode::invalid_argument, "index of max: made for " + std::to_string(dimension_) + " components, " +
                                             std::to_string(embedding.size()) + " were given"};
  for (const float value : embedding)
    if (!std::isfinite(value)) return {ErrorCode::invalid_argument, "index of max: a component is not a finite number"};
  SecureVector<std::uint8_t> out(parameters_.hashes);
  SecureVector<float> products(parameters_.choices);
  const auto& kernels = simd::active();
  for (std::size_t h = 0; h < out.size(); ++h) {
    kernels.dot_f32_rows(embedding.data(), projections_.data() + h * parameters_.choices * dimension_, dimension_,
                         dimension_, parameters_.choices, products.data());
    for (std::size_t c = 1; c < products.size(); ++c)
      if (products[c] > products[out[h]]) out[h] = static_cast<std::uint8_t>(c);
  }
  return out;
}

Result<SecureVector<std::uint64_t>> IomProtector::protect(std::span<const float> embedding) const {
  const auto hashes = hash(embedding);
  if (!hashes) return hashes.error();
  SecureVector<std::uint64_t> code(words());
  const auto width = parameters_.choices - 1;
  for (std::size_t h = 0; h < hashes->size(); ++h)
    put(code, h * width, simplex((*hashes)[h], parameters_.choices), width);
  return code;
}

Result<SecureVector<std::uint8_t>> IomProtector::hashes_of(std::span<const std::uint64_t> code) const {
  if (code.size() != words())
    return {ErrorCode::corrupt, "index of max: a code of " + std::to_string(words()) + " words is wanted, " +
                                    std::to_string(code.size()) + " were given"};
  SecureVector<std::uint8_t> out(parameters_.hashes);
  const auto width = parameters_.choices - 1;
  for (std::size_t h = 0; h < out.size(); ++h) {
    const auto bits = get(code, h * width, width);
    std::size_t number = 0;
    while (number < parameters_.choices && simplex(number, parameters_.choices) != bits) ++number;
    if (number == parameters_.choices)
      return {ErrorCode::corrupt, "index of max: hash " + std::to_string(h) + " is none that could be made"};
    out[h] = static_cast<std::uint8_t>(number);
  }
  return out;
}

IomBlock::IomBlock(const IomProtector& protector, std::size_t reserve)
    : words_(protector.words()), parameters_(protector.parameters()), tag_(protector.tag()) {
  codes_.reserve(reserve * words_);
}

Result<void> IomBlock::add(const IomProtector& protector, std::span<const std::uint64_t> code) {
  if (protector.tag() != tag_ || protector.parameters() != parameters_)
    return {ErrorCode::model_mismatch, "index of max: codes of different keys do not compare; protect it anew"};
  if (code.size() != words_)
    return {ErrorCode::corrupt, "index of max: a code of " + std::to_string(words_) + " words is wanted, " +
                                    std::to_string(code.size()) + " were given"};
  codes_.insert(codes_.end(), code.begin(), code.end());
  return {};
}

Result<IomProbe> IomProbe::make(const IomProtector& protector, std::span<const float> embedding) {
  auto code = protector.protect(embedding);
  if (!code) return code.error();
  IomProbe made;
  made.code_ = std::move(*code);
  made.tag_ = protector.tag();
  return made;
}

void score(const IomProbe& probe, const IomBlock& block, std::span<Score> out) noexcept {
  const bool same = probe.tag() == block.tag();
  const auto hamming = simd::active().hamming;
  const auto apart = block.parameters().choices / 2;
  const auto hashes = static_cast<std::int32_t>(block.parameters().hashes);
  const auto* code = block.codes().data();
  for (auto& one : out) {
    const auto differ = same ? hamming(probe.code().data(), code, block.words()) / apart : 0;
    one = same ? Score{1000 * (hashes - static_cast<std::int32_t>(differ))} : Score::lowest();
    code += block.words();
  }
}

}  // namespace limen::privacy
