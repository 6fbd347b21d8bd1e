// What the table of single fields cannot say: fields that depend on one another, records that belong together.
#include <algorithm>
#include <map>
#include <set>

#include "limen/interchange/an2k_image.hpp"
#include "limen/interchange/inti.hpp"
#include "limen/io/image_file.hpp"

#include "lint_findings.hpp"
#include "pixel_budget.hpp"

namespace limen::interchange {
namespace {

using an2k::File;
using an2k::Record;

class Relations {
 public:
  Relations(const File& file, LintFindings& findings, const io::ReadOptions& options)
      : file_(file), first_(file.records.front()), findings_(findings), budget_(options) {}

  void standard() {
    for (const auto& record : file_.records) {
      image(record);
      minutiae(record);
      if (record.type == 14) segments(record);
    }
  }

  void int_i() {
    const auto transaction = first_.value(4);
    const bool search = transaction == "CPS" || transaction == "NPS" || transaction == "ATP";
    if (search && count({4, 14}) == 0)
      whole(502, "fingers", "no Type-4 or Type-14 record", "the fingers that are asked about");
    if (transaction == "MPS" && count({9, 13}) == 0) whole(502, "latent", "no Type-13 or Type-9 record", "the latent");
    if (transaction == "SRE" || transaction == "ERR")
      answer(transaction == "SRE" ? 64U : 74U);
    else if (first_.find(10) != nullptr)
      field(Severity::warning, 103, "reference", first_, 10, "TCR", first_.value(10),
            "no reference outside SRE and ERR");
    if (const auto* second = file_.find(2); second == nullptr)
      whole(101, "descriptive", "no Type-2 record", "one Type-2 record");
    else if (count({2}) > 1)
      whole(104, "descriptive", std::to_string(count({2})) + " Type-2 records", "one Type-2 record");
    if (count({4}) > 0 && first_.value(11) == "00.00")
      field(Severity::error, 115, "scan_resolution", first_, 11, "NSR", first_.value(11),
            "the resolution of the Type-4 images, like 19.69");
    for (const auto& record : file_.records) {
      if (record.type == 2) dates(record);
      if (record.type == 4) binary_finger(record);
      if (record.type == 14) finger(record);
    }
    positions();
  }

 private:
  long count(std::initializer_list<int> types) const {
    return std::count_if(file_.records.begin(), file_.records.end(),
                         [&](const Record& r) { return std::find(types.begin(), types.end(), r.type) != types.end(); });
  }
  void whole(int code, std::string_view rule, std::string_view found, std::string expected) {
    findings_.add(Severity::error, code, rule, first_, nullptr, "", "", found, std::move(expected));
  }
  void field(Severity severity, int code, std::string_view rule, const Record& record, unsigned number,
             std::string_view mnemonic, std::string_view found, std::string expected) {
    findings_.add(severity, code, rule, record, record.find(number), field_name(record.type, number), mnemonic, found,
                  std::move(expected));
  }

  // The image's own header against the record's words.
  void image(const Record& record) {
    const auto said = an2k::image_record(file_, record);
    if (!said) {
      if (said.error().code == ErrorCode::corrupt)
        findings_.add(Severity::error, 118, "image_size", record, nullptr, "", "", "a width or height of 0 or none",
                      "the size in pixels");
      return;
    }
    if (record.type == 5 || record.type == 6 || record.type == 8) return;
    std::vector<std::string> warnings;
    const auto decoded =
        an2k::decode(*said, budget_.charge(said->data, std::int64_t{said->width} * said->height), &warnings);
    for (const auto& text : warnings)
      findings_.add(Severity::warning, 117, "image_mended", record, record.find(999),
                    record.binary() ? "" : field_name(record.type, 999), "DATA", text, "the whole image");
    if (!decoded) {
      findings_.add(Severity::error, 117, "image_data", record, record.find(999),
                    record.binary() ? "" : field_name(record.type, 999), "DATA", said->compression,
                    "an image that can be decoded: " + decoded.error().message);
      return;
    }
    if (decoded->width() != said->width || decoded->height() != said->height)
      findings_.add(
          Severity::error, 118, "image_size", record, record.find(6), record.binary() ? "" : field_name(record.type, 6),
          "HLL", std::to_string(said->width) + " x " + std::to_string(said->height),
          std::to_string(decoded->width()) + " x " + std::to_string(decoded->height()) + ", as the image itself says");
  }

