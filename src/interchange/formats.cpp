#include "limen/interchange/formats.hpp"

#include <algorithm>
#include <string>

#include "limen/interchange/an2k_image.hpp"
#include "limen/interchange/image_records.hpp"
#include "limen/interchange/minutiae_template.hpp"

#include "decode_noting.hpp"
#include "pixel_budget.hpp"

namespace limen::interchange {
namespace {

using Bytes = std::span<const std::byte>;

void note(Contents& contents, std::string where, std::size_t offset, const Error& error) {
  contents.diagnostics.push_back(
      {Severity::warning, std::string(to_string(error.code)), std::move(where), offset, error.message});
}

void note(Contents& contents, const std::string& where, std::size_t offset, const std::vector<std::string>& warnings) {
  for (const auto& text : warnings)
    contents.diagnostics.push_back({Severity::warning, "image_mended", where, offset, text});
}

template <class T>
bool keep(Contents& contents, std::vector<T>& list, Result<T> item, const std::string& where, std::size_t offset) {
  if (item)
    list.push_back(std::move(*item));
  else
    note(contents, where, offset, item.error());
  return item.has_value();
}

Result<Contents> from_minutiae(Bytes bytes, PixelBudget&) {
  auto reading = read_minutiae_record(bytes);
  if (!reading) return reading.error();
  Contents contents;
  contents.diagnostics = std::move(reading->diagnostics);
  for (std::size_t i = 0; i < reading->record.views.size(); ++i)
    keep(contents, contents.templates, to_template(reading->record.views[i], reading->record.format),
         "view " + std::to_string(i), 0);
  return contents;
}

Result<Contents> from_an2k(Bytes bytes, PixelBudget& budget) {
  auto file = an2k::read(bytes);
  if (!file) return file.error();
  Contents contents;
  contents.diagnostics = file->diagnostics;
  const auto image_of = [&](int idc) {
    return std::any_of(file->records.begin(), file->records.end(),
                       [&](const auto& r) { return r.idc == idc && (r.type == 4 || r.type == 13 || r.type == 14); });
  };
  const auto charged = [&](const an2k::ImageRecord& image) {
    return budget.charge(image.data, std::int64_t{image.width} * image.height);
  };
  for (const auto& record : file->records) {
    const auto where = "type-" + std::to_string(record.type) + ", IDC " + std::to_string(record.idc);
    if (record.type == 4 || record.type == 13 || record.type == 14) {
      const auto image = an2k::image_record(*file, record);
      std::vector<std::string> warnings;
      auto fingers = an2k::fingers(*file, record, image ? charged(*image) : io::ReadOptions{}, &warnings);
      note(contents, where, record.offset, warnings);
      if (fingers)
        std::move(fingers->begin(), fingers->end(), std::back_inserter(contents.fingers));
      else
        note(contents, where, record.offset, fingers.error());
    } else if (record.type == 9 && !image_of(record.idc)) {
      keep(contents, contents.templates, an2k::minutiae(*file, record), where, record.offset);
    } else if (record.type == 10 && record.value(3) == "FACE") {
      const auto image = an2k::image_record(*file, record);
      if (!image)
        note(contents, where, record.offset, image.error());
      else
        keep(contents, contents.faces, an2k::decode(*image, charged(*image)), where, record.offset);
    }
  }
  return contents;
}

Result<Contents> from_face(Bytes bytes, PixelBudget& budget) {
  auto record = read_face_record(bytes);
  if (!record) return record.error();
  Contents contents;
  contents.diagnostics = std::move(record->diagnostics);
  for (const auto& view : record->views)
    keep(contents, contents.faces, io::decode_image(view.data, budget.charge(view.data)),
         "face " + std::to_string(&view - record->views.data()),
         static_cast<std::size_t>(view.data.data() - bytes.data()));
  return contents;
}

Result<Contents> from_finger_images(Bytes bytes, PixelBudget& budget) {
  auto record = read_finger_image_record(bytes);
  if (!record) return record.error();
  Contents contents;
  contents.diagnostics = std::move(record->diagnostics);
  for (const auto& view : record->views) {
    const auto options = budget.charge(view.data, std::int64_t{view.width} * view.height);
    const auto where = "view " + std::to_string(&view - record->views.data());
    const auto offset = static_cast<std::size_t>(view.data.data() - bytes.data());
    std::vector<std::string> warnings;
    keep(contents, contents.fingers, decode(*record, view, options, &warnings), where, offset);
    note(contents, where, offset, warnings);
  }
  return contents;
}

Result<Contents> from_data_group(Bytes bytes, PixelBudget& budget) {
  const auto blocks = data_group_blocks(bytes);
  if (!blocks) return blocks.error();
  Contents contents;
  for (const auto& block : *blocks) {
    auto part = looks_like_face_record(block) ? from_face(block, budget) : from_finger_images(block, budget);
    if (!part) return part.error();
    for (auto& d : part->diagnostics) d.offset += static_cast<std::size_t>(block.data() - bytes.data());
    std::move(part->faces.begin(), part->faces.end(), std::back_inserter(contents.faces));
    std::move(part->fingers.begin(), part->fingers.end(), std::back_inserter(contents.fingers));
    std::move(part->diagnostics.begin(), part->diagnostics.end(), std::back_inserter(contents.diagnostics));
  }
  return contents;
}

Result<Contents> from_image(Bytes bytes, PixelBudget& budget) {
  std::vector<std::string> warnings;
  auto image = decode_noting(bytes, budget.charge(bytes), &warnings);
  if (!image) return image.error();
  Contents contents;
  note(contents, "image", 0, warnings);
  contents.fingers.push_back({std::move(*image), FingerPosition::unknown, Impression::live_scan_plain});
  return contents;
}

Result<Contents> refuse_xml(Bytes bytes, PixelBudget&) {
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 4096));
  if (start.find("<BIR") != std::string_view::npos || start.find(":BIR") != std::string_view::npos)
    return {ErrorCode::unsupported_format,
            "CBEFF XML is not supported: take the records out of its BDB elements (base64) and give them singly"};
  return {ErrorCode::unsupported_format,
          "ANSI/NIST-ITL XML is not supported: ask the sender for the traditional encoding"};
}

