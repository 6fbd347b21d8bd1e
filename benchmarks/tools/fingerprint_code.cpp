// Makes src/fingerprint/code_projection.inc: the linear maps from a minutia's surroundings to the bits of its code.
// They are principal components of the descriptors of generated prints: uncorrelated bits make a short code work, and
// no real person's print is needed.   fingerprint_code > src/fingerprint/code_projection.inc
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <span>
#include <vector>

#include <Eigen/Dense>

#include "limen/fingerprint/synthesise.hpp"

#include "fingerprint/descriptor.hpp"

using namespace limen::fingerprint;

namespace {

constexpr std::uint64_t fingers = 500;
constexpr std::uint64_t first_seed = 1000;

Eigen::MatrixXd rows_of(const std::vector<std::int8_t>& values, std::size_t size) {
  const auto count = static_cast<Eigen::Index>(values.size() / size);
  Eigen::MatrixXd rows(count, static_cast<Eigen::Index>(size));
  for (Eigen::Index r = 0; r < count; ++r)
    for (Eigen::Index c = 0; c < rows.cols(); ++c) rows(r, c) = values[static_cast<std::size_t>(r * rows.cols() + c)];
  return rows;
}

/// Prints the leading components, scaled to ±127, and the projections of the mean as thresholds.
void print_map(const char* name, const std::vector<std::int8_t>& values, std::size_t size, int bits) {
  const Eigen::MatrixXd rows = rows_of(values, size);
  const Eigen::VectorXd mean = rows.colwise().mean();
  const Eigen::MatrixXd centred = rows.rowwise() - mean.transpose();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(centred.transpose() * centred);
  std::vector<long> thresholds;
  std::printf("constexpr std::array<std::array<std::int8_t, %zu>, %d> %s_projection{{\n", size, bits, name);
  for (int k = 0; k < bits; ++k) {
    Eigen::VectorXd component = solver.eigenvectors().col(rows.cols() - 1 - k);
    Eigen::Index largest = 0;
    component.cwiseAbs().maxCoeff(&largest);
    component = (component * (127 / component(largest))).array().round();
    thresholds.push_back(std::lround(component.dot(mean)));
    std::printf("  {{");
    for (Eigen::Index c = 0; c < component.size(); ++c) std::printf("%s%.0f", c == 0 ? "" : ",", component(c));
    std::printf("}},\n");
  }
  std::printf("}};\nconstexpr std::array<std::int32_t, %d> %s_thresholds{", bits, name);
  for (std::size_t k = 0; k < thresholds.size(); ++k) std::printf("%s%ld", k == 0 ? "" : ", ", thresholds[k]);
  std::printf("};\n");
}

}  // namespace

int main() {
  std::vector<std::int8_t> orientations, neighbourhoods;
  for (std::uint64_t seed = first_seed; seed < first_seed + fingers; ++seed) {
    const Prepared finger(synthesis::make_template(seed, 1).value());
    const auto descriptors = std::make_unique<Descriptors>();
    unpack_orientations(finger, *descriptors);
    unpack_neighbourhoods(finger, *descriptors);
    for (std::size_t i = 0; i < static_cast<std::size_t>(finger.count); ++i) {
      const auto& orientation = descriptors->orientations[i];
      const auto& neighbourhood = descriptors->neighbourhoods[i];
      orientations.insert(orientations.end(), orientation.begin(), orientation.end());
      neighbourhoods.insert(neighbourhoods.end(), neighbourhood.begin(), neighbourhood.end());
    }
  }
  std::printf("// clang-format off\n// Written by benchmarks/tools/fingerprint_code.cpp from %d generated fingers.\n",
              static_cast<int>(fingers));
  print_map("orientation", orientations, orientation_size, 20);
  print_map("neighbourhood", neighbourhoods, neighbourhood_size, 92);
}
