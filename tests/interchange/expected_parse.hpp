// A minutiae record against the JSON of its expected parse, as FingerprintIO writes it (docs/formats.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "limen/interchange/minutiae_record.hpp"

namespace limen::test {

/// The values behind `"key" :` in order, numbers and words without their quotes.
inline std::vector<std::string> values(std::string_view json, std::string_view key) {
  std::vector<std::string> found;
  std::string mark = "\"";
  mark.append(key).append("\" : ");
  for (auto at = json.find(mark); at != std::string_view::npos; at = json.find(mark, at + 1)) {
    const auto rest = json.substr(at + mark.size());
    const auto value = rest.substr(0, rest.find_first_of(",\n}"));
    if (value == "null" || value.find_first_of("[{") != std::string_view::npos) continue;
    found.emplace_back(value.front() == '"' ? value.substr(1, value.find('"', 1) - 1) : value);
  }
  return found;
}

/// The keys whose values differ; empty: the record is the expected one.
inline std::string differences(const interchange::MinutiaeRecord& record, std::string_view json) {
  using interchange::MinutiaeFormat;
  constexpr std::string_view kinds[] = {"OTHER", "ENDING", "BIFURCATION"};
  constexpr std::string_view methods[] = {"CUSTOM", "QUADRANTS", "OCTANTS"};
  constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const bool per_view = record.format != MinutiaeFormat::iso_2005 && record.format != MinutiaeFormat::ansi_2004;
  const bool late_iso = record.format == MinutiaeFormat::iso_2011;
  struct Column {
    std::string_view key;
    std::vector<std::string> ours{};
  };
  Column type{"type"}, x{"positionX"}, y{"positionY"}, angle{"angle"}, quality{"quality"}, view_number{"view"},
      position{"position"}, impression{"scanType"}, width{"width"}, height{"height"}, dx{"resolutionX"},
      dy{"resolutionY"}, from{"from"}, to{"to"}, count{"count"}, data{"data"}, device{"sensorId"}, year{"year"},
      second{"second"}, vendor{"sensorVendor"}, algorithm{late_iso ? "algorithm" : "qualityAlgorithmId"},
      ending{"endingType"}, owner{"vendorId"}, product{"subformat"}, certified{"sensorCertified"};
  const auto text = [](auto number) { return std::to_string(number); };
  if (!late_iso) certified.ours = {record.certified ? "true" : "false"}, device.ours = {text(record.device)};
  if (record.owner != 0) owner.ours = {text(record.owner)}, product.ours = {text(record.product)};
  for (const auto& view : record.views) {
    position.ours.emplace_back(view.position == 2 ? "RIGHT_INDEX" : view.position == 7 ? "LEFT_INDEX" : "other");
    impression.ours.emplace_back(view.impression == 0 ? "LIVE_PLAIN" : "other");
    view_number.ours.push_back(text(view.view));
    quality.ours.push_back(text(view.quality));
    if (per_view || &view == &record.views.front()) {
      width.ours.push_back(text(view.width)), height.ours.push_back(text(view.height));
      dx.ours.push_back(text(view.x_density)), dy.ours.push_back(text(view.y_density));
    }
    if (per_view) algorithm.ours.push_back(text(view.quality_source.algorithm));
    if (late_iso) {
      device.ours.push_back(text(record.device)), vendor.ours.push_back(text(view.capture.device_vendor));
      year.ours.push_back(text(view.capture.time[0] << 8 | view.capture.time[1]));
      second.ours.push_back(text(view.capture.time[6]));
      ending.ours.emplace_back(view.capture.endings_of_valleys ? "VALLEY_SKELETON_BIFURCATION"
                                                               : "RIDGE_SKELETON_ENDING");
    }
    for (const auto& m : view.minutiae) {
      const bool ansi_2009 = per_view && !late_iso;  // where type 0 is called "either"
      type.ours.emplace_back(ansi_2009 && m.type == 0 ? "EITHER" : kinds[m.type]);
      x.ours.push_back(text(m.x)), y.ours.push_back(text(m.y)), angle.ours.push_back(text(m.angle));
      quality.ours.push_back(text(m.quality));
    }
    for (const auto& extension : view.extensions) {
      if (extension.type == 1) {
        type.ours.emplace_back(methods[std::to_integer<std::size_t>(extension.data.front())]);
        for (const auto& c : interchange::ridge_counts(extension))
          from.ours.push_back(text(c.from)), to.ours.push_back(text(c.to)), count.ours.push_back(text(c.count));
        continue;
      }
      type.ours.push_back(text(extension.type));
      auto& word = data.ours.emplace_back();
      for (std::size_t i = 0; i + 2 < extension.data.size(); i += 3) {
        const auto byte = [&](std::size_t k) { return std::to_integer<std::size_t>(extension.data[i + k]); };
        const auto bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (int shift = 18; shift >= 0; shift -= 6) word += base64[bits >> shift & 63];
      }
    }
  }
  std::string different;
  for (const auto& column :
       {type, x,     y,    angle,  quality, view_number, position, impression, width,  height, dx,      dy,       from,
        to,   count, data, device, year,    second,      vendor,   algorithm,  ending, owner,  product, certified})
    if (column.ours != values(json, column.key)) different.append(" ").append(column.key);
  return different;
}

}  // namespace limen::test
