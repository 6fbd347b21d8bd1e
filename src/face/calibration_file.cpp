// The file of a measured calibration, MODEL.onnx.calibration.json.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "limen/face/calibration.hpp"

#include "json.hpp"

namespace limen::face {
namespace {

using json::Numbers;
using json::Value;
using Fields = std::map<std::string, Value>;

constexpr std::string_view format = "limen calibration 1";
constexpr double largest_whole = 9007199254740992;  // 2⁵³: whole numbers up to here are exact

Error bad(const std::string& why) { return {ErrorCode::corrupt, "calibration: " + why}; }

template <class T>
Result<T> take(Fields& fields, const std::string& key) {
  const auto found = fields.find(key);
  if (found == fields.end()) return bad(json::quoted(key) + " is missing");
  auto* value = std::get_if<T>(&found->second);
  if (value == nullptr) return bad(json::quoted(key) + " has the wrong kind of value");
  T taken = std::move(*value);
  fields.erase(found);
  return taken;
}

Result<std::uint64_t> take_count(Fields& fields, const std::string& key) {
  const auto value = take<double>(fields, key);
  if (!value) return value.error();
  if (!(*value >= 0 && *value <= largest_whole) || std::floor(*value) != *value)
    return bad(json::quoted(key) + " is no whole number");
  return static_cast<std::uint64_t>(*value);
}

Result<void> read_who(Fields& fields, ModelCalibration& out) {
  auto said = take<std::string>(fields, "format");
  if (!said) return said.error();
  if (*said != format) {
    const bool newer = said->starts_with(format.substr(0, format.size() - 1));
    return {newer ? ErrorCode::newer_version : ErrorCode::corrupt,
            "calibration: its format is \"" + *said + "\", this limen reads \"" + std::string(format) + "\""};
  }
  const auto model = take<std::string>(fields, "model");
  if (!model) return model.error();
  const auto id = model_id_from(*model);
  if (!id || !id->known()) return bad("\"model\" is no SHA-256");
  out.model = *id;
  auto trial = take<std::string>(fields, "trial");
  if (!trial) return trial.error();
  out.trial = std::move(*trial);
  std::uint64_t preprocessing = 0;
  for (const auto& [key, to] : {std::pair{"preprocessing", &preprocessing},
                                {"mated", &out.mated},
                                {"non_mated", &out.non_mated},
                                {"subjects", &out.subjects}}) {
    const auto count = take_count(fields, key);
    if (!count) return count.error();
    *to = *count;
  }
  if (preprocessing > UINT32_MAX) return bad("\"preprocessing\" is no checksum");
  out.preprocessing = static_cast<std::uint32_t>(preprocessing);
  return {};
}

Result<void> read_table(Fields& fields, CalibrationTable& table) {
  const bool bounded = fields.contains("low") || fields.contains("high");
  std::vector<std::pair<const char*, double Calibration::Knot::*>> columns{
      {"score", &Calibration::Knot::score}, {"minus_log10_fmr", &Calibration::Knot::minus_log10_fmr}};
  if (bounded) columns.insert(columns.end(), {{"low", &Calibration::Knot::low}, {"high", &Calibration::Knot::high}});
  for (const auto& [key, member] : columns) {
    const auto numbers = take<Numbers>(fields, key);
    if (!numbers) return numbers.error();
    if (table.knots.empty()) table.knots.resize(numbers->size());
    if (numbers->size() != table.knots.size()) return bad(json::quoted(key) + " is not as long as \"score\"");
    for (std::size_t i = 0; i < numbers->size(); ++i) table.knots[i].*member = (*numbers)[i];
  }
  const auto slope = take<double>(fields, "tail_slope");
  if (!slope) return slope.error();
  table.tail_slope = *slope;
  const auto evidence = take<Numbers>(fields, "evidence");
  if (!evidence) return evidence.error();
  if (evidence->size() != 4) return bad("\"evidence\" has four numbers");
  table.evidence = {(*evidence)[0], (*evidence)[1], (*evidence)[2], (*evidence)[3]};
  return check(table);
}

}  // namespace

std::string to_json(const ModelCalibration& calibration) {
  const auto& knots = calibration.table.knots;
  const auto& evidence = calibration.table.evidence;
  std::string out = "{";
  const auto field = [&](std::string_view key, const std::string& value) {
    if (out.size() > 1) out += ',';
    out.append("\n  \"").append(key).append("\": ").append(value);
  };
  const auto list = [](const std::vector<double>& numbers) {
    std::string text = "[";
    for (const double one : numbers) text.append(text.size() > 1 ? ", " : "").append(json::number(one));
    return text.append("]");
  };
  const auto column = [&](double Calibration::Knot::*member) {
    std::vector<double> numbers;
    for (const auto& knot : knots) numbers.push_back(knot.*member);
    return list(numbers);
  };
  field("format", json::quoted(format));
  field("model", json::quoted(to_string(calibration.model)));
  field("preprocessing", std::to_string(calibration.preprocessing));
  field("trial", json::quoted(calibration.trial));
  field("mated", std::to_string(calibration.mated));
  field("non_mated", std::to_string(calibration.non_mated));
  field("subjects", std::to_string(calibration.subjects));
  field("score", column(&Calibration::Knot::score));
  field("minus_log10_fmr", column(&Calibration::Knot::minus_log10_fmr));
  if (std::ranges::all_of(knots, [](const auto& k) { return std::isfinite(k.low) && std::isfinite(k.high); })) {
    field("low", column(&Calibration::Knot::low));
    field("high", column(&Calibration::Knot::high));
  }
  field("tail_slope", json::number(calibration.table.tail_slope));
  field("evidence", list({evidence.offset, evidence.slope, evidence.least, evidence.most}));
  return out += "\n}\n";
}

Result<ModelCalibration> parse_calibration(std::string_view text) {
  auto fields = json::parse(text, "calibration");
  if (!fields) return fields.error();
  ModelCalibration out;
  if (auto ok = read_who(*fields, out); !ok) return ok.error();
  if (auto ok = read_table(*fields, out.table); !ok) return ok.error();
  if (!fields->empty()) return bad(json::quoted(fields->begin()->first) + " is unknown");
  return out;
}

}  // namespace limen::face
