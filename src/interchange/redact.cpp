#include "limen/interchange/redact.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "limen/core/writer.hpp"
#include "limen/interchange/an2k_image.hpp"
#include "limen/interchange/an2k_write.hpp"
#include "limen/interchange/image_metadata.hpp"
#include "limen/interchange/minutiae_record.hpp"

namespace limen::interchange {
namespace {

using an2k::Edit;
using an2k::File;
using an2k::Record;

constexpr std::array open_types{1, 2, 3, 4, 5, 6, 9, 10, 13, 14, 15, 17};  // limen can look into these
constexpr std::size_t binary_image_header = 18;

std::string name_of(int type, unsigned number) {
  const auto digits = std::to_string(number);
  return std::to_string(type) + "." + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
}

// Why a field goes; empty: it stays.
std::string_view reason(int type, unsigned number) {
  if (type == 2) return number >= 3 ? "descriptive field" : "";
  if (type == 1) return number == 17 ? "names of agencies" : "";
  if (number == 998) return "geographic position";
  if (number == 904) return "make, model and serial number of the device";
  if (number == 903) return "number of the device";
  if (number == 902) return "annotation with names";
  if (number == 996) return "hash of the image";
  if (type == 9 && number >= 350 && number <= 399) return "notes of the examiner";
  if ((type == 10 && (number == 38 || number == 39)) || (type >= 13 && type <= 15 && number == 20)) return "comment";
  return number >= 200 && number <= 900 && type >= 10 ? "user-defined field" : "";
}

class Redaction {
 public:
  Redaction(const File& file, const std::set<std::string, std::less<>>& keep) : file_(file), keep_(keep) {}

  Result<Redacted> run() {
    for (std::size_t i = 0; i < file_.records.size(); ++i)
      if (auto ok = record(i); !ok) return ok.error();
    auto bytes = an2k::apply(file_, edits_);
    if (!bytes) return bytes.error();
    result_.bytes = std::move(*bytes);
    return std::move(result_);
  }

 private:
  bool kept(std::string_view name) const { return keep_.contains(name); }
  void note(std::string where, const Record& record, std::size_t offset, std::size_t size, std::string_view what) {
    result_.removed.push_back({std::move(where), record.idc, offset, size, std::string(what)});
  }

  Result<void> record(std::size_t i) {
    const auto& r = file_.records[i];
    const auto type_name = "type-" + std::to_string(r.type);
    if (kept(type_name)) return {};
    if (std::find(open_types.begin(), open_types.end(), r.type) == open_types.end()) {
      edits_.push_back({.kind = Edit::Kind::remove_record, .record = i});
      note(type_name, r, r.offset, r.bytes.size(), "a record that cannot be looked into");
      return {};
    }
    for (const auto& field : r.fields) {
      const auto why = reason(r.type, field.number);
      const auto name = name_of(r.type, field.number);
      if (why.empty() || kept(name)) continue;
      edits_.push_back({.kind = Edit::Kind::remove_field, .record = i, .field = field.number});
      note(name, r, field.offset, field.value.size(), why);
    }
    capture_device(i);
    return kept("image-metadata") ? Result<void>{} : image(i);
  }

  // 9.127 must be there if the block is: certification, then the number of the device. 0: not said.
  void capture_device(std::size_t i) {
    const auto& r = file_.records[i];
    const auto* field = r.type == 9 ? r.find(127) : nullptr;
    if (field == nullptr || kept("9.127")) return;
    const auto items = an2k::split(field->value).front();
    if (items.size() < 2 || items[1] == "0") return;
    const auto unknown = std::string(items[0]) + an2k::unit_separator + "0";
    const auto bytes = std::as_bytes(std::span(unknown));
    edits_.push_back({.record = i, .field = 127, .value = {bytes.begin(), bytes.end()}});
    note("9.127", r, field->offset, field->value.size(), "number of the device");
  }

