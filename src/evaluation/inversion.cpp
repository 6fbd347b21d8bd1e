#include "limen/evaluation/inversion.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <Eigen/Dense>

namespace limen::evaluation {
namespace {

using Vector = Eigen::VectorXf;
using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using RowsView = Eigen::Map<const Rows>;

/// The projections of one stolen code and the numbers that won.
struct Evidence {
  RowsView projections;
  Eigen::Index choices;
  SecureVector<std::uint8_t> hashes;
};

constexpr float ridge = 1e-2F;      // of the mean of the diagonal
constexpr float first_step = 0.1F;  // length of the first gradient step; the last has a tenth of it

Vector least_squares(const std::vector<Evidence>& evidence) {
  const auto d = evidence.front().projections.cols();
  Eigen::MatrixXf normal = Eigen::MatrixXf::Zero(d, d);
  Vector right = Vector::Zero(d);
  for (const auto& one : evidence) {
    Rows above(static_cast<Eigen::Index>(one.hashes.size()), d);
    for (Eigen::Index h = 0; h < above.rows(); ++h) {
      const auto block = one.projections.middleRows(h * one.choices, one.choices);
      above.row(h) = block.row(one.hashes[static_cast<std::size_t>(h)]) - block.colwise().mean();
    }
    normal.noalias() += above.transpose() * above;
    right.noalias() += above.colwise().sum().transpose();
  }
  normal.diagonal().array() += ridge * normal.diagonal().mean();
  return Eigen::LLT<Eigen::MatrixXf>(normal).solve(right).normalized();
}

/// Of the log-likelihood at x: the winner's projection less the mean by softmax, over all hashes.
Vector gradient(const std::vector<Evidence>& evidence, const Vector& x) {
  Vector sum = Vector::Zero(x.size());
  for (const auto& one : evidence) {
    Vector weight = one.projections * x;
    for (Eigen::Index h = 0; h < static_cast<Eigen::Index>(one.hashes.size()); ++h) {
      auto part = weight.segment(h * one.choices, one.choices);
      part = (part.array() - part.maxCoeff()).exp().matrix().eval();
      part *= -1 / part.sum();
      part[one.hashes[static_cast<std::size_t>(h)]] += 1;
    }
    sum.noalias() += one.projections.transpose() * weight;
  }
  return sum;
}

SecureVector<float> to_embedding(const Vector& x) { return {x.data(), x.data() + x.size()}; }

}  // namespace

Result<SecureVector<float>> preimage(std::span<const StolenCode> stolen, std::size_t steps) {
  if (stolen.empty()) return {ErrorCode::invalid_argument, "preimage: no stolen code was given"};
  std::vector<Evidence> evidence;
  for (const auto& one : stolen) {
    if (one.protector == nullptr || one.protector->dimension() != stolen.front().protector->dimension())
      return {ErrorCode::invalid_argument, "preimage: the codes are of embeddings of different length"};
    auto hashes = one.protector->hashes_of(one.code);
    if (!hashes) return hashes.error();
    const auto choices = static_cast<Eigen::Index>(one.protector->parameters().choices);
    evidence.push_back(
        {RowsView(one.protector->projections().data(), static_cast<Eigen::Index>(hashes->size()) * choices,
                  static_cast<Eigen::Index>(one.protector->dimension())),
         choices, std::move(*hashes)});
  }
  Vector x = least_squares(evidence);
  for (std::size_t i = 0; i < steps; ++i) {
    const float length = first_step * std::pow(0.1F, static_cast<float>(i) / static_cast<float>(steps));
    x = (x + length * gradient(evidence, x).normalized()).normalized();
  }
  return to_embedding(x);
}

Result<SecureVector<float>> from_known_pairs(std::span<const KnownPair> pairs, std::span<const float> target) {
  if (pairs.empty()) return {ErrorCode::invalid_argument, "known pairs: none was given"};
  const auto d = static_cast<Eigen::Index>(target.size());
  Eigen::MatrixXf known(d, static_cast<Eigen::Index>(pairs.size())), seen(known.rows(), known.cols());
  for (Eigen::Index i = 0; i < known.cols(); ++i) {
    const auto& pair = pairs[static_cast<std::size_t>(i)];
    if (pair.embedding.size() != target.size() || pair.protected_embedding.size() != target.size())
      return {ErrorCode::invalid_argument,
              "known pairs: pair " + std::to_string(i + 1) + " has another length than the target"};
    known.col(i) = Eigen::Map<const Vector>(pair.embedding.data(), d);
    seen.col(i) = Eigen::Map<const Vector>(pair.protected_embedding.data(), d);
  }
  const Vector parts = seen.colPivHouseholderQr().solve(Eigen::Map<const Vector>(target.data(), d));
  return to_embedding((known * parts).normalized());
}

}  // namespace limen::evaluation
