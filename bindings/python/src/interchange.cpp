// limen.interchange
#include "limen/interchange/an2k_image.hpp"
#include "limen/interchange/an2k_write.hpp"
#include "limen/interchange/formats.hpp"
#include "limen/interchange/image_records.hpp"
#include "limen/interchange/inti.hpp"
#include "limen/interchange/lint.hpp"
#include "limen/interchange/minutiae_template.hpp"
#include "limen/interchange/redact.hpp"
#include "limen/io/wsq.hpp"

#include "convert.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

using namespace interchange;
using NoGil = py::call_guard<py::gil_scoped_release>;
using ByteSpan = std::span<const std::byte>;

/// A record as Python sees it: its fields as bytes, and its image if it has one.
struct PlainRecord {
  int type = 0;
  int idc = -1;
  std::size_t offset = 0, size = 0;
  std::vector<std::tuple<unsigned, std::string, std::string>> fields;  // number, tag, value
};

struct PlainFile {
  std::vector<PlainRecord> records;
  Diagnostics diagnostics;
  bool complete = false;
};

PlainFile walk(ByteSpan bytes) {
  const auto file = an2k::read(bytes).value();
  PlainFile plain{{}, file.diagnostics, file.complete};
  for (const auto& record : file.records) {
    PlainRecord out{record.type, record.idc, record.offset, record.bytes.size(), {}};
    for (const auto& field : record.fields) out.fields.emplace_back(field.number, field.tag, field.value);
    plain.records.push_back(std::move(out));
  }
  return plain;
}

Result<Image> image_of(ByteSpan bytes, std::size_t index) {
  const auto file = an2k::read(bytes);
  if (!file) return file.error();
  if (index >= file->records.size()) return {ErrorCode::not_found, "no record " + std::to_string(index)};
  const auto image = an2k::image_record(*file, file->records[index]);
  if (!image) return image.error();
  return an2k::decode(*image);
}

std::vector<Finding> lint_bytes(ByteSpan bytes, const std::string& profile) {
  const auto file = an2k::read(bytes).value();
  if (profile.empty()) return lint(file);
  if (profile != "standard" && profile != "int_i") refuse("profile: \"standard\" or \"int_i\"");
  return lint(file, profile == "int_i" ? Profile::int_i : Profile::standard);
}

MinutiaeFormat format_of(const std::string& name) {
  const auto format = minutiae_format_from(name);
  if (!format) refuse("format: \"" + name + "\" is none of the minutiae formats");
  return *format;
}

SecureVector<std::byte> write_minutiae(const std::vector<fingerprint::Template>& fingers, const std::string& name) {
  MinutiaeRecord record;
  record.format = format_of(name);
  for (const auto& finger : fingers) {
    record.views.push_back(to_view(finger, record.format));
    auto& view = record.views.back();
    for (const auto& other : std::span(record.views).first(record.views.size() - 1))
      if (other.position == view.position) ++view.view;
  }
  return write_minutiae_record(record).value();
}

SecureVector<std::byte> convert_minutiae(ByteSpan bytes, const std::string& name) {
  const auto reading = read_minutiae_record(bytes).value();
  return write_minutiae_record(convert(reading.record, format_of(name)).value()).value();
}

fingerprint::Template read_card(ByteSpan bytes, const std::string& name) {
  const auto format = format_of(name);
  const auto record = read_minutiae_card(bytes, format).value();
  return to_template(record.views[0], format).value();
}

inti::Search search_of(const std::string& name) {
  for (const auto search :
       {inti::Search::add_prints, inti::Search::criminal, inti::Search::non_criminal, inti::Search::latent})
    if (to_string(search) == name) return search;
  refuse("search: ATP, CPS, NPS or MPS, not \"" + name + "\"");
}

using Results = std::vector<SecureVector<std::byte>>;
Results build_results(const inti::Envelope& envelope, const std::string& tcr, const std::string& search,
                      const std::vector<std::pair<bool, inti::Descriptive>>& candidates) {
  std::vector<inti::Respondent> respondents;
  for (const auto& [verified, fields] : candidates) respondents.push_back({verified, fields});
  return inti::build_results(envelope, tcr, search_of(search), respondents).value();
}

std::vector<inti::SearchResult> read_results(const std::vector<ByteSpan>& messages) {
  std::vector<inti::ResultMessage> parsed;
  for (const auto bytes : messages) parsed.push_back(inti::parse_result(an2k::read(bytes).value()).value());
  return inti::reassemble(parsed);
}

