// How many mates survive the stages of a fingerprint search, and at what work: the curve that src/fingerprint/
// stage_sizes.cpp stands on. Real prints are probes and mates; the gallery is they and generated fingers.
//   fingerprint_survival FOLDER… [--synthetic 50000] [--fmr 1e-4] [--agreements FILE] > survival.csv
// FOLDER: prints named FINGER_IMPRESSION.*, 500 ppi where the file does not say; FOLDER=PPI says it. FILE: what the
// alignment finds of each probe's mates, of all other prints, and of the 200 likeliest generated fingers, for
// learn_search_weights.py.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "limen/fingerprint/calibration.hpp"
#include "limen/fingerprint/compare.hpp"
#include "limen/fingerprint/extract.hpp"
#include "limen/fingerprint/synthesise.hpp"
#include "limen/io/image_file.hpp"

#include "fingerprint/cascade.hpp"
#include "fingerprint/stage_steps.hpp"

using namespace limen;
using namespace limen::fingerprint;

namespace {

struct Print {
  std::string set, finger;
  Template made;
};

std::vector<Print> read_prints(const std::string& argument) {
  const auto mark = argument.rfind('=');
  const std::filesystem::path folder = argument.substr(0, mark);
  const double ppi = mark == std::string::npos ? 500 : std::stod(argument.substr(mark + 1));
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().stem().string().find('_') != std::string::npos) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<Print> prints;
  for (const auto& file : files) {
    auto image = io::read_image(file);
    if (!image) continue;
    image->resolution = Ppi{ppi};
    auto made = extract({.image = std::move(*image)});
    const auto name = file.stem().string();
    if (made) prints.push_back({folder.filename().string(), name.substr(0, name.find('_')), std::move(*made)});
  }
  return prints;
}

constexpr std::array stages{Stage::codes, Stage::descriptors, Stage::alignment};

/// Votes of all rows, in their order.
std::vector<std::uint32_t> votes_of(const Index::State& state, Stage stage, const SearchProbe& probe,
                                    const RowLists& rows) {
  std::vector<std::uint32_t> votes(state.size);
  const std::array<Task, 1> task{{{&probe, &rows}}};
  run_stage(state, stage, task, {},
            [&](std::size_t, std::size_t, std::span<const std::uint32_t> some, const std::uint32_t* given) {
              for (std::size_t k = 0; k < some.size(); ++k) votes[some[k]] = given[k];
            })
      .value();
  return votes;
}

/// All prints, and the `most` generated fingers that have the most votes.
RowLists likeliest(const Index::State& state, const std::vector<std::uint32_t>& votes, std::size_t prints,
                   std::size_t most) {
  auto sorted = std::vector(votes.begin() + static_cast<std::ptrdiff_t>(prints), votes.end());
  std::ranges::sort(sorted, std::greater{});
  const auto least = most < sorted.size() ? sorted[most] : 0;
  std::vector<std::uint32_t> rows;
  for (std::size_t row = 0; row < votes.size(); ++row)
    if (state.counts[row] != 0 && (row < prints || votes[row] > least)) rows.push_back(static_cast<std::uint32_t>(row));
  return split(state, rows);
}

using Votes = std::array<std::vector<std::uint32_t>, 3>;  // of each stage, of all rows

/// Of each stage the votes that the last generated finger which is handed on has: who has no more is left out.
std::array<std::uint32_t, 3> floors_of(const Votes& votes, std::size_t prints, const StageStep& step) {
  std::vector<std::size_t> left(votes[0].size() - prints);
  std::iota(left.begin(), left.end(), prints);
  const auto all = static_cast<double>(left.size());
  std::array<std::uint32_t, 3> floors{};
  const std::array shares{step.described, step.aligned, step.compared};
  for (std::size_t s = 0; s < floors.size(); ++s) {
    const auto keep = static_cast<std::size_t>(std::lround(shares[s] * all));
    if (keep >= left.size()) continue;
    std::ranges::sort(left, std::greater{}, [&](std::size_t row) { return votes[s][row]; });
    left.resize(keep);
    if (keep != 0) floors[s] = votes[s][left.back()];
  }
  return floors;
}