  Result<void> image(std::size_t i) {
    const auto& r = file_.records[i];
    const auto said = an2k::image_record(file_, r);
    if (!said || said->data.empty()) return {};
    auto stripped = strip_metadata(said->data);
    if (!stripped && stripped.error().code == ErrorCode::unsupported_format) {
      const std::string_view start(reinterpret_cast<const char*>(said->data.data()),
                                   std::min<std::size_t>(said->data.size(), 4));
      const bool tiff = start == std::string_view("II*\0", 4) || start == std::string_view("MM\0*", 4);
      const bool raw = said->compression == "NONE" || said->compression == "FAX4";
      if (raw && !tiff) return {};  // pixels say nothing else
      return Error{ErrorCode::unsupported_format,
                   name_of(r.type, 999) + ", IDC " + std::to_string(r.idc) +
                       ": an image that is not what limen can look into; convert it first"};
    }
    if (!stripped) return stripped.error();
    if (stripped->removed.empty()) return {};
    const auto base = static_cast<std::size_t>(said->data.data() - file_.bytes.data());
    for (const auto& part : stripped->removed)
      note(r.binary() ? "type-" + std::to_string(r.type) : name_of(r.type, 999), r, base + part.offset, part.size,
           part.what);
    if (!r.binary()) {
      edits_.push_back(
          {.kind = Edit::Kind::set_field, .record = i, .field = an2k::data_field, .value = std::move(stripped->bytes)});
      return {};
    }
    Writer writer(Endian::big);
    writer.u32(static_cast<std::uint32_t>(binary_image_header + stripped->bytes.size()));
    writer.bytes(r.bytes.subspan(4, binary_image_header - 4));
    writer.bytes(stripped->bytes);
    edits_.push_back({.kind = Edit::Kind::set_record, .record = i, .value = writer.take()});
    return {};
  }

  const File& file_;
  const std::set<std::string, std::less<>>& keep_;
  std::vector<Edit> edits_;
  Redacted result_;
};

Result<Redacted> redact_minutiae(std::span<const std::byte> bytes) {
  auto reading = read_minutiae_record(bytes);
  if (!reading) return reading.error();
  Redacted result;
  auto& record = reading->record;
  if (record.device != 0) result.removed.push_back({"header", -1, 8, 2, "number of the device"});
  record.device = 0;
  for (std::size_t i = 0; i < record.views.size(); ++i) {
    if (record.views[i].capture != CaptureDetails{.endings_of_valleys = record.views[i].capture.endings_of_valleys}) {
      result.removed.push_back({"view " + std::to_string(i), -1, 0, 12, "time, technology and vendor of the capture"});
      record.views[i].capture = {.endings_of_valleys = record.views[i].capture.endings_of_valleys};
    }
    std::erase_if(record.views[i].extensions, [&](const Extension& e) {
      if (e.type < 0x0100) return false;
      result.removed.push_back({"view " + std::to_string(i), -1, 0, e.data.size(), "extended data of a vendor"});
      return true;
    });
  }
  auto written = write_minutiae_record(record);
  if (!written) return written.error();
  result.bytes = std::move(*written);
  return result;
}

bool known_word(std::string_view word) {
  if (word == "image-metadata") return true;
  const auto is_number = [](std::string_view text) { return an2k::number(text).value_or(-1) >= 0; };
  if (word.starts_with("type-")) return is_number(word.substr(5));
  const auto dot = word.find('.');
  return dot != std::string_view::npos && is_number(word.substr(0, dot)) && word.size() - dot == 4 &&
         is_number(word.substr(dot + 1));
}

}  // namespace

Result<Redacted> redact(std::span<const std::byte> bytes, const RedactOptions& options) {
  for (const auto& word : options.keep)
    if (!known_word(word))
      return {ErrorCode::invalid_argument,
              "redact: \"" + word + "\" is no field (2.010), no type-8 and not image-metadata"};
  const std::set<std::string, std::less<>> keep(options.keep.begin(), options.keep.end());
  if (an2k::looks_like_an2k(bytes)) {
    const auto file = an2k::read(bytes);
    if (!file) return file.error();
    for (const auto& d : file->diagnostics)
      if (d.severity == Severity::error || d.code == "trailing_data")
        return {ErrorCode::corrupt, "redact: the file is damaged and might keep what cannot be seen: " + to_string(d)};
    return Redaction(*file, keep).run();
  }
  if (looks_like_minutiae_record(bytes)) return redact_minutiae(bytes);
  auto stripped = strip_metadata(bytes);
  if (!stripped) return stripped.error();
  Redacted result{std::move(stripped->bytes), {}};
  for (const auto& part : stripped->removed) result.removed.push_back({"image", -1, part.offset, part.size, part.what});
  return result;
}

}  // namespace limen::interchange
