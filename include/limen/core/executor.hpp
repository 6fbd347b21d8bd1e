// Parallel work goes to the Executor that the caller passes. There are no hidden threads.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>

#include "limen/core/progress.hpp"
#include "limen/core/result.hpp"

namespace limen {

/// Runs independent pieces of work. Implementations are safe to call from several threads.
class Executor {
 public:
  virtual ~Executor() = default;
  /// How many pieces run at once; a caller sizes its scratch memory by it.
  virtual std::size_t concurrency() const noexcept = 0;
  /// Calls body(index, worker) once for each index in [0, count), worker in [0, concurrency()), no two calls at the
  /// same time with the same worker; returns when all are done. The first exception is rethrown after the others ended.
  virtual void for_each(std::size_t count, const std::function<void(std::size_t index, std::size_t worker)>& body) = 0;
};

/// On the caller's thread, in order.
class SerialExecutor final : public Executor {
 public:
  std::size_t concurrency() const noexcept override { return 1; }
  void for_each(std::size_t count, const std::function<void(std::size_t, std::size_t)>& body) override;
};

/// A fixed number of threads, the caller's among them, which take the next index when they are free. Calls from several
/// threads wait for one another; a call from inside a body runs on that thread alone if the pool is busy.
class ThreadPool final : public Executor {
 public:
  /// 0: as many as the machine (or its container) has.
  explicit ThreadPool(std::size_t threads = 0);
  ~ThreadPool() override;
  std::size_t concurrency() const noexcept override;
  void for_each(std::size_t count, const std::function<void(std::size_t, std::size_t)>& body) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Executor, stop token and progress of one call, filled by name: `{.executor = &pool}`. No executor: serial.
struct Work {
  Executor* executor = nullptr;
  std::stop_token stop{};
  Progress progress{};
};

/// body(index, worker) for each index, with progress; `cancelled` as soon as the token is set (started pieces end).
Result<void> for_each(const Work& work, std::size_t count, const std::function<void(std::size_t, std::size_t)>& body);
/// The number of workers that for_each will use: the size of a per-worker scratch array.
std::size_t concurrency(const Work& work) noexcept;

}  // namespace limen
