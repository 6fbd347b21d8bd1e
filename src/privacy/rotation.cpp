// Keyed rotations of embeddings, and keyed permutations of binary codes.
#include <cmath>
#include <string>

#include "limen/privacy/protect.hpp"

#include "privacy/keystream.hpp"

namespace limen::privacy {

namespace {

constexpr std::size_t longest_code = 65536;  // bits

/// Removes twice the part of x along the unit vector.
void reflect(std::span<double> x, const double* unit) {
  double along = 0;
  for (std::size_t i = 0; i < x.size(); ++i) along += x[i] * unit[i];
  for (std::size_t i = 0; i < x.size(); ++i) x[i] -= 2 * along * unit[i];
}

bool bit(std::span<const std::uint64_t> code, std::size_t i) { return (code[i / 64] >> (i % 64) & 1U) != 0; }
void flip(std::span<std::uint64_t> code, std::size_t i) { code[i / 64] ^= std::uint64_t{1} << (i % 64); }

}  // namespace

Result<RotationProtector> RotationProtector::make(const Key& key, std::size_t dimension) {
  if (dimension < 2 || dimension > longest_embedding)
    return {ErrorCode::invalid_argument, "rotation: embeddings of 2 to 4096 components are possible, " +
                                             std::to_string(dimension) + " were asked for"};
  const auto context = "limen rotation " + std::to_string(dimension);
  RotationProtector made;
  made.tag_ = key_tag(key, context);
  Keystream random(key, context);
  made.reflectors_.resize(dimension * dimension);
  for (std::size_t r = 0; r < dimension; ++r) {
    const auto row = std::span(made.reflectors_).subspan(r * dimension, dimension);
    double square = 0;
    while (square == 0)
      for (auto& value : row) {
        value = random.bell();
        square += value * value;
      }
    for (auto& value : row) value /= std::sqrt(square);
  }
  made.place_ = permutation(random, dimension);
  return made;
}

Result<void> RotationProtector::check(std::span<const float> values) const {
  if (values.size() != dimension())
    return {ErrorCode::invalid_argument, "rotation: made for " + std::to_string(dimension()) + " components, " +
                                             std::to_string(values.size()) + " were given"};
  for (const float value : values)
    if (!std::isfinite(value)) return {ErrorCode::invalid_argument, "rotation: a component is not a finite number"};
  return {};
}

Result<SecureVector<float>> RotationProtector::protect(std::span<const float> embedding) const {
  if (auto ok = check(embedding); !ok) return ok.error();
  SecureVector<double> x(embedding.begin(), embedding.end());
  for (std::size_t r = 0; r < dimension(); ++r) reflect(x, reflectors_.data() + r * dimension());
  SecureVector<float> out(dimension());
  for (std::size_t i = 0; i < dimension(); ++i) out[place_[i]] = static_cast<float>(x[i]);
  return out;
}

Result<SecureVector<float>> RotationProtector::recover(std::span<const float> protected_embedding) const {
  if (auto ok = check(protected_embedding); !ok) return ok.error();
  SecureVector<double> x(dimension());
  for (std::size_t i = 0; i < dimension(); ++i) x[i] = static_cast<double>(protected_embedding[place_[i]]);
  for (std::size_t r = dimension(); r-- > 0;) reflect(x, reflectors_.data() + r * dimension());
  SecureVector<float> out(dimension());
  for (std::size_t i = 0; i < dimension(); ++i) out[i] = static_cast<float>(x[i]);
  return out;
}

Result<CodeProtector> CodeProtector::make(const Key& key, std::size_t bits) {
  if (bits == 0 || bits % 64 != 0 || bits > longest_code)
    return {ErrorCode::invalid_argument,
            "code: 64 to 65536 bits in words of 64 are possible, " + std::to_string(bits) + " were asked for"};
  CodeProtector made;
  Keystream random(key, "limen code " + std::to_string(bits));
  made.place_ = permutation(random, bits);
  made.mask_.resize(bits / 64);
  for (auto& word : made.mask_) word = random.next();
  return made;
}

Result<void> CodeProtector::check(std::span<const std::uint64_t> code) const {
  if (code.size() == mask_.size()) return {};
  return {ErrorCode::invalid_argument,
          "code: made for " + std::to_string(mask_.size()) + " words, " + std::to_string(code.size()) + " were given"};
}

Result<SecureVector<std::uint64_t>> CodeProtector::protect(std::span<const std::uint64_t> code) const {
  if (auto ok = check(code); !ok) return ok.error();
  auto out = mask_;
  for (std::size_t i = 0; i < bits(); ++i)
    if (bit(code, i)) flip(out, place_[i]);
  return out;
}

Result<SecureVector<std::uint64_t>> CodeProtector::recover(std::span<const std::uint64_t> protected_code) const {
  if (auto ok = check(protected_code); !ok) return ok.error();
  SecureVector<std::uint64_t> out(mask_.size());
  for (std::size_t i = 0; i < bits(); ++i)
    if (bit(protected_code, place_[i]) != bit(mask_, place_[i])) flip(out, i);
  return out;
}

}  // namespace limen::privacy