void bind_diagnostics(py::module_& m) {
  py::class_<Diagnostic>(m, "Diagnostic", "One thing in a file that is not as the standard says.")
      .def_property_readonly("severity", [](const Diagnostic& d) { return std::string(to_string(d.severity)); })
      .def_readonly("code", &Diagnostic::code)
      .def_readonly("where", &Diagnostic::where)
      .def_readonly("offset", &Diagnostic::offset)
      .def_readonly("text", &Diagnostic::text)
      .def("__str__", [](const Diagnostic& d) { return to_string(d); });
  py::class_<Finding>(m, "Finding", "One finding of lint: field, rule, INTERPOL's error number, found, expected.")
      .def_property_readonly("severity", [](const Finding& f) { return std::string(to_string(f.severity)); })
      .def_readonly("code", &Finding::code)
      .def_property_readonly("error", [](const Finding& f) { return std::string(error_text(f.code)); })
      .def_readonly("rule", &Finding::rule)
      .def_readonly("field", &Finding::field)
      .def_readonly("mnemonic", &Finding::mnemonic)
      .def_readonly("idc", &Finding::idc)
      .def_readonly("offset", &Finding::offset)
      .def_readonly("found", &Finding::found)
      .def_readonly("expected", &Finding::expected)
      .def("__str__", [](const Finding& f) { return to_string(f); });
}

void bind_files(py::module_& m) {
  py::class_<PlainRecord>(m, "Record", "One logical record of an ANSI/NIST-ITL file.")
      .def_readonly("type", &PlainRecord::type)
      .def_readonly("idc", &PlainRecord::idc)
      .def_readonly("offset", &PlainRecord::offset)
      .def_readonly("size", &PlainRecord::size)
      .def_property_readonly(
          "fields",
          [](const PlainRecord& r) {
            py::list list;
            for (const auto& [number, tag, value] : r.fields)
              list.append(py::make_tuple(number, tag, py::bytes(value)));
            return list;
          },
          "(number, tag, value as bytes); none in binary records.");
  py::class_<PlainFile>(m, "File", "A walked ANSI/NIST-ITL file.")
      .def_readonly("records", &PlainFile::records)
      .def_readonly("diagnostics", &PlainFile::diagnostics)
      .def_readonly("complete", &PlainFile::complete);
  py::class_<Contents>(m, "Contents", "What a file holds, as limen's own values.")
      .def_property_readonly("format", [](const Contents& c) { return std::string(to_string(c.format)); })
      .def_readonly("fingers", &Contents::fingers)
      .def_readonly("templates", &Contents::templates)
      .def_readonly("faces", &Contents::faces)
      .def_readonly("diagnostics", &Contents::diagnostics);
  py::class_<Removed>(m, "Removed", "One thing that redact took out.")
      .def_readonly("where", &Removed::where)
      .def_readonly("idc", &Removed::idc)
      .def_readonly("offset", &Removed::offset)
      .def_readonly("size", &Removed::size)
      .def_readonly("what", &Removed::what);
}

void bind_answers(py::module_& m) {
  py::class_<inti::ResultMessage>(m, "ResultMessage", "One SRE message: one candidate, or that there is none.")
      .def_readonly("tcn", &inti::ResultMessage::tcn)
      .def_readonly("tcr", &inti::ResultMessage::tcr)
      .def_readonly("search", &inti::ResultMessage::category)
      .def_readonly("hit", &inti::ResultMessage::hit)
      .def_readonly("sequence", &inti::ResultMessage::sequence)
      .def_readonly("total", &inti::ResultMessage::total)
      .def_readonly("verified", &inti::ResultMessage::verified)
      .def_property_readonly(
          "fields",
          [](const inti::ResultMessage& m) {
            py::list list;
            for (const auto& [number, value] : m.fields) list.append(py::make_tuple(number, py::bytes(value)));
            return list;
          },
          "(number, value as bytes) of the other Type-2 fields.");
  py::class_<inti::SearchResult>(m, "SearchResult", "All answers to one search, and which have not come.")
      .def_readonly("tcr", &inti::SearchResult::tcr)
      .def_readonly("search", &inti::SearchResult::category)
      .def_readonly("hit", &inti::SearchResult::hit)
      .def_readonly("total", &inti::SearchResult::total)
      .def_readonly("candidates", &inti::SearchResult::candidates, "By sequence number, each once.")
      .def_readonly("missing", &inti::SearchResult::missing, "Sequence numbers that have not come.");
  m.def("read_results", &read_results, "messages"_a,
        "SRE messages in any order, put together by the search that they answer. Raises Error: unsupported_format (no "
        "SRE), corrupt.");
}

}  // namespace

