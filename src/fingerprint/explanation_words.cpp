#include "fingerprint/explanation_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace limen::fingerprint {

std::string verdict(const Explanation& why) {
  if (why.comparison.score.natural() < 0) return "Not one finger, or too little of it in common";
  if (why.minus_log10_fmr >= 4) return "One finger: strong evidence";
  if (why.minus_log10_fmr >= 3) return "One finger: good evidence";
  if (why.minus_log10_fmr >= 2) return "Undecided: weak evidence for one finger";
  return "Undecided: no evidence for one finger";
}

std::string share_of_pairs(double minus_log10_fmr) {
  struct Unit {
    double size;
    const char* name;
  };
  constexpr std::array<Unit, 5> units{
      {{1e12, " million million"}, {1e9, " billion"}, {1e6, " million"}, {1e3, " thousand"}, {1, ""}}};
  const double pairs = std::pow(10, std::clamp(minus_log10_fmr, 0.0, 15.0));
  if (pairs < 1.5) return "nearly all";
  const Unit unit = *std::find_if(units.begin(), units.end(), [&](const Unit& u) { return pairs >= u.size; });
  const double count = pairs / unit.size;
  const double step = count < 10 ? 1 : std::pow(10, std::floor(std::log10(count)) - 1);  // two digits
  char text[64];
  std::snprintf(text, sizeof text, "1 in %.0f%s", std::round(count / step) * step, unit.name);
  return text;
}

std::vector<std::string> reasons(const Explanation& why) {
  std::vector<std::string> lines;
  if (why.may_be_mirrored) lines.emplace_back("One may be mirrored: its mirror image would match.");
  lines.push_back("Of pairs of different fingers " + share_of_pairs(why.minus_log10_fmr) + " score so high" +
                  (why.extrapolated ? " (beyond what was measured)." : "."));
  std::string counted = std::to_string(why.pairs.size()) + " minutiae paired. In the common skin " +
                        std::to_string(why.a.unpaired.size()) + " (left) and " + std::to_string(why.b.unpaired.size()) +
                        " (right) have no partner.";
  lines.push_back(std::move(counted));
  return lines;
}

}  // namespace limen::fingerprint
