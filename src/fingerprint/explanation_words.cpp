#include "fingerprint/explanation_words.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace limen::fingerprint {

namespace {

/// Few minutiae on little skin agree by chance more easily than the average of all comparisons says.
bool is_little(const Explanation& why) {
  constexpr std::size_t few_pairs = 4;
  constexpr float little_skin = 0.5F;  // cm²
  const bool has_area = why.comparison.method == Method::ridge_map;
  return why.pairs.size() < few_pairs || (has_area && why.comparison.overlap < little_skin);
}

}  // namespace

Verdict verdict(const Explanation& why) {
  const double rarity = why.minus_log10_fmr;
  if (rarity < 2) return {"Not one finger, or too little of it in common", 0};
  if (rarity < 4) return {"Undecided: an examiner must look", 0.5F};
  if (is_little(why)) return {"Undecided: alike, but on little skin", 0.5F};
  if (rarity < 6) return {"One finger: good evidence", 0.8F};
  return {"One finger: strong evidence", 1};
}

std::string share_of_pairs(double minus_log10_fmr) {
  const double pairs = std::pow(10, std::clamp(minus_log10_fmr, 0.0, 15.0));
  if (pairs < 1.5) return "nearly all";
  if (pairs >= 1e6) return "fewer than 1 in a million";
  const double count = pairs >= 1e3 ? pairs / 1e3 : pairs;
  const double step = count < 10 ? 1 : std::pow(10, std::floor(std::log10(count)) - 1);  // two digits
  char text[64];
  std::snprintf(text, sizeof text, "1 in %.0f%s", std::round(count / step) * step, pairs >= 1e3 ? " thousand" : "");
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
