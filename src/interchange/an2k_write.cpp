#include "limen/interchange/an2k_write.hpp"

#include <algorithm>
#include <string>

#include "limen/core/writer.hpp"

namespace limen::interchange::an2k {
namespace {

using Out = SecureVector<std::byte>;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

Out copy(std::string_view text) { return {bytes_of(text).begin(), bytes_of(text).end()}; }

void append(Out& out, std::span<const std::byte> more) { out.insert(out.end(), more.begin(), more.end()); }
void append(Out& out, std::string_view more) { append(out, bytes_of(more)); }

std::string padded(unsigned number, std::size_t digits) {
  auto text = std::to_string(number);
  return std::string(text.size() < digits ? digits - text.size() : 0, '0') + text;
}

Error refused(const std::string& why) { return {ErrorCode::invalid_argument, "ANSI/NIST-ITL: " + why}; }

// A field with the tag that it has or gets.
struct Tagged {
  std::string tag;
  unsigned number = 0;
  Out value;
};

std::string tag_of(int type, unsigned number, std::size_t digits = 3) {
  return std::to_string(type) + "." + padded(number, digits);
}

// A text record: LEN counts its own digits, so try until it is right.
Out text_record(const std::string& length_tag, std::span<const Tagged> fields) {
  Out body;
  for (const auto& field : fields) {
    body.push_back(static_cast<std::byte>(group_separator));
    append(body, field.tag + ":");
    append(body, field.value);
  }
  body.push_back(static_cast<std::byte>(file_separator));
  const auto tag = length_tag + ":";
  std::size_t length = tag.size() + body.size() + 1;
  while (length != tag.size() + std::to_string(length).size() + body.size())
    length = tag.size() + std::to_string(length).size() + body.size();
  Out record;
  record.reserve(length);
  append(record, tag + std::to_string(length));
  append(record, body);
  return record;
}

std::string directory(std::span<const std::pair<int, std::string>> entries) {
  std::string text = "1";
  text += unit_separator;
  text += std::to_string(entries.size());
  for (const auto& [type, idc] : entries) {
    text += record_separator;
    text += std::to_string(type);
    text += unit_separator;
    text += idc;
  }
  return text;
}

std::vector<Tagged> fields_of(const Record& record) {
  std::vector<Tagged> fields;
  for (const auto& field : record.fields)
    if (field.number != length_field) fields.push_back({std::string(field.tag), field.number, copy(field.value)});
  return fields;
}

// How many digits this record's writer gave its field numbers.
std::size_t digits_of(const Record& record) {
  const auto tag = record.fields.front().tag;
  return tag.size() - tag.find('.') - 1;
}

bool value_allowed(int type, unsigned number, std::span<const std::byte> value) {
  if (number == data_field && type >= 10) return true;
  return std::none_of(value.begin(), value.end(), [](std::byte b) {
    return b == static_cast<std::byte>(group_separator) || b == static_cast<std::byte>(file_separator);
  });
}

// False if something behind the last field could not be read and would be lost.
bool fields_are_whole(const Record& record) {
  if (record.fields.empty()) return false;
  const auto* end = record.fields.back().value.data() + record.fields.back().value.size();
  return reinterpret_cast<const std::byte*>(end) + 1 == record.bytes.data() + record.bytes.size();
}

Result<void> check(const File& file, const Edit& edit) {
  if (edit.record >= file.records.size()) return refused("there is no record " + std::to_string(edit.record));
  const auto& record = file.records[edit.record];
  const bool whole = edit.kind == Edit::Kind::set_record || edit.kind == Edit::Kind::remove_record;
  if (whole && edit.record == 0) return refused("the Type-1 record is not replaced or removed");
  if (edit.kind == Edit::Kind::remove_record && !file.complete)
    return refused("records of an incomplete file are not removed");
  if (whole) return {};
  if (record.binary()) return refused("a binary record has no fields");
  if (edit.field == length_field || (record.type == 1 && edit.field == 3))
    return refused("lengths and the directory are made by limen");
  if (!fields_are_whole(record)) return refused("the record is damaged: nothing in it is edited");
  if (!value_allowed(record.type, edit.field, edit.value)) return refused("a separator within a value");
  return {};
}

void edit_fields(const Record& record, std::vector<Tagged>& fields, const Edit& edit) {
  const auto same = [&](const Tagged& f) { return f.number == edit.field; };
  if (edit.kind == Edit::Kind::remove_field) {
    std::erase_if(fields, same);
    return;
  }
  if (const auto at = std::find_if(fields.begin(), fields.end(), same); at != fields.end()) {
    at->value = edit.value;
    fields.erase(std::remove_if(at + 1, fields.end(), same), fields.end());
    return;
  }
  const auto after = std::find_if(fields.begin(), fields.end(), [&](const Tagged& f) { return f.number > edit.field; });
  fields.insert(after, {tag_of(record.type, edit.field, digits_of(record)), edit.field, edit.value});
}

Out edited_record(const File& file, std::size_t index, std::span<const Edit> edits, const std::string& new_directory) {
  const auto& record = file.records[index];
  std::vector<const Edit*> mine;
  for (const auto& edit : edits)
    if (edit.record == index) mine.push_back(&edit);
  const bool directory_changes = index == 0 && !new_directory.empty();
  if (mine.empty() && !directory_changes) return Out(record.bytes.begin(), record.bytes.end());
  if (!mine.empty() && mine.back()->kind == Edit::Kind::set_record) return mine.back()->value;
  auto fields = fields_of(record);
  for (const auto* edit : mine)
    if (edit->kind != Edit::Kind::set_record) edit_fields(record, fields, *edit);
  if (directory_changes)
    for (auto& field : fields)
      if (field.number == 3) field.value = copy(new_directory);
  return text_record(std::string(record.fields.front().tag), fields);
}

}  // namespace

Result<SecureVector<std::byte>> apply(const File& file, std::span<const Edit> edits) {
  std::vector<bool> removed(file.records.size());
  for (const auto& edit : edits) {
    if (auto ok = check(file, edit); !ok) return ok.error();
    if (edit.kind == Edit::Kind::remove_record) removed[edit.record] = true;
  }
  std::string new_directory;
  if (std::find(removed.begin(), removed.end(), true) != removed.end()) {
    const auto subfields = split(file.records[0].value(3));
    std::vector<std::pair<int, std::string>> entries;
    for (std::size_t i = 1; i < file.records.size(); ++i)
      if (!removed[i])
        entries.emplace_back(file.records[i].type,
                             i < subfields.size() && subfields[i].size() > 1 ? subfields[i][1] : "00");
    new_directory = directory(entries);
  }
  Out out;
  out.reserve(file.bytes.size());
  for (std::size_t i = 0; i < file.records.size(); ++i)
    if (!removed[i]) append(out, edited_record(file, i, edits, new_directory));
  const auto& last = file.records.back();
  append(out, file.bytes.subspan(last.offset + last.bytes.size()));
  return out;
}

DraftRecord& DraftRecord::add(unsigned number, std::string_view text) { return add(number, bytes_of(text)); }

DraftRecord& DraftRecord::add(unsigned number, std::span<const std::byte> data) {
  fields.push_back({number, Out(data.begin(), data.end())});
  return *this;
}

Result<SecureVector<std::byte>> write(std::span<const DraftRecord> records) {
  if (records.empty() || records[0].type != 1) return refused("the first record is of Type-1");
  if (records.size() > max_records)
    return refused(std::to_string(records.size()) + " records, at most " + std::to_string(max_records));
  std::vector<std::pair<int, std::string>> entries;
  for (std::size_t i = 1; i < records.size(); ++i)
    entries.emplace_back(records[i].type, padded(static_cast<unsigned>(records[i].idc), 2));
  Out out;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto& record = records[i];
    if (record.type < 1 || record.type > 99 || (i > 0 && record.type == 1))
      return refused("Type-" + std::to_string(record.type));
    if (record.idc < 0 || record.idc > 99) return refused("IDC " + std::to_string(record.idc) + "; it is 0 to 99");
    if (record.type >= 3 && record.type <= 8) {
      Writer writer(Endian::big);
      writer.u32(static_cast<std::uint32_t>(5 + record.binary.size()));
      writer.u8(static_cast<std::uint8_t>(record.idc));
      writer.bytes(record.binary);
      append(out, writer.span());
      continue;
    }
    std::vector<Tagged> fields;
    if (i > 0) fields.push_back({tag_of(record.type, idc_field), idc_field, copy(entries[i - 1].second)});
    for (const auto& field : record.fields) {
      if (i == 0 && field.number > 3 && (fields.empty() || fields.back().number < 3))
        fields.push_back({tag_of(1, 3), 3, copy(directory(entries))});
      const bool reserved = field.number == length_field || (i == 0 ? field.number == 3 : field.number == idc_field);
      if (reserved || !value_allowed(record.type, field.number, field.value))
        return refused("field " + std::to_string(record.type) + "." + padded(field.number, 3) +
                       (reserved ? " is made by limen" : " holds a separator"));
      if (!fields.empty() && fields.back().number == data_field) return refused("the data field is the last one");
      fields.push_back({tag_of(record.type, field.number), field.number, field.value});
    }
    if (i == 0 && (fields.empty() || fields.back().number < 3))
      fields.push_back({tag_of(1, 3), 3, copy(directory(entries))});
    append(out, text_record(tag_of(record.type, length_field), fields));
  }
  return out;
}

}  // namespace limen::interchange::an2k
