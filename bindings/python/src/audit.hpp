// limen.privacy.Audit: the log, until it is closed.
#pragma once

#include <optional>
#include <utility>

#include "limen/privacy/audit.hpp"

#include "convert.hpp"

namespace limen::python {

/// Python closes files before they are forgotten; the C++ log closes when it is destroyed.
class AuditLog {
 public:
  AuditLog(Audit log) : log_(std::move(log)) {}  // NOLINT: one is the other
  Audit& open() {
    if (!log_) refuse("audit: the log has been closed");
    return *log_;
  }
  void close() { log_.reset(); }

 private:
  std::optional<Audit> log_;
};

}  // namespace limen::python
