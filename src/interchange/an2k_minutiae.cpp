// Type-9: three ways of writing minutiae.
#include <algorithm>
#include <cmath>
#include <string>

#include "limen/interchange/an2k_image.hpp"
#include "limen/interchange/minutiae_template.hpp"

namespace limen::interchange::an2k {
namespace {

constexpr std::size_t max_minutiae = 255;
constexpr unsigned hundredths_per_mm = 100;

// Positions are px at the image's own resolution until the template is made.
struct Found {
  double x = 0, y = 0;
  double degrees = 0;  // against the clock from +x
  int quality = 0;     // 1..100; 0: not said
  bool bifurcation = false;
};

struct Sheet {
  std::vector<Found> minutiae;
  double width = 0, height = 0;
  double ppi = 500;
  int position = 0;
  int impression = 0;
  int quality = 0;
};

long at(const std::vector<std::string_view>& items, std::size_t i, long otherwise = -1) {
  return i < items.size() ? number(items[i]).value_or(otherwise) : otherwise;
}
long field(const Record& record, unsigned n, long otherwise = 0) { return number(record.value(n)).value_or(otherwise); }

Sheet read_m1(const Record& record) {
  Sheet sheet;
  sheet.width = static_cast<double>(field(record, 128));
  sheet.height = static_cast<double>(field(record, 129));
  const auto scale = std::clamp(field(record, 131, 500), 0L, 65535L);
  if (scale >= 99)
    sheet.ppi =
        field(record, 130) == 2 ? ppi_of_density(static_cast<std::uint16_t>(scale)) : static_cast<double>(scale);
  sheet.position = static_cast<int>(std::clamp(field(record, 134), 0L, 100L));
  sheet.quality = static_cast<int>(std::clamp(at(split(record.value(135))[0], 0, 0), 0L, 100L));
  for (const auto& items : split(record.value(137))) {
    const auto x = at(items, 1), y = at(items, 2), angle = at(items, 3), type = at(items, 4, 0),
               quality = at(items, 5, 0);
    if (x >= 0 && y >= 0 && angle >= 0 && angle < 180)
      sheet.minutiae.push_back({static_cast<double>(x), static_cast<double>(y), 2.0 * static_cast<double>(angle),
                                static_cast<int>(std::clamp(quality, 0L, 100L)), type == 2});
  }
  return sheet;
}

// Lengths are 0.01 mm; taken to px at 500 ppi.
constexpr double to_px = 500.0 / 25.4 / hundredths_per_mm;

Sheet read_efs(const Record& record) {
  Sheet sheet;
  const auto region = split(record.value(300))[0];
  sheet.width = static_cast<double>(std::max(at(region, 0, 0), 0L)) * to_px;
  sheet.height = static_cast<double>(std::max(at(region, 1, 0), 0L)) * to_px;
  const auto position = split(record.value(302))[0];
  sheet.position = static_cast<int>(std::clamp(at(position, 0, 0), 0L, 100L));
  for (const auto& items : split(record.value(331))) {
    const auto x = at(items, 0), y = at(items, 1), angle = at(items, 2);
    if (x >= 0 && y >= 0 && angle >= 0 && angle < 360)
      sheet.minutiae.push_back({static_cast<double>(x) * to_px, static_cast<double>(y) * to_px,
                                static_cast<double>(angle), 0, items.size() > 3 && items[3] == "B"});
  }
  return sheet;
}

// "XXXXYYYYTTT", origin bottom left, the angle of the opposite sense.
Sheet read_standard(const File& file, const Record& record) {
  Sheet sheet;
  sheet.position = static_cast<int>(std::clamp(at(split(record.value(6))[0], 0, 0), 0L, 100L));
  double height = 0;  // of the image that the minutiae were taken from
  for (const auto& other : file.records) {
    if (other.idc != record.idc || other.type < 3 || other.type == 9) continue;
    const auto image = image_record(file, other);
    if (!image || !image->resolution.known()) continue;
    height = image->height * 500.0 / image->resolution.value;
    sheet.width = image->width * 500.0 / image->resolution.value;
    break;
  }
  const auto subfields = split(record.value(12));
  double highest = 0;
  for (const auto& items : subfields) {
    if (items.size() < 2 || items[1].size() != 11) continue;
    const auto x = number(items[1].substr(0, 4)), y = number(items[1].substr(4, 4)),
               angle = number(items[1].substr(8, 3));
    if (!x || !y || !angle || *x < 0 || *y < 0 || *angle < 0 || *angle > 360) continue;
    const bool bifurcation = items.size() > 3 && items[3] == "B";
    sheet.minutiae.push_back({static_cast<double>(*x) * to_px, static_cast<double>(*y) * to_px,
                              static_cast<double>((*angle + 180) % 360), 0, bifurcation});
    highest = std::max(highest, sheet.minutiae.back().y);
  }
  sheet.height = height > 0 ? height : highest + 1;
  for (auto& m : sheet.minutiae) m.y = std::max(0.0, sheet.height - m.y);
  return sheet;
}

}  // namespace

Result<fingerprint::Template> minutiae(const File& file, const Record& record) {
  const auto refuse = [&](ErrorCode code, const std::string& why) {
    return Error{code, "ANSI/NIST-ITL: Type-9 record, IDC " + std::to_string(record.idc) + ": " + why + " (offset " +
                           std::to_string(record.offset) + ")"};
  };
  if (record.type != 9)
    return refuse(ErrorCode::unsupported_format, "the record is of Type-" + std::to_string(record.type));
  Sheet sheet = record.find(137) != nullptr   ? read_m1(record)
                : record.find(331) != nullptr ? read_efs(record)
                                              : read_standard(file, record);
  if (sheet.minutiae.empty()) return refuse(ErrorCode::unsupported_format, "no minutiae that limen can read");
  const double scale = 500 / sheet.ppi;
  for (const auto& m : sheet.minutiae)
    sheet.width = std::max(sheet.width, m.x + 1), sheet.height = std::max(sheet.height, m.y + 1);
  const double width = std::ceil(sheet.width * scale), height = std::ceil(sheet.height * scale);
  if (width > fingerprint::Template::max_side || height > fingerprint::Template::max_side)
    return refuse(ErrorCode::corrupt, "an image of " + std::to_string(std::lround(width)) + " x " +
                                          std::to_string(std::lround(height)) + " px");
  fingerprint::Template finger;
  finger.position =
      sheet.position <= 10
          ? finger_position_from(static_cast<std::uint8_t>(sheet.position)).value_or(FingerPosition::unknown)
          : FingerPosition::unknown;
  finger.impression = field(record, 3) >= 4 && field(record, 3) <= 7 ? Impression::latent : Impression::live_scan_plain;
  finger.width = static_cast<int>(width);
  finger.height = static_cast<int>(height);
  finger.quality_value = static_cast<std::uint8_t>(sheet.quality);
  for (const auto& m : sheet.minutiae) {
    if (finger.minutiae.size() == max_minutiae) break;
    const double degrees = std::fmod(360 - m.degrees, 360);
    finger.minutiae.push_back(fingerprint::on_grid(
        {static_cast<float>(std::min(m.x * scale, width)), static_cast<float>(std::min(m.y * scale, height)),
         static_cast<float>(degrees * 3.14159265358979 / 180),
         m.quality == 0 ? 0.5F : static_cast<float>(m.quality) / 100,
         m.bifurcation ? fingerprint::MinutiaKind::bifurcation : fingerprint::MinutiaKind::ending}));
  }
  std::stable_sort(finger.minutiae.begin(), finger.minutiae.end(),
                   [](const auto& a, const auto& b) { return a.quality > b.quality; });
  return finger;
}

}  // namespace limen::interchange::an2k
