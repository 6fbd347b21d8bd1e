#include "limen/core/error.hpp"

namespace limen {

std::string_view to_string(ErrorCode code) noexcept {
  switch (code) {  // no default: the compiler names a code that is missing here
    case ErrorCode::invalid_argument: return "invalid_argument";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::already_exists: return "already_exists";
    case ErrorCode::unsupported_format: return "unsupported_format";
    case ErrorCode::corrupt: return "corrupt";
    case ErrorCode::too_large: return "too_large";
    case ErrorCode::newer_version: return "newer_version";
    case ErrorCode::quality_too_low: return "quality_too_low";
    case ErrorCode::no_face: return "no_face";
    case ErrorCode::several_faces: return "several_faces";
    case ErrorCode::too_few_features: return "too_few_features";
    case ErrorCode::no_overlap: return "no_overlap";
    case ErrorCode::model_missing: return "model_missing";
    case ErrorCode::model_mismatch: return "model_mismatch";
    case ErrorCode::wrong_key: return "wrong_key";
    case ErrorCode::purpose_required: return "purpose_required";
    case ErrorCode::retention_required: return "retention_required";
    case ErrorCode::access_denied: return "access_denied";
    case ErrorCode::tampered: return "tampered";
    case ErrorCode::audit_failed: return "audit_failed";
    case ErrorCode::clock_suspect: return "clock_suspect";
    case ErrorCode::io_error: return "io_error";
    case ErrorCode::busy: return "busy";
    case ErrorCode::cancelled: return "cancelled";
    case ErrorCode::unavailable: return "unavailable";
  }
  return "unknown";
}

}  // namespace limen