void bind_interchange(py::module_& m) {
  bind_diagnostics(m);
  bind_files(m);
  bind_answers(m);
  py::list formats;
  for (const auto format : minutiae_formats) formats.append(std::string(to_string(format)));
  m.attr("MINUTIAE_FORMATS") = py::tuple(formats);

  m.def(
      "sniff", [](ByteSpan bytes) { return std::string(to_string(sniff(bytes))); }, "bytes"_a,
      "Which format these bytes are, by name; \"image\" for whatever is none of the others.");
  m.def(
      "read", [](ByteSpan bytes, Ppi assume) { return interchange::read(bytes, {.assume = assume}); }, "bytes"_a,
      "assume"_a = io::ReadOptions{}.assume, NoGil(),
      "Fingers, templates and faces of a file of any format. Raises Error: unsupported_format, corrupt, too_large.");
  m.def("walk", &walk, "bytes"_a, NoGil(), "The records and fields of an ANSI/NIST-ITL file.");
  m.def("record_image", &image_of, "bytes"_a, "record"_a, NoGil(), "The image of the record of that index.");
  m.def("mnemonic", &mnemonic, "type"_a, "field"_a,
        "The short name of a field (\"HLL\"); empty if limen's table has none. Those of Type-2 fields are INT-I's.");
  m.def("lint", &lint_bytes, "bytes"_a, "profile"_a = "", NoGil(),
        "What is wrong with an ANSI/NIST-ITL file: by the standard and, if its domain or `profile` says int_i, by "
        "INTERPOL's profile.");
  m.def(
      "redact",
      [](ByteSpan bytes, const std::vector<std::string>& keep) {
        auto redacted = redact(bytes, {.keep = keep}).value();
        return py::make_tuple(to_bytes(std::span<const std::byte>(redacted.bytes)), redacted.removed);
      },
      "bytes"_a, "keep"_a = std::vector<std::string>{}, "(the file without what must not travel, what was removed)");
  m.def("write_minutiae", &write_minutiae, "templates"_a, "format"_a = "iso_2005",
        "Templates as a minutiae record; formats: MINUTIAE_FORMATS. Raises Error: invalid_argument.");
  m.def("read_card", &read_card, "bytes"_a, "format"_a,
        "The template of a card's minutiae; format: iso_card_normal or iso_card_compact, for a card does not say it.");
  m.def("convert_minutiae", &convert_minutiae, "bytes"_a, "format"_a, "A minutiae record in another format.");
  m.def(
      "write_finger_images",
      [](const std::vector<Sample>& fingers, bool wsq) {
        return write_finger_image_record(fingers, wsq ? FingerCompression::wsq : FingerCompression::raw);
      },
      "fingers"_a, "wsq"_a = true, "An ISO/IEC 19794-4:2005 record.");
  m.def(
      "encode_wsq",
      [](const Image& image, double bits_per_pixel) {
        return io::encode_wsq(image, {.bits_per_pixel = bits_per_pixel});
      },
      "image"_a, "bits_per_pixel"_a = io::WsqOptions::ten_print, NoGil(), "An image as WSQ.");
  m.def("valid_tcn", &inti::valid_tcn, "tcn"_a, "Is the check letter of a transaction number right?");
  m.def("make_tcn", &inti::make_tcn, "year"_a, "running"_a, "A transaction number with its check letter.");
  m.def(
      "build_search",
      [](const std::string& search, const std::vector<Sample>& fingers, const std::string& tcn, const std::string& date,
         const std::string& source, const std::string& destination, const std::string& origin,
         const inti::Descriptive& person) {
        const inti::Envelope envelope{.tcn = tcn, .date = date, .destination = destination, .origin = origin};
        return inti::build(search_of(search), envelope, person, fingers, source).value();
      },
      "search"_a, "fingers"_a, "tcn"_a, "date"_a, "source"_a, "destination"_a = "", "origin"_a = "",
      "person"_a = inti::Descriptive{},
      "An INT-I search: ATP, CPS, NPS of fingers at 500 ppi, or MPS of a latent. `date`: YYYYMMDD; `source`: the "
      "agency "
      "that took the prints; `person`: [(Type-2 field, value), ...]. Raises Error: invalid_argument.");
  m.def(
      "build_results",
      [](const std::string& tcn, const std::string& date, const std::string& destination, const std::string& origin,
         const std::string& tcr, const std::string& search,
         const std::vector<std::pair<bool, inti::Descriptive>>& candidates) {
        return build_results({.tcn = tcn, .date = date, .destination = destination, .origin = origin}, tcr, search,
                             candidates);
      },
      "tcn"_a, "date"_a, "destination"_a, "origin"_a, "tcr"_a, "search"_a, "candidates"_a,
      "The SRE messages that answer a search: candidates are (verified, [(Type-2 field, value), ...]).");
}

}  // namespace limen::python
