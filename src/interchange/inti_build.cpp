#include <algorithm>
#include <cmath>
#include <string>

#include "limen/interchange/inti.hpp"
#include "limen/io/wsq.hpp"

namespace limen::interchange::inti {
namespace {

using an2k::DraftRecord;
using an2k::unit_separator;

constexpr unsigned respondents_field = 64, error_field = 74, colour_of_person_field = 40;

Error refused(const std::string& why) { return {ErrorCode::invalid_argument, "INT-I: " + why}; }

std::string items(std::initializer_list<std::string> parts) {
  std::string text;
  for (const auto& part : parts) {
    if (!text.empty()) text += unit_separator;
    text += part;
  }
  return text;
}

Result<DraftRecord> type_1(const Envelope& envelope, std::string_view transaction, std::string_view tcr, bool images) {
  if (!valid_tcn(envelope.tcn))
    return refused("the transaction number \"" + envelope.tcn + "\" is not 14 digits and their letter");
  if (!tcr.empty() && !valid_tcn(tcr)) return refused("the number of the search is not 14 digits and their letter");
  if (envelope.date.size() != 8) return refused("the date is written YYYYMMDD");
  if (envelope.priority < 0 || envelope.priority > 9) return refused("the priority is 1 to 9");
  DraftRecord record{.type = 1};
  record.add(2, "0600").add(4, transaction).add(5, envelope.date);
  if (envelope.priority > 0) record.add(6, std::to_string(envelope.priority));
  if (!envelope.destination.empty()) record.add(7, envelope.destination);
  if (!envelope.origin.empty()) record.add(8, envelope.origin);
  record.add(9, envelope.tcn);
  if (!tcr.empty()) record.add(10, tcr);
  const auto resolution = images ? "19.69" : "00.00";
  record.add(11, resolution).add(12, resolution).add(13, items({"INT-I", "06.00"}));
  if (!envelope.gmt.empty()) record.add(14, envelope.gmt);
  record.add(15, items({"3", "UTF-8"}));
  return record;
}

Result<DraftRecord> type_2(const Descriptive& fields, unsigned last_field = 0, const std::string& last = {}) {
  DraftRecord record{.type = 2};
  auto sorted = fields;
  if (last_field != 0) sorted.emplace_back(last_field, last);
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [number, value] : sorted) {
    if (number == colour_of_person_field)
      return refused("2.040 (colour of the person) has no purpose and is not written");
    if (number < 3 || number > 998) return refused("there is no descriptive field 2." + std::to_string(number));
    record.add(number, value);
  }
  return record;
}

Result<DraftRecord> finger_record(const Sample& finger, int idc, const Envelope& envelope, std::string_view source,
                                  bool latent) {
  const auto& image = finger.image;
  const auto number = static_cast<int>(finger.position);
  if (image.empty()) return refused("a finger without image");
  if (!latent && number == 0) return refused("a finger of unknown position in a ten-print");
  if (image.resolution_assumed || std::abs(image.resolution.value - 500) > 5)
    return refused("fingers travel at 500 ppi: resample the image first");
  DraftRecord record{.type = latent ? 13 : 14, .idc = idc};
  record.add(3, latent                                              ? "4"
                : finger.impression == Impression::live_scan_rolled ? "1"
                                                                    : "0")
      .add(4, source)
      .add(5, envelope.date);
  record.add(6, std::to_string(image.width())).add(7, std::to_string(image.height()));
  record.add(8, "1")
      .add(9, "500")
      .add(10, "500")
      .add(11, latent ? "NONE" : "WSQ20")
      .add(12, "8")
      .add(13, std::to_string(number));
  if (latent) {
    const auto grey = to_grey(image);
    record.add(999, std::as_bytes(grey.pixels()));
    return record;
  }
  const auto wsq = io::encode_wsq(image);
  if (!wsq) return wsq.error();
  record.add(999, *wsq);
  return record;
}

DraftRecord face_record(const FacePicture& face, int idc) {
  DraftRecord record{.type = 10, .idc = idc};
  record.add(3, "FACE").add(4, face.source).add(5, face.date);
  record.add(6, std::to_string(face.width)).add(7, std::to_string(face.height));
  record.add(8, "0").add(9, "10").add(10, "10").add(11, "JPEGB").add(12, "SRGB").add(999, face.jpeg);
  return record;
}

}  // namespace

