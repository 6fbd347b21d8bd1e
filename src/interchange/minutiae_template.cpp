#include "limen/interchange/minutiae_template.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

namespace limen::interchange {
namespace {

using fingerprint::Minutia;
using fingerprint::MinutiaKind;
using fingerprint::Template;

constexpr double turn = 2 * std::numbers::pi;
constexpr double px_per_mm = 500 / 25.4;

// Length of one unit of a position, in px at 500 ppi.
double unit_px(MinutiaeFormat format, std::uint16_t density) {
  if (format == MinutiaeFormat::iso_card_normal) return 0.01 * px_per_mm;
  if (format == MinutiaeFormat::iso_card_compact) return 0.1 * px_per_mm;
  return 500 / ppi_of_density(density);
}

bool is_card(MinutiaeFormat format) {
  return format == MinutiaeFormat::iso_card_normal || format == MinutiaeFormat::iso_card_compact;
}

std::uint16_t to_units(double px, double unit, unsigned largest) {
  return static_cast<std::uint16_t>(std::clamp<long>(std::lround(px / unit), 0L, static_cast<long>(largest)));
}

// Records turn against the clock, limen with it (y points down).
double direction_from(unsigned angle, int units) {
  return angle == 0 ? 0.0 : turn - static_cast<double>(angle) * turn / units;
}
std::uint8_t angle_from(double direction, int units) {
  const auto steps = std::lround((turn - direction) / turn * units);
  return static_cast<std::uint8_t>(((steps % units) + units) % units);  // 360 degrees are 0, never one step too many
}

std::uint8_t percent(float quality) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(100 * quality), 1L, 100L));
}

}  // namespace

double ppi_of_density(std::uint16_t pixels_per_cm) noexcept {
  if (pixels_per_cm == 197) return 500;
  if (pixels_per_cm == 394 || pixels_per_cm == 393) return 1000;
  return pixels_per_cm * 2.54;
}

Result<Template> to_template(const MinutiaeView& view, MinutiaeFormat format) {
  if (!is_card(format) && (view.x_density < 99 || view.y_density < 99))
    return {ErrorCode::invalid_argument, "minutiae record: a density of " + std::to_string(view.x_density) + " x " +
                                             std::to_string(view.y_density) + " pixels per cm cannot be converted"};
  const double x_unit = unit_px(format, view.x_density), y_unit = unit_px(format, view.y_density);
  double width = is_card(format) ? 0 : view.width * x_unit, height = is_card(format) ? 0 : view.height * y_unit;
  const auto kept = [&](const RecordMinutia& m) {
    return m.x * x_unit + 1 <= Template::max_side && m.y * y_unit + 1 <= Template::max_side;
  };
  for (const auto& m : view.minutiae)  // a card has no image, and some records have one that is too small
    if (kept(m)) width = std::max(width, m.x * x_unit + 1), height = std::max(height, m.y * y_unit + 1);
  if (std::ceil(width) > Template::max_side || std::ceil(height) > Template::max_side)
    return {ErrorCode::invalid_argument, "minutiae record: an image of " + std::to_string(std::lround(width)) + " x " +
                                             std::to_string(std::lround(height)) + " px at 500 ppi is too large"};
  Template finger;
  finger.position = finger_position_from(view.position).value_or(FingerPosition::unknown);
  finger.impression = impression_from(view.impression).value_or(Impression::live_scan_plain);
  finger.width = static_cast<int>(std::ceil(width));
  finger.height = static_cast<int>(std::ceil(height));
  finger.quality_value = view.quality > 100 ? std::uint8_t{0} : view.quality;
  for (const auto& in : view.minutiae) {
    if (!kept(in)) continue;
    Minutia m;
    m.x = static_cast<float>(std::min<double>(in.x * x_unit, finger.width));
    m.y = static_cast<float>(std::min<double>(in.y * y_unit, finger.height));
    m.direction = static_cast<float>(direction_from(in.angle, angle_units(format)));
    m.quality = in.quality == 0 || in.quality > 100 ? 0.5F : static_cast<float>(in.quality) / 100;
    m.kind = in.type == 2 ? MinutiaKind::bifurcation : MinutiaKind::ending;
    finger.minutiae.push_back(fingerprint::on_grid(m));
  }
  std::stable_sort(finger.minutiae.begin(), finger.minutiae.end(),
                   [](const Minutia& a, const Minutia& b) { return a.quality > b.quality; });
  return finger;
}

MinutiaeView to_view(const Template& finger, MinutiaeFormat format, std::size_t max_minutiae) {
  MinutiaeView view;
  view.position = static_cast<std::uint8_t>(finger.position);
  view.impression = static_cast<std::uint8_t>(finger.impression);
  view.quality = finger.quality_value;
  view.width = static_cast<std::uint16_t>(is_card(format) ? 0 : finger.width);
  view.height = static_cast<std::uint16_t>(is_card(format) ? 0 : finger.height);
  const double unit = unit_px(format, 197);
  const bool compact = format == MinutiaeFormat::iso_card_compact;
  double left = 0, top = 0;
  if (compact && !finger.minutiae.empty()) {
    left = top = std::numeric_limits<double>::max();
    for (const auto& m : finger.minutiae) left = std::min<double>(left, m.x), top = std::min<double>(top, m.y);
  }
  for (const auto& m : finger.minutiae) {
    if (view.minutiae.size() >= std::min<std::size_t>(max_minutiae, 255)) break;  // best first
    const double x = m.x - left, y = m.y - top;
    if (compact && (std::lround(x / unit) > 255 || std::lround(y / unit) > 255)) continue;
    RecordMinutia out;
    out.x = to_units(x, unit,
                     compact           ? 255U
                     : is_card(format) ? 0x3FFFU
                                       : static_cast<unsigned>(std::max(finger.width - 1, 0)));
    out.y = to_units(y, unit,
                     compact           ? 255U
                     : is_card(format) ? 0x3FFFU
                                       : static_cast<unsigned>(std::max(finger.height - 1, 0)));
    out.angle = angle_from(m.direction, angle_units(format));
    out.type = static_cast<std::uint8_t>(m.kind);
    if (!is_card(format)) out.quality = percent(m.quality);
    view.minutiae.push_back(out);
  }
  return view;
}

Result<MinutiaeRecord> convert(const MinutiaeRecord& record, MinutiaeFormat format) {
  if (record.format == format) return record;
  MinutiaeRecord out;
  out.format = format;
  out.certified = record.certified;
  out.device = record.device;
  out.owner = record.owner;
  out.product = record.product;
  for (const auto& view : record.views) {
    if (is_card(format) || is_card(record.format)) {
      auto finger = to_template(view, record.format);
      if (!finger) return finger.error();
      out.views.push_back(to_view(*finger, format));
      continue;
    }
    auto copy = view;  // the same pixels: only the angle's unit and the special qualities change
    const int from = angle_units(record.format), to = angle_units(format);
    for (auto& m : copy.minutiae) {
      if (from != to) m.angle = static_cast<std::uint8_t>(std::lround(static_cast<double>(m.angle) * to / from) % to);
      if (m.quality > 100) m.quality = 0;
    }
    if (copy.quality > 100) copy.quality = 0;
    std::erase_if(copy.extensions, [](const Extension& e) { return e.type != 1; });  // cores and zones differ in layout
    out.views.push_back(std::move(copy));
  }
  return out;
}

}  // namespace limen::interchange
