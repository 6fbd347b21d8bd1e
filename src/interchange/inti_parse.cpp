#include <algorithm>
#include <string>

#include "limen/interchange/inti.hpp"

namespace limen::interchange::inti {
namespace {

constexpr unsigned respondents_field = 64, error_field = 74;

Result<const an2k::Record*> descriptive(const an2k::File& file, std::string_view transaction, unsigned field) {
  if (file.records.front().value(4) != transaction)
    return {ErrorCode::unsupported_format, "INT-I: the transaction is not " + std::string(transaction) + " (1.004)"};
  const auto* record = file.find(2);
  if (record == nullptr || record->find(field) == nullptr)
    return {ErrorCode::corrupt, "INT-I: " + std::string(transaction) + " without 2.0" + std::to_string(field)};
  return record;
}

int as_int(std::string_view text) {
  const auto value = an2k::number(text);
  return value ? static_cast<int>(std::clamp(*value, -1L, 9999L)) : -1;
}

}  // namespace

Result<ResultMessage> parse_result(const an2k::File& file) {
  const auto record = descriptive(file, "SRE", respondents_field);
  if (!record) return record.error();
  const auto& first = file.records.front();
  ResultMessage message;
  message.tcn = first.value(9);
  message.tcr = first.value(10);
  const auto list = an2k::split((*record)->value(respondents_field))[0];
  if (list.size() != 3 && list.size() != 5)
    return {ErrorCode::corrupt,
            "INT-I: 2.064 has " + std::to_string(list.size()) + " items; 3 without a candidate, 5 with one"};
  if (list.size() == 5) {
    message.sequence = as_int(list[0]);
    message.verified = list[1] == "true";
  }
  message.total = as_int(list[list.size() - 3]);
  message.category = list[list.size() - 2];
  message.hit = list.back() == "I";
  if (message.hit &&
      (message.sequence < 1 || message.sequence > 99 || message.total < message.sequence || message.total > 99))
    return {ErrorCode::corrupt,
            "INT-I: 2.064: candidate " + std::to_string(message.sequence) + " of " + std::to_string(message.total)};
  for (const auto& field : (*record)->fields)
    if (field.number > 2 && field.number != respondents_field) message.fields.emplace_back(field.number, field.value);
  return message;
}

std::vector<SearchResult> reassemble(std::span<const ResultMessage> messages) {
  std::vector<SearchResult> results;
  for (const auto& message : messages) {
    auto result =
        std::find_if(results.begin(), results.end(), [&](const SearchResult& r) { return r.tcr == message.tcr; });
    if (result == results.end()) {
      results.push_back({message.tcr, message.category, false, 0, {}, {}});
      result = results.end() - 1;
    }
    if (!message.hit) continue;
    result->hit = true;
    result->total = std::max(result->total, message.total);
    const auto place = std::lower_bound(result->candidates.begin(), result->candidates.end(), message.sequence,
                                        [](const ResultMessage& m, int sequence) { return m.sequence < sequence; });
    if (place == result->candidates.end() || place->sequence != message.sequence)
      result->candidates.insert(place, message);
  }
  for (auto& result : results) {
    auto next = result.candidates.begin();
    for (int sequence = 1; sequence <= result.total; ++sequence)
      if (next != result.candidates.end() && next->sequence == sequence)
        ++next;
      else
        result.missing.push_back(sequence);
  }
  return results;
}

Result<ErrorMessage> parse_error(const an2k::File& file) {
  const auto record = descriptive(file, "ERR", error_field);
  if (!record) return record.error();
  ErrorMessage message;
  message.tcn = file.records.front().value(9);
  message.tcr = file.records.front().value(10);
  for (const auto& items : an2k::split((*record)->value(error_field))) {
    ErrorItem item;
    item.code = as_int(items[0]);
    if (items.size() > 1) item.field = items[1];
    if (items.size() > 2) item.text = items[2];
    message.items.push_back(std::move(item));
  }
  return message;
}

}  // namespace limen::interchange::inti