  void minutiae(const Record& record) {
    if (record.type != 9) return;
    const bool linked = std::any_of(file_.records.begin(), file_.records.end(),
                                    [&](const Record& r) { return r.type > 2 && r.type != 9 && r.idc == record.idc; });
    if (!linked)
      field(Severity::warning, 117, "minutiae_image", record, 2, "IDC", record.value(2),
            "the IDC of the image that the minutiae are from");
    const auto stated = an2k::number(record.value(10));
    const auto listed = an2k::split(record.value(12)).size();
    if (record.find(12) != nullptr && stated && *stated != static_cast<long>(listed))
      field(Severity::error, 117, "minutiae_count", record, 10, "MIN", record.value(10),
            std::to_string(listed) + ", as many as 9.012 lists");
  }

  void segments(const Record& record) {
    const auto width = an2k::number(record.value(6)).value_or(0), height = an2k::number(record.value(7)).value_or(0);
    const auto* field_21 = record.find(21);
    if (field_21 == nullptr) return;
    std::set<long> seen;
    for (const auto& items : an2k::split(field_21->value)) {
      if (items.size() < 5) continue;
      const auto n = [&](std::size_t i) { return an2k::number(items[i]).value_or(-1); };
      if (n(1) >= n(2) || n(3) >= n(4) || n(2) > width || n(4) > height)
        field(Severity::error, 117, "segment", record, 21, "SEG",
              "finger " + std::string(items[0]) + ": " + std::to_string(n(1)) + ".." + std::to_string(n(2)) + " x " +
                  std::to_string(n(3)) + ".." + std::to_string(n(4)),
              "left < right, top < bottom, within " + std::to_string(width) + " x " + std::to_string(height));
      if (!seen.insert(n(0)).second)
        field(Severity::error, 503, "segment_repeated", record, 21, "SEG", "finger " + std::string(items[0]) + " twice",
              "each finger once");
    }
  }

  void answer(unsigned payload) {
    if (first_.find(10) == nullptr)
      field(Severity::error, 101, "reference", first_, 10, "TCR", "", "the number of the search that is answered");
    if (first_.find(10) != nullptr && first_.value(10) == first_.value(9))
      field(Severity::error, 201, "reference", first_, 10, "TCR", first_.value(10),
            "another number than the message's own");
    const auto* second = file_.find(2);
    if (second == nullptr) return;
    const auto* mnemonic = payload == 64 ? "RLS" : "ERM";
    if (second->find(payload) == nullptr)
      field(Severity::error, 101, "payload", *second, payload, mnemonic, "", "what the message is for");
    if (payload != 64 || second->find(64) == nullptr) return;
    const auto items = an2k::split(second->value(64))[0];
    const auto complain = [&](std::string_view found, std::string expected) {
      field(Severity::error, 115, "respondents", *second, 64, "RLS", found, std::move(expected));
    };
    if (items.size() != 3 && items.size() != 5)
      return complain(std::to_string(items.size()) + " items", "3 without a candidate, 5 with one");
    if (items.back() != "I" && items.back() != "N") complain(items.back(), "I (candidates) or N (none)");
    if (items.size() == 3 && items.back() == "I")
      complain("I without a candidate", "the candidate's number and its verification");
    const std::set<std::string_view> searches{"ATP", "CPS", "MPS", "NPS"};
    if (!searches.contains(items[items.size() - 2]))
      complain(items[items.size() - 2], "the search's transaction: ATP, CPS, MPS or NPS");
    if (items.size() != 5) return;
    if (items[1] != "true" && items[1] != "false") complain(items[1], "true or false");
    const auto sequence = an2k::number(items[0]).value_or(-1), total = an2k::number(items[2]).value_or(-1);
    if (total < 1 || total > 99)
      complain(items[2], "1 to 99 candidates");
    else if (sequence < 1 || sequence > total)
      complain(items[0], "1 to " + std::to_string(total));
  }

  void dates(const Record& record) {
    for (const auto& [one, range, mnemonic] : {std::tuple{35U, 36U, "DBR"}, std::tuple{55U, 56U, "DOR"}})
      if (record.find(one) != nullptr && record.find(range) != nullptr)
        field(Severity::error, 103, "date_and_range", record, range, mnemonic, record.value(range),
              "either the date or the range");
  }

