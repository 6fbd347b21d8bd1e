// The walk: the directory in 1.003 says which types follow; only their lengths say where.
#include <algorithm>
#include <limits>

#include "limen/core/reader.hpp"
#include "limen/interchange/an2k.hpp"

#include "findings.hpp"

namespace limen::interchange::an2k {
namespace {

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string name_of(int type, unsigned field) {
  auto digits = std::to_string(field);
  return std::to_string(type) + "." + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "14.999:": the type, the number and where the value begins.
struct Tag {
  int type = 0;
  unsigned number = 0;
  std::size_t size = 0;
};

std::optional<Tag> read_tag(std::string_view text) {
  Tag tag;
  std::size_t i = 0;
  for (; i < text.size() && is_digit(text[i]) && i < 2; ++i) tag.type = 10 * tag.type + (text[i] - '0');
  if (i == 0 || i == text.size() || text[i] != '.') return std::nullopt;
  const auto first = ++i;
  for (; i < text.size() && is_digit(text[i]) && i < first + 9; ++i)
    tag.number = 10 * tag.number + static_cast<unsigned>(text[i] - '0');
  if (i < first + 2 || i == text.size() || text[i] != ':') return std::nullopt;
  tag.size = i + 1;
  return tag;
}

// Some writers put a short text of their own under the number of the data field, then the data under the same tag.
bool tag_again(std::string_view text, const Tag& tag) {
  constexpr std::size_t longest = 32;
  const auto tagged = group_separator + std::string(text.substr(0, tag.size));
  const auto start = text.substr(tag.size, longest + tagged.size());
  const auto at = start.find(tagged);
  return at != std::string_view::npos &&
         std::all_of(start.begin(), start.begin() + static_cast<std::ptrdiff_t>(at), [](char c) { return c >= ' '; });
}

struct Entry {
  int type = 0;
  int idc = -1;
};

class Walk {
 public:
  Walk(std::span<const std::byte> bytes, Findings& findings) : bytes_(bytes), findings_(findings) {}

  Result<File> run() {
    File file;
    file.bytes = bytes_;
    auto first = text_record(1, nullptr);
    if (!first) return Error{ErrorCode::corrupt, "ANSI/NIST-ITL: the Type-1 record cannot be read (offset 0)"};
    file.records.push_back(std::move(*first));
    const auto entries = directory(file.records.front());
    if (entries.size() >= max_records)
      return Error{ErrorCode::too_large, "ANSI/NIST-ITL: more than " + std::to_string(max_records) + " records"};
    for (std::size_t i = 0; i < entries.size(); ++i) {
      auto record = next(entries[i], i + 1 < entries.size() ? &entries[i + 1] : nullptr);
      if (!record) break;
      check_idc(*record, entries[i]);
      file.records.push_back(std::move(*record));
    }
    file.complete = file.records.size() == entries.size() + 1;
    if (!file.complete && entries.size() >= file.records.size())
      findings_.add(
          Severity::error, "records_missing", "1.003", at_,
          std::to_string(entries.size() + 1) + " records announced, " + std::to_string(file.records.size()) + " found");
    if (file.complete && at_ < bytes_.size())
      findings_.warn("trailing_data", "file", at_,
                     std::to_string(bytes_.size() - at_) + " bytes behind the last record");
    check_links(file);
    return file;
  }

 private:
  std::string_view rest() const { return text_of(bytes_.subspan(at_)); }

  std::vector<Entry> directory(const Record& first) {
    std::vector<Entry> entries;
    const auto* field = first.find(3);
    if (field == nullptr) {
      findings_.add(Severity::error, "missing_field", "1.003", 0, "the directory of the file is missing");
      return entries;
    }
    const auto subfields = split(field->value, 4 * max_records);
    const long stated = subfields[0].size() > 1 ? number(subfields[0][1]).value_or(-1) : -1;
    for (std::size_t i = 1; i < subfields.size(); ++i) {
      const auto type = number(subfields[i][0]);
      const auto idc = subfields[i].size() > 1 ? number(subfields[i][1]) : std::nullopt;
      if (!type || *type < 2 || *type > 99) {
        findings_.add(Severity::error, "directory", "1.003", field->offset,
                      "entry " + std::to_string(i) + " names no type");
        return entries;
      }
      if (!idc || *idc < 0 || *idc > 99)
        findings_.warn("directory", "1.003", field->offset, "entry " + std::to_string(i) + " has no IDC of 0 to 99");
      entries.push_back({static_cast<int>(*type), idc ? static_cast<int>(std::clamp(*idc, -1L, 1000L)) : -1});
    }
    if (stated != static_cast<long>(entries.size()))
      findings_.warn(
          "record_count", "1.003", field->offset,
          "the count says " + std::to_string(stated) + ", " + std::to_string(entries.size()) + " records are listed");
    return entries;
  }

  std::optional<Record> next(const Entry& entry, const Entry* following) {
    if (at_ >= bytes_.size()) return std::nullopt;
    return entry.type >= 3 && entry.type <= 8 ? binary_record(entry.type) : text_record(entry.type, following);
  }

  std::optional<Record> binary_record(int type) {
    Reader reader(bytes_.subspan(at_), "ANSI/NIST-ITL", Endian::big);
    Record record;
    record.type = type;
    record.offset = at_;
    const std::size_t length = reader.u32();
    record.idc = reader.u8();
    if (!reader.ok() || length < 5 || length > bytes_.size() - at_) {
      findings_.add(
          Severity::error, "record_length", name_of(type, 1), at_,
          "a binary record of " + std::to_string(length) + " bytes, " + std::to_string(bytes_.size() - at_) + " left");
      return std::nullopt;
    }
    record.bytes = bytes_.subspan(at_, length);
    at_ += length;
    return record;
  }

  // How long a text record is: its first field says so; where that cannot be, its end is searched.
  std::optional<std::size_t> text_length(int type, const Entry* following) {
    const auto text = rest();
    const auto tag = read_tag(text);
    if (!tag || tag->number != length_field || tag->type != type) {
      findings_.add(Severity::error, "record_start", name_of(type, 1), at_,
                    "a record of Type-" + std::to_string(type) + " was expected here");
      return std::nullopt;
    }
    const auto end = text.substr(0, tag->size + 20).find(group_separator, tag->size);
    const auto digits =
        end == std::string_view::npos ? text.substr(tag->size, 20) : text.substr(tag->size, end - tag->size);
    const auto separator = digits.find(file_separator);
    const auto length = number(digits.substr(0, separator));
    const bool fits =
        length && *length > static_cast<long>(tag->size) && static_cast<std::size_t>(*length) <= text.size();
    const auto stated = fits ? static_cast<std::size_t>(*length) : 0;
    if (fits && ends_at(stated, following)) return stated;
    const auto found = search_end(type, following);
    if (fits && (found ? *found == stated : type != 1)) return stated;
    findings_.add(
        found ? Severity::warning : Severity::error, "record_length", name_of(type, 1), at_,
        "length \"" + std::string(digits.substr(0, std::min<std::size_t>(separator, 12))) + "\", " +
            (found ? std::to_string(*found) + " bytes to the separator" : std::to_string(text.size()) + " left"));
    return found;
  }

  // Does what is listed next begin behind that many bytes? If nothing is listed: do they end with FS?
  bool ends_at(std::size_t length, const Entry* following) const {
    const auto text = rest();
    if (following == nullptr) return text[length - 1] == file_separator;
    if (following->type < 3 || following->type > 8) {
      const auto tag = read_tag(text.substr(length, 16));
      return tag && tag->type == following->type && tag->number == length_field;
    }
    Reader reader(bytes_.subspan(at_ + length), "ANSI/NIST-ITL", Endian::big);
    const std::size_t next = reader.u32();
    return text[length - 1] == file_separator && reader.ok() && next >= 5 && next <= text.size() - length;
  }

  // The nearest FS that may be the end. In records with data, which may hold any byte, what is listed next must follow.
  std::optional<std::size_t> search_end(int type, const Entry* following) const {
    const auto text = rest();
    if (type >= 10 && following == nullptr)
      return text.back() == file_separator ? std::optional(text.size()) : std::nullopt;
    std::optional<std::size_t> first;
    for (auto at = text.find(file_separator); at != std::string_view::npos; at = text.find(file_separator, at + 1)) {
      if (following == nullptr || ends_at(at + 1, following)) return at + 1;
      if (type < 10 && !first) first = at + 1;
    }
    return first;
  }

  std::optional<Record> text_record(int type, const Entry* following) {
    const auto length = text_length(type, following);
    if (!length) return std::nullopt;
    Record record;
    record.type = type;
    record.offset = at_;
    record.bytes = bytes_.subspan(at_, *length);
    auto text = text_of(record.bytes);
    if (text.back() == file_separator)
      text.remove_suffix(1);
    else
      findings_.warn("record_end", name_of(type, 1), at_ + *length - 1, "the record does not end with FS");
    read_fields(text, record);
    const auto idc = type == 1 ? std::nullopt : number(record.value(idc_field));
    if (idc && *idc >= 0 && *idc <= 99)
      record.idc = static_cast<int>(*idc);
    else if (type != 1)
      findings_.warn("idc", name_of(type, 2), at_, "the IDC is missing or no number of 0 to 99");
    at_ += *length;
    return record;
  }

  void read_fields(std::string_view text, Record& record) {
    std::vector<bool> seen(1000);
    for (std::size_t i = 0; i < text.size();) {
      const auto tag = read_tag(text.substr(i));
      if (!tag) {
        findings_.add(Severity::error, "field_syntax",
                      name_of(record.type, record.fields.empty() ? 1 : record.fields.back().number), record.offset + i,
                      "what follows this field is no field");
        return;
      }
      if (tag->type != record.type)
        findings_.warn("field_type", name_of(record.type, tag->number), record.offset + i,
                       "the tag says " + name_of(tag->type, tag->number));
      const bool data = tag->number == data_field && record.type >= 10 && !tag_again(text.substr(i), *tag);
      const auto end = data ? text.size() : std::min(text.find(group_separator, i + tag->size), text.size());
      record.fields.push_back({tag->number, text.substr(i, tag->size - 1),
                               text.substr(i + tag->size, end - i - tag->size), record.offset + i});
      if (tag->number < seen.size()) {
        if (seen[tag->number])
          findings_.warn("field_repeated", name_of(record.type, tag->number), record.offset + i,
                         "the field is there twice");
        seen[tag->number] = true;
      }
      i = end + 1;
    }
  }

  void check_idc(const Record& record, const Entry& entry) {
    if (record.idc >= 0 && entry.idc >= 0 && record.idc != entry.idc)
      findings_.warn(
          "idc_mismatch", name_of(record.type, 2), record.offset,
          "the record has IDC " + std::to_string(record.idc) + ", the directory " + std::to_string(entry.idc));
  }

  // Images have an IDC each; minutiae share that of their image.
  void check_links(const File& file) {
    const auto is_image = [](const Record& r) { return r.type != 1 && r.type != 2 && r.type != 9; };
    for (std::size_t i = 1; i < file.records.size(); ++i)
      for (std::size_t k = 1; k < i; ++k) {
        const auto &a = file.records[k], &b = file.records[i];
        if (a.idc < 0 || a.idc != b.idc || !is_image(a) || !is_image(b) || a.type != b.type) continue;
        findings_.warn("idc_repeated", name_of(b.type, 2), b.offset,
                       "IDC " + std::to_string(b.idc) + " is already a record's of this type");
        break;
      }
  }

  std::span<const std::byte> bytes_;
  Findings& findings_;
  std::size_t at_ = 0;
};

}  // namespace

bool looks_like_an2k(std::span<const std::byte> bytes) noexcept {
  const auto tag = read_tag(text_of(bytes.first(std::min<std::size_t>(bytes.size(), 16))));
  return tag && tag->type == 1 && tag->number == length_field;
}

Result<File> read(std::span<const std::byte> bytes, Strictness strictness) {
  if (!looks_like_an2k(bytes)) {
    const auto start = text_of(bytes.first(std::min<std::size_t>(bytes.size(), 4096)));
    const bool xml =
        start.find('<') <= 3 &&
        (start.find("<?xml") <= 3 || start.find("NISTBiometricInformationExchangePackage") != std::string_view::npos);
    return {ErrorCode::unsupported_format,
            xml ? "ANSI/NIST-ITL XML is not supported: ask the sender for the traditional encoding"
                : "not an ANSI/NIST-ITL file: it does not begin with 1.001:"};
  }
  Findings findings("ANSI/NIST-ITL");
  auto file = Walk(bytes, findings).run();
  if (!file) return file;
  if (auto ok = findings.accept(strictness); !ok) return ok.error();
  file->diagnostics = findings.take();
  return file;
}

}  // namespace limen::interchange::an2k
