// The names of what can be wrong with a portrait.
#include "limen/face/quality.hpp"

namespace limen::face {
namespace {

struct FlawText {
  Flaw flaw;
  std::string_view name, words;
};
constexpr FlawText texts[] = {
    {Flaw::too_small, "too_small", "too small: few pixels between the eyes"},
    {Flaw::too_close, "too_close", "too close: the head fills too much of the picture"},
    {Flaw::cropped, "cropped", "cropped: the head runs out of the picture"},
    {Flaw::blurred, "blurred", "blurred: little fine detail"},
    {Flaw::too_dark, "too_dark", "too dark"},
    {Flaw::too_bright, "too_bright", "too bright"},
    {Flaw::low_contrast, "low_contrast", "low contrast"},
    {Flaw::uneven_light, "uneven_light", "uneven light: one cheek is much brighter"},
    {Flaw::turned, "turned", "turned: the face looks away from the camera"},
    {Flaw::tilted, "tilted", "tilted: the eyes are not level"},
    {Flaw::estimated, "estimated", "landmarks estimated: the detector finds none"},
    {Flaw::unnatural_colour, "unnatural_colour", "unnatural colour: not that of skin"},
    {Flaw::several_faces, "several_faces", "several faces: another one is nearly as large"},
};

}  // namespace

std::string_view to_string(Flaw flaw) noexcept {
  for (const auto& text : texts)
    if (text.flaw == flaw) return text.name;
  return "invalid";
}

std::string_view words(Flaw flaw) noexcept {
  for (const auto& text : texts)
    if (text.flaw == flaw) return text.words;
  return "invalid";
}

}  // namespace limen::face
