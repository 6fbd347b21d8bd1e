// INTERPOL's INT-I transactions, version 6: numbers, searches, results and errors.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "limen/core/sample.hpp"
#include "limen/interchange/an2k_write.hpp"

namespace limen::interchange::inti {

/// The check letter of a transaction number's 14 digits; nothing if they are not 14 digits.
std::optional<char> check_letter(std::string_view digits) noexcept;
/// True for 14 digits and their check letter ("19125458357683H").
bool valid_tcn(std::string_view tcn) noexcept;
/// YY, twelve digits of a running number, check letter. Precondition: year 0..99.
std::string make_tcn(unsigned year, std::uint64_t running) noexcept;

/// What a person or print is asked for: ATP adds to a collection, CPS and NPS search a ten-print (criminal or not), MPS
/// a latent.
enum class Search { add_prints, criminal, non_criminal, latent };
std::string_view to_string(Search search) noexcept;  ///< "ATP", "CPS", "NPS", "MPS"

/// Fields of the Type-1 record. `tcn` must be valid; dates as the standard writes them.
struct Envelope {
  std::string tcn;
  std::string date;         ///< YYYYMMDD
  std::string destination;  ///< DAI; may be empty
  std::string origin;       ///< ORI; may be empty
  std::string gmt{};        ///< YYYYMMDDhhmmssZ; may be empty
  int priority = 0;         ///< 1..9; 0: not stated
};

/// Fields of the Type-2 record, number and value, e.g. {30, "Doe\x1FJane"}.
using Descriptive = std::vector<std::pair<unsigned, std::string>>;

/// A face photograph, already a JPEG file.
struct FacePicture {
  std::span<const std::byte> jpeg;
  int width = 0, height = 0;
  std::string date;    ///< YYYYMMDD
  std::string source;  ///< the agency that took it
};

/// A transaction with the fingers as Type-14 records (WSQ at 500 ppi; 1000 ppi images must be resampled before) or, for
/// a latent, Type-13. Errors: invalid_argument (number, resolution, no finger, a forbidden field such as 2.040).
Result<SecureVector<std::byte>> build(Search search, const Envelope& envelope, const Descriptive& person,
                                      std::span<const Sample> fingers, std::string_view source,
                                      const FacePicture* face = nullptr);

/// One candidate of an answer; its identifiers travel as Type-2 fields.
struct Respondent {
  bool verified = false;  ///< a person has confirmed it
  Descriptive fields;
};

/// One SRE message as it was received.
struct ResultMessage {
  std::string tcn, tcr;  ///< its own number, and the search's
  std::string category;  ///< the search's TOT
  bool hit = false;
  int sequence = 0;  ///< of this candidate, from 1
  int total = 0;     ///< candidates in all
  bool verified = false;
  Descriptive fields;  ///< all other Type-2 fields
};

/// The messages that answer a search: one a candidate, or one that says there is none. Each has a number of its own:
/// `envelope.tcn` for the first, counted up from there. At most 99 candidates.
Result<std::vector<SecureVector<std::byte>>> build_results(const Envelope& envelope, std::string_view tcr,
                                                           Search search, std::span<const Respondent> candidates);
/// Errors: unsupported_format (no SRE), corrupt (no 2.064, or not three or five items).
Result<ResultMessage> parse_result(const an2k::File& file);

/// All answers to one search, in order; what is missing is named.
struct SearchResult {
  std::string tcr;
  std::string category;
  bool hit = false;
  int total = 0;
  std::vector<ResultMessage> candidates;  ///< by sequence, each once
  std::vector<int> missing;               ///< sequence numbers that have not come
};
/// Messages may come in any order and more than once.
std::vector<SearchResult> reassemble(std::span<const ResultMessage> messages);

/// One complaint of an ERR message (2.074).
struct ErrorItem {
  int code = 0;
  std::string field;  ///< mnemonic
  std::string text;
};
struct ErrorMessage {
  std::string tcn, tcr;
  std::vector<ErrorItem> items;
};
Result<SecureVector<std::byte>> build_error(const Envelope& envelope, std::string_view tcr,
                                            std::span<const ErrorItem> items);
/// Errors: unsupported_format (no ERR), corrupt (no 2.074).
Result<ErrorMessage> parse_error(const an2k::File& file);

}  // namespace limen::interchange::inti
