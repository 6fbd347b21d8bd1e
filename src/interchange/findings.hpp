// Collects diagnostics while a file is read, and turns them into an error when the reader is strict.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "limen/core/result.hpp"
#include "limen/interchange/diagnostic.hpp"

namespace limen::interchange {

class Findings {
 public:
  explicit Findings(std::string_view what) : what_(what) {}

  static constexpr std::size_t most = 1000;  // nobody reads more, and a hostile file has millions

  void add(Severity severity, std::string_view code, std::string_view where, std::size_t offset, std::string text) {
    if (list_.size() > most) return;
    if (list_.size() == most) severity = Severity::warning, code = "too_many", text = "there is more, not listed";
    list_.push_back({severity, std::string(code), std::string(where), offset, std::move(text)});
  }
  void warn(std::string_view code, std::string_view where, std::size_t offset, std::string text) {
    add(Severity::warning, code, where, offset, std::move(text));
  }

  /// The first finding that a strict reader does not accept.
  Result<void> accept(Strictness strictness) const {
    if (strictness == Strictness::strict)
      for (const auto& d : list_)
        if (d.severity != Severity::note) return {ErrorCode::corrupt, std::string(what_) + ": " + to_string(d)};
    return {};
  }
  Diagnostics take() { return std::move(list_); }
  bool empty() const { return list_.empty(); }

 private:
  std::string_view what_;
  Diagnostics list_;
};

}  // namespace limen::interchange