bool looks_like_xml(Bytes bytes) noexcept {
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 8));
  return start.find('<') <= 3;
}

struct Known {
  Format format;
  std::string_view name;
  bool (*recognise)(Bytes) noexcept;  // none: whatever is left
  Result<Contents> (*read)(Bytes, PixelBudget&);
};

constexpr Known list[] = {
    {Format::minutiae_record, "minutiae record", looks_like_minutiae_record, from_minutiae},
    {Format::an2k, "ANSI/NIST-ITL", an2k::looks_like_an2k, from_an2k},
    {Format::face_record, "face record", looks_like_face_record, from_face},
    {Format::finger_image_record, "finger image record", looks_like_finger_image_record, from_finger_images},
    {Format::data_group, "passport data group", looks_like_data_group, from_data_group},
    {Format::an2k_xml, "XML", looks_like_xml, refuse_xml},
    {Format::image, "image", nullptr, from_image},
};

}  // namespace

Format sniff(Bytes bytes) noexcept {
  if (bytes.empty()) return Format::unknown;
  for (const auto& known : list)
    if (known.recognise == nullptr || known.recognise(bytes)) return known.format;
  return Format::unknown;
}

std::string_view to_string(Format format) noexcept {
  for (const auto& known : list)
    if (known.format == format) return known.name;
  return "unknown";
}

Result<Contents> read(Bytes bytes, const io::ReadOptions& options) {
  PixelBudget budget(options);
  const auto format = sniff(bytes);
  for (const auto& known : list) {
    if (known.format != format) continue;
    auto contents = known.read(bytes, budget);
    if (contents) contents->format = format;
    return contents;
  }
  return {ErrorCode::unsupported_format, "an empty file"};
}

}  // namespace limen::interchange