  void binary_finger(const Record& record) {
    const auto image = an2k::image_record(file_, record);
    const auto add = [&](int code, std::string_view rule, unsigned number, std::string_view mnemonic,
                         const std::string& found, std::string expected) {
      findings_.add(Severity::error, code, rule, record, nullptr, field_name(4, number), mnemonic, found,
                    std::move(expected));
    };
    if (!image) return;
    const int impression = image->impression;
    if (!(impression <= 3 || impression == 8 || (impression >= 20 && impression <= 29)))
      add(115, "content", 3, "IMP", std::to_string(impression), "0 to 3, 8, 20 to 29");
    if (image->positions.empty() || image->positions[0] > 15)
      add(115, "content", 4, "FGP", image->positions.empty() ? "none" : std::to_string(image->positions[0]), "0 to 15");
    if (image->width < 10) add(109, "content", 6, "HLL", std::to_string(image->width), "at least 10");
    if (image->height < 10) add(109, "content", 7, "VLL", std::to_string(image->height), "at least 10");
    if (image->compression == "unknown") add(115, "content", 8, "CGA", "above 6", "0 to 6");
  }

  void finger(const Record& record) {
    if (record.value(9) != record.value(10))
      field(Severity::error, 115, "square_pixels", record, 10, "TVPS", record.value(10),
            "as 14.009: " + std::string(record.value(9)));
    const bool missing = record.find(an2k::data_field) == nullptr;
    if (missing && record.find(18) == nullptr)
      field(Severity::error, 101, "amputation", record, 18, "AMP", "no image and no reason",
            "14.018 if there is no image");
    const auto position = an2k::number(record.value(13)).value_or(0);
    if (record.find(21) != nullptr && position > 0 && position < 11)
      field(Severity::error, 103, "segments_of_finger", record, 21, "SEG", "segments of a single finger",
            "segments of a slap (13, 14, 15) only");
    if (position >= 13 && position <= 15 && record.find(21) == nullptr && !missing)
      field(Severity::warning, 101, "segments", record, 21, "SEG", "a slap without segments", "where each finger lies");
    for (const auto& items : an2k::split(record.value(21)))
      if (const auto f = items.empty() ? std::nullopt : an2k::number(items[0]); f && record.find(21) != nullptr)
        if ((position == 13 && (*f < 2 || *f > 5)) || (position == 14 && (*f < 7 || *f > 10)) ||
            (position == 15 && *f != 1 && *f != 6))
          field(Severity::error, 503, "segment_hand", record, 21, "SEG",
                "finger " + std::to_string(*f) + " in position " + std::to_string(position), "a finger of that hand");
    if (record.value(11) == "WSQ20" && record.value(9) == "1000")
      field(Severity::error, 115, "wsq_resolution", record, 11, "CGA", "WSQ20 at 1000 ppi",
            "JP2 at 1000 ppi, WSQ20 at 500");
  }

  // One plain and one rolled image a finger at most: else somebody mixed hands up.
  void positions() {
    std::map<std::pair<int, bool>, int> seen;
    for (const auto& record : file_.records) {
      if (record.type != 4 && record.type != 14) continue;
      const auto image = an2k::image_record(file_, record);
      if (!image || image->positions.size() != 1 || image->positions[0] < 1 || image->positions[0] > 10) continue;
      const bool rolled = image->impression == 1 || image->impression == 3;
      if (seen[{image->positions[0], rolled}]++ == 1)
        findings_.add(Severity::error, 503, "finger_repeated", record, nullptr,
                      field_name(record.type, record.type == 4 ? 4U : 13U), "FGP",
                      "finger " + std::to_string(image->positions[0]) + " twice", "each finger once, plain and rolled");
    }
  }

  const File& file_;
  const Record& first_;
  LintFindings& findings_;
  PixelBudget budget_;
};

}  // namespace

void check_relations(const File& file, Profile profile, const io::ReadOptions& options, LintFindings& findings) {
  Relations relations(file, findings, options);
  relations.standard();
  if (profile == Profile::int_i) relations.int_i();
}

}  // namespace limen::interchange
