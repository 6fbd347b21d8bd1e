#include "limen/core/modality.hpp"

#include <span>
#include <utility>

namespace limen {
namespace {

using enum FingerPosition;

constexpr std::pair<Modality, std::string_view> modality_names[] = {{Modality::fingerprint, "fingerprint"},
                                                                    {Modality::face, "face"}};
constexpr std::pair<FingerPosition, std::string_view> position_names[] = {
    {unknown, "unknown"},           {right_thumb, "right_thumb"}, {right_index, "right_index"},
    {right_middle, "right_middle"}, {right_ring, "right_ring"},   {right_little, "right_little"},
    {left_thumb, "left_thumb"},     {left_index, "left_index"},   {left_middle, "left_middle"},
    {left_ring, "left_ring"},       {left_little, "left_little"}};
constexpr std::pair<Impression, std::string_view> impression_names[] = {
    {Impression::live_scan_plain, "live_scan_plain"},
    {Impression::live_scan_rolled, "live_scan_rolled"},
    {Impression::nonlive_scan_plain, "nonlive_scan_plain"},
    {Impression::nonlive_scan_rolled, "nonlive_scan_rolled"},
    {Impression::latent, "latent"},
    {Impression::swipe, "swipe"},
    {Impression::live_scan_contactless, "live_scan_contactless"}};

template <class T>
std::string_view name_of(std::span<const std::pair<T, std::string_view>> names, T value) noexcept {
  for (const auto& [known, name] : names)
    if (known == value) return name;
  return "invalid";
}

template <class T, class Key>
std::optional<T> find(std::span<const std::pair<T, std::string_view>> names, Key key) noexcept {
  for (const auto& [value, name] : names) {
    if constexpr (std::is_convertible_v<Key, std::string_view>) {
      if (name == key) return value;
    } else {
      if (static_cast<std::uint8_t>(value) == key) return value;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Modality modality) noexcept { return name_of<Modality>(modality_names, modality); }
std::string_view to_string(FingerPosition position) noexcept {
  return name_of<FingerPosition>(position_names, position);
}
std::string_view to_string(Impression impression) noexcept { return name_of<Impression>(impression_names, impression); }

std::optional<Modality> modality_from(std::string_view name) noexcept { return find<Modality>(modality_names, name); }
std::optional<FingerPosition> finger_position_from(std::string_view name) noexcept {
  return find<FingerPosition>(position_names, name);
}
std::optional<Impression> impression_from(std::string_view name) noexcept {
  return find<Impression>(impression_names, name);
}
std::optional<FingerPosition> finger_position_from(std::uint8_t number) noexcept {
  return find<FingerPosition>(position_names, number);
}
std::optional<Impression> impression_from(std::uint8_t number) noexcept {
  return find<Impression>(impression_names, number);
}

}  // namespace limen
