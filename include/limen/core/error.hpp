// Errors are values. One list of codes; a message says what was asked, what was found, where, and what to do.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace limen {

/// Every way limen says no. The one list: the Python names and docs/errors.md are made from it.
enum class ErrorCode {
  invalid_argument,    ///< an argument is outside its documented range
  not_found,           ///< a file, record, model or id does not exist
  already_exists,      ///< creating it would overwrite something
  unsupported_format,  ///< not a format limen reads
  corrupt,             ///< the bytes contradict themselves (truncated, checksum, counts)
  too_large,           ///< beyond a stated bound
  newer_version,       ///< written by a newer limen
  quality_too_low,     ///< a sample from which no template is made; the reasons say why
  no_face,             ///< no face in the image
  several_faces,       ///< more than one face where one was expected
  too_few_features,    ///< a comparison that cannot be made: too few minutiae
  no_overlap,          ///< a comparison that cannot be made: no common skin
  model_missing,       ///< a model file is needed and is not registered
  model_mismatch,      ///< templates of different models are never compared
  wrong_key,           ///< the key does not open this
  purpose_required,    ///< no purpose or an unknown one
  retention_required,  ///< no retention class or an unknown one
  access_denied,       ///< the view, state or policy forbids it
  tampered,            ///< a chain or signature does not verify
  audit_failed,        ///< the audit entry could not be written: no result is returned
  clock_suspect,       ///< time went back or jumped
  io_error,            ///< the system refused: disk full, permission, device
  busy,                ///< somebody else holds the lock
  cancelled,           ///< stopped by the caller's stop_token
  unavailable,         ///< this build or machine lacks it
};

/// Stable spelling of a code, the same in C++ and Python (`"quality_too_low"`).
std::string_view to_string(ErrorCode code) noexcept;

struct Error {
  ErrorCode code{};
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

/// What `Result::value()` throws for those who prefer exceptions.
class Exception : public std::runtime_error {
 public:
  explicit Exception(Error error) : std::runtime_error(error.message), error_(std::move(error)) {}
  ErrorCode code() const noexcept { return error_.code; }
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
};

}  // namespace limen