/// A line for each of `rows`: the set, 1 if mated, and what the alignment finds.
void write_agreements(std::FILE* file, const Index::State& state, const SearchProbe& probe, const std::string& set,
                      const std::vector<std::pair<std::uint32_t, bool>>& rows) {
  for (const auto& [row, mated] : rows) {
    const auto a = agreement_of(state, probe, row);
    std::fprintf(file, "%s,%d,%.4f,%d,%d,%d\n", set.c_str(), mated ? 1 : 0, static_cast<double>(a.likeness), a.pairs,
                 a.of_probe, a.of_reference);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<Print> prints;
  std::size_t synthetic = 50'000;
  double fmr = 1e-4;
  std::FILE* agreements = nullptr;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--synthetic" && i + 1 < argc) {
      synthetic = std::stoull(argv[++i]);
    } else if (argument == "--fmr" && i + 1 < argc) {
      fmr = std::stod(argv[++i]);
    } else if (argument == "--agreements" && i + 1 < argc) {
      agreements = std::fopen(argv[++i], "w");
      if (agreements == nullptr) return std::perror(argv[i]), 1;
      std::fprintf(agreements, "set,mated,likeness,pairs,of_probe,of_reference\n");
    } else {
      auto more = read_prints(argument);
      std::ranges::move(more, std::back_inserter(prints));
    }
  }
  Index::State state;
  const auto add = [&](const Template& finger) {
    const Prepared prepared(finger, Prepared::For::forms);
    const std::size_t row = state.size;
    state.resize(row + 1);
    state.set(row, SearchForm(prepared));
    state.maps[row] = prepared.has_map ? 1 : 0;
    state.ids[row] = {row + 1};
  };
  for (const auto& print : prints) add(print.made);
  for (std::size_t s = 0; s < synthetic; ++s) add(synthesis::make_template(3'000'000 + s, 1).value());
  const auto rows = visible_rows(state, nullptr, Positions{}.set());

  std::printf("set,minus_log10_fmr,codes,descriptors,alignment");
  for (const auto& step : stage_steps) std::printf(",%g/%g/%g", step.described, step.aligned, step.compared);
  std::printf("\n");
  for (std::size_t p = 0; p < prints.size(); ++p) {
    const Probe probe(prints[p].made);
    const SearchProbe searched(probe.prepared());
    Votes votes, others;
    RowLists left = rows;
    for (std::size_t s = 0; s < stages.size(); ++s) {
      if (stages[s] == Stage::alignment)  // hardly more are ever aligned
        left = likeliest(state, votes[s - 1], prints.size(), synthetic / 4);
      votes[s] = votes_of(state, stages[s], searched, left);
      others[s].assign(votes[s].begin() + static_cast<std::ptrdiff_t>(prints.size()), votes[s].end());
      std::ranges::sort(others[s]);
    }
    std::vector<std::array<std::uint32_t, 3>> floors;
    for (const auto& step : stage_steps) floors.push_back(floors_of(votes, prints.size(), step));
    std::vector<std::pair<std::uint32_t, bool>> looked_at;
    for (std::size_t r = 0; r < prints.size(); ++r) {
      const auto row = static_cast<std::uint32_t>(r);
      if (prints[r].set != prints[p].set || prints[r].finger != prints[p].finger) {
        if (state.counts[row] != 0) looked_at.emplace_back(row, false);
        continue;
      }
      if (r == p) continue;
      const auto made = compare(probe, Reference(prints[r].made));
      const double evidence = made ? calibration(made->method).minus_log10_fmr(made->score) : 0;
      if (evidence < -std::log10(fmr)) continue;
      looked_at.emplace_back(row, true);
      std::printf("%s,%.2f", prints[p].set.c_str(), evidence);
      for (std::size_t s = 0; s < stages.size(); ++s) {
        const auto before = others[s].end() - std::ranges::lower_bound(others[s], votes[s][r]);
        std::printf(",%.6f", static_cast<double>(before) / static_cast<double>(std::max<std::size_t>(1, synthetic)));
      }
      for (const auto& floor : floors)
        std::printf(",%d", votes[0][r] > floor[0] && votes[1][r] > floor[1] && votes[2][r] > floor[2] ? 0 : 1);
      std::printf("\n");
    }
    std::fflush(stdout);
    if (agreements == nullptr) continue;
    const auto likest = likeliest(state, votes[1], prints.size(), 200);
    for (const auto& kind : likest)
      for (const auto row : kind)
        if (row >= prints.size()) looked_at.emplace_back(row, false);
    write_agreements(agreements, state, searched, prints[p].set, looked_at);
  }
}
