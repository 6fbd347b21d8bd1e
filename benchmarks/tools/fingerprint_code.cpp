// Makes what a search of fingers stands on, from generated prints: no real person's print is needed.
//   fingerprint_code projection > src/fingerprint/code_projection.inc   linear maps from a minutia's surroundings to
//       its code and its search descriptor: principal components, since uncorrelated bits make a short code work
//   fingerprint_code background > src/fingerprint/background.inc        minutiae of other generated fingers: what a
//       minutia is likely to find by chance. Made with the projection that is compiled in: build between the two.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <Eigen/Dense>

#include "limen/fingerprint/synthesise.hpp"

#include "fingerprint/background.hpp"
#include "fingerprint/descriptor.hpp"
#include "fingerprint/projection.hpp"
#include "fingerprint/search_form.hpp"

using namespace limen::fingerprint;

namespace {

constexpr std::uint64_t fingers = 1500, first_seed = 1000;
constexpr std::uint64_t background_seed = 1'000'000;

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
  std::vector<double> whitening;
  std::printf("constexpr std::array<std::array<std::int8_t, %zu>, %d> %s_projection{{\n", size, bits, name);
  for (int k = 0; k < bits; ++k) {
    Eigen::VectorXd component = solver.eigenvectors().col(rows.cols() - 1 - k);
    Eigen::Index largest = 0;
    component.cwiseAbs().maxCoeff(&largest);
    component = (component * (127 / component(largest))).array().round();
    thresholds.push_back(std::lround(component.dot(mean)));
    whitening.push_back(std::sqrt(static_cast<double>(rows.rows()) / (centred * component).squaredNorm()));
    std::printf("  {{");
    for (Eigen::Index c = 0; c < component.size(); ++c) std::printf("%s%.0f", c == 0 ? "" : ",", component(c));
    std::printf("}},\n");
  }
  std::printf("}};\nconstexpr std::array<std::int32_t, %d> %s_thresholds{", bits, name);
  for (std::size_t k = 0; k < thresholds.size(); ++k) std::printf("%s%ld", k == 0 ? "" : ", ", thresholds[k]);
  std::printf("};\nconstexpr std::array<float, %d> %s_whitening{", bits, name);
  for (std::size_t k = 0; k < whitening.size(); ++k) std::printf("%s%.6eF", k == 0 ? "" : ", ", whitening[k]);
  std::printf("};\n");
}

void print_projection() {
  std::vector<std::int8_t> orientations, neighbourhoods;
  for (std::uint64_t seed = first_seed; seed < first_seed + fingers; ++seed) {
    const Prepared finger(synthesis::make_template(seed, 1).value());
    const auto descriptors = std::make_unique<Descriptors>();
    unpack_orientations(finger, *descriptors);
    for (std::size_t i = 0; i < static_cast<std::size_t>(finger.count); ++i) {
      const auto& orientation = descriptors->orientations[i];
      const auto neighbourhood = neighbourhood_of(finger, i);
      orientations.insert(orientations.end(), orientation.begin(), orientation.end());
      neighbourhoods.insert(neighbourhoods.end(), neighbourhood.begin(), neighbourhood.end());
    }
  }
  std::printf("// clang-format off\n// Written by benchmarks/tools/fingerprint_code.cpp from %d generated fingers.\n",
              static_cast<int>(fingers));
  print_map("orientation", orientations, orientation_size, Projection::orientations);
  print_map("neighbourhood", neighbourhoods, neighbourhood_size, Projection::neighbourhoods);
}

/// One minutia of each of many fingers, the first of one, the second of the next, and so on.
void print_background() {
  std::vector<SearchForm> forms;
  for (std::uint64_t seed = background_seed; forms.size() < Background::codes; ++seed) {
    const Prepared finger(synthesis::make_template(seed, 1).value());
    SearchForm form(finger);
    if (form.count > forms.size() % form_minutiae) forms.push_back(form);
  }
  std::printf(
      "// clang-format off\n// Minutiae of %zu generated fingers, one of each, written by\n"
      "// benchmarks/tools/fingerprint_code.cpp.\n",
      Background::codes);
  std::printf("constexpr std::uint64_t background_codes[%zu][2]{\n", Background::codes);
  for (std::size_t i = 0; i < forms.size(); ++i)
    std::printf("{0x%llxU,0x%llxU},\n", static_cast<unsigned long long>(forms[i].codes[i % form_minutiae].bits[0]),
                static_cast<unsigned long long>(forms[i].codes[i % form_minutiae].bits[1]));
  std::printf("};\nconstexpr std::uint64_t background_descriptors[%zu][%zu]{\n", Background::descriptors,
              search_descriptor_size / 8);
  for (std::size_t i = 0; i < Background::descriptors; ++i) {
    const auto& descriptor = forms[i].descriptors[i % form_minutiae];
    for (std::size_t w = 0; w < search_descriptor_size; w += 8) {
      std::uint64_t word = 0;
      for (std::size_t b = 8; b-- > 0;) word = word << 8U | static_cast<std::uint8_t>(descriptor[w + b]);
      std::printf("%s0x%llxU", w == 0 ? "{" : ",", static_cast<unsigned long long>(word));
    }
    std::printf("},\n");
  }
  std::printf("};\n");
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc == 2 ? argv[1] : "";
  if (what == "projection") return print_projection(), 0;
  if (what == "background") return print_background(), 0;
  std::fprintf(stderr, "fingerprint_code projection|background\n");
  return 2;
}
