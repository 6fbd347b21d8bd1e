// Makes src/face/demonstration_projection.inc: what is kept of the local patterns of a face. The principal components
// of the cells' histograms, and for each cell their means and weights: much where generated faces differ from one
// another, little where captures of one do. No real face is needed.   face_projection >
// src/face/demonstration_projection.inc
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <vector>

#include <Eigen/Dense>

#include "limen/core/executor.hpp"
#include "limen/core/writer.hpp"
#include "limen/face/align.hpp"
#include "limen/face/detect.hpp"
#include "limen/face/model_id.hpp"
#include "limen/face/synthesise.hpp"

#include "face/local_patterns.hpp"

using namespace limen;
namespace patterns = limen::face::local_patterns;

namespace {

constexpr std::size_t people = 300, captures = 6, components = 12;
constexpr std::uint64_t first_seed = 7'000'000;
constexpr Eigen::Index per_cell = static_cast<Eigen::Index>(patterns::per_cell);
constexpr std::size_t cells = std::size_t{patterns::cells} * patterns::cells;

using Histograms = SecureVector<float>;
using Cell = Eigen::Map<const Eigen::VectorXf>;

/// As the extractor sees it: found by the cascade, aligned by the eyes. Empty where no face is found.
Histograms describe(face::Detector& detector, std::uint64_t person, std::uint64_t capture) {
  const auto image = face::synthesis::make_capture(person, capture).value().image;
  const auto found = detector.detect(image).value();
  if (found.empty()) return {};
  const auto aligned = face::align(image, detector.refine(image, found.front()).value().landmarks);
  return aligned ? patterns::histograms(to_grey(*aligned)) : Histograms{};
}

Eigen::MatrixXd cell_of(const std::vector<Histograms>& faces, std::size_t cell) {
  Eigen::MatrixXd rows(static_cast<Eigen::Index>(faces.size()), per_cell);
  for (std::size_t i = 0; i < faces.size(); ++i)
    rows.row(static_cast<Eigen::Index>(i)) = Cell(faces[i].data() + cell * patterns::per_cell, per_cell).cast<double>();
  return rows;
}

/// Each row less the mean of its person's rows.
Eigen::MatrixXd within(const Eigen::MatrixXd& rows, const std::vector<std::size_t>& person) {
  Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(people, rows.cols());
  Eigen::VectorXd counts = Eigen::VectorXd::Zero(people);
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    const auto p = static_cast<Eigen::Index>(person[static_cast<std::size_t>(i)]);
    sums.row(p) += rows.row(i);
    counts(p) += 1;
  }
  Eigen::MatrixXd out = rows;
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    const auto p = static_cast<Eigen::Index>(person[static_cast<std::size_t>(i)]);
    out.row(i) -= sums.row(p) / counts(p);
  }
  return out;
}

template <class Value>
void print_table(const char* name, const std::vector<std::vector<Value>>& rows, const char* type) {
  std::printf("constexpr std::array<std::array<%s, %zu>, %zu> %s{{\n", type, rows.front().size(), rows.size(), name);
  for (const auto& row : rows) {
    std::printf("  {{");
    for (std::size_t i = 0; i < row.size(); ++i) std::printf("%s%ld", i == 0 ? "" : ",", static_cast<long>(row[i]));
    std::printf("}},\n");
  }
  std::printf("}};\n");
}

}  // namespace

int main() {
  std::vector<Histograms> all(people * captures);
  ThreadPool pool;
  const Work work{.executor = &pool};
  std::vector<std::optional<face::Detector>> detectors(concurrency(work));
  for (auto& detector : detectors) detector = face::Detector::open_cascade().value();
  for_each(work, all.size(), [&](std::size_t i, std::size_t worker) {
    all[i] = describe(*detectors[worker], first_seed + i / captures, 1 + i % captures);
  }).value();
  std::vector<Histograms> faces;
  std::vector<std::size_t> person;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (!all[i].empty()) faces.push_back(std::move(all[i])), person.push_back(i / captures);

  Eigen::MatrixXd total = Eigen::MatrixXd::Zero(per_cell, per_cell);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const Eigen::MatrixXd rows = cell_of(faces, cell), centred = rows.rowwise() - rows.colwise().mean();
    total += centred.transpose() * centred;
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(total);
  std::vector<std::vector<long>> projection;
  Eigen::MatrixXd map(per_cell, static_cast<Eigen::Index>(components));
  for (std::size_t k = 0; k < components; ++k) {
    Eigen::VectorXd direction = solver.eigenvectors().col(per_cell - 1 - static_cast<Eigen::Index>(k));
    Eigen::Index largest = 0;
    direction.cwiseAbs().maxCoeff(&largest);
    direction = (direction * (127 / direction(largest))).array().round();
    map.col(static_cast<Eigen::Index>(k)) = direction;
    projection.emplace_back();
    for (const double v : direction) projection.back().push_back(std::lround(v));
  }

  std::vector<std::vector<double>> means(cells), weights(cells);
  double largest = 0;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const Eigen::MatrixXd rows = cell_of(faces, cell) * map, own = within(rows, person);
    const Eigen::RowVectorXd mean = rows.colwise().mean();
    const auto n = static_cast<double>(rows.rows());
    for (Eigen::Index k = 0; k < rows.cols(); ++k) {
      const double all_variance = (rows.col(k).array() - mean(k)).square().sum() / n;
      const double own_variance = own.col(k).squaredNorm() / n;
      means[cell].push_back(mean(k));
      weights[cell].push_back(std::sqrt(std::max(0.0, all_variance - own_variance)) / own_variance);
      largest = std::max(largest, weights[cell].back());
    }
  }
  std::vector<std::vector<long>> offsets(cells), scales(cells);
  for (std::size_t cell = 0; cell < cells; ++cell)
    for (std::size_t k = 0; k < components; ++k) {
      offsets[cell].push_back(std::lround(16 * means[cell][k]));
      scales[cell].push_back(std::lround(10000 * weights[cell][k] / largest));
    }
  std::printf(
      "// clang-format off\n// Written by benchmarks/tools/face_projection.cpp from %zu captures of %zu generated "
      "faces.\n",
      faces.size(), people);
  Writer bytes;  // as hash_of_projection() has them
  for (const auto& row : projection)
    for (const long v : row) bytes.write(static_cast<std::int8_t>(v));
  for (const auto* rows : {&offsets, &scales})
    for (const auto& row : *rows)
      for (const long v : row) bytes.write(static_cast<std::int16_t>(v));
  std::printf("constexpr std::string_view projection_sha256 = \"%s\";\n",
              to_string(face::model_id(bytes.span())).c_str());
  print_table("projection", projection, "std::int8_t");
  print_table("offsets", offsets, "std::int16_t");
  print_table("scales", scales, "std::int16_t");
}