Result<SecureVector<std::byte>> build(Search search, const Envelope& envelope, const Descriptive& person,
                                      std::span<const Sample> fingers, std::string_view source,
                                      const FacePicture* face) {
  const bool latent = search == Search::latent;
  if (fingers.empty()) return refused("a search needs one finger at least");
  if (fingers.size() + (face != nullptr ? 1U : 0U) > 99) return refused("more images than there are IDCs");
  if (source.empty()) return refused("the agency that took the prints is not named");
  std::vector<DraftRecord> records;
  auto first = type_1(envelope, to_string(search), {}, true);
  if (!first) return first.error();
  auto second = type_2(person);
  if (!second) return second.error();
  records.push_back(std::move(*first)), records.push_back(std::move(*second));
  int idc = 1;
  for (const auto& finger : fingers) {
    auto record = finger_record(finger, idc++, envelope, source, latent);
    if (!record) return record.error();
    records.push_back(std::move(*record));
  }
  if (face != nullptr) records.push_back(face_record(*face, idc));
  return an2k::write(records);
}

Result<std::vector<SecureVector<std::byte>>> build_results(const Envelope& envelope, std::string_view tcr,
                                                           Search search, std::span<const Respondent> candidates) {
  if (candidates.size() > 99) return refused("at most 99 candidates are answered");
  if (tcr.empty()) return refused("an answer names the number of its search");
  if (!valid_tcn(envelope.tcn)) return refused("the transaction number is not 14 digits and their letter");
  const auto year = static_cast<unsigned>(*an2k::number(envelope.tcn.substr(0, 2)));
  const auto running = static_cast<std::uint64_t>(*an2k::number(envelope.tcn.substr(2, 12)));
  const std::string category(to_string(search));
  std::vector<SecureVector<std::byte>> messages;
  for (std::size_t i = 0; i < std::max<std::size_t>(candidates.size(), 1); ++i) {
    auto own = envelope;
    own.tcn = make_tcn(year, running + i);
    const auto list = candidates.empty() ? items({"0", category, "N"})
                                         : items({std::to_string(i + 1), candidates[i].verified ? "true" : "false",
                                                  std::to_string(candidates.size()), category, "I"});
    auto first = type_1(own, "SRE", tcr, false);
    if (!first) return first.error();
    auto second = type_2(candidates.empty() ? Descriptive{} : candidates[i].fields, respondents_field, list);
    if (!second) return second.error();
    const DraftRecord records[] = {std::move(*first), std::move(*second)};
    auto message = an2k::write(records);
    if (!message) return message.error();
    messages.push_back(std::move(*message));
  }
  return messages;
}

Result<SecureVector<std::byte>> build_error(const Envelope& envelope, std::string_view tcr,
                                            std::span<const ErrorItem> complaints) {
  if (complaints.empty()) return refused("an error message names one error at least");
  std::string list;
  for (const auto& item : complaints) {
    if (item.code < 1 || item.code > 999) return refused("error number " + std::to_string(item.code));
    if (!list.empty()) list += an2k::record_separator;
    auto digits = std::to_string(item.code);
    list += items({std::string(3 - digits.size(), '0') + digits, item.field.substr(0, 3), item.text.substr(0, 128)});
  }
  auto first = type_1(envelope, "ERR", tcr, false);
  if (!first) return first.error();
  auto second = type_2({}, error_field, list);
  if (!second) return second.error();
  const DraftRecord records[] = {std::move(*first), std::move(*second)};
  return an2k::write(records);
}

}  // namespace limen::interchange::inti
