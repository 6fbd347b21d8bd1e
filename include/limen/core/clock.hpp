// Time is injected: retention, audit and tests ask the clock they are given.
#pragma once

#include <chrono>
#include <string>

namespace limen {

using Time = std::chrono::sys_seconds;  ///< UTC, whole seconds, no leap seconds

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }
};

/// Stands still until it is set.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Time time) : time_(time) {}
  Time now() const override { return time_; }
  void set(Time time) noexcept { time_ = time; }

 private:
  Time time_;
};

/// "2019-06-17T08:30:00Z"
std::string to_string(Time time);

}  // namespace limen
