#include "limen/core/executor.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace limen {

void SerialExecutor::for_each(std::size_t count, const std::function<void(std::size_t, std::size_t)>& body) {
  for (std::size_t i = 0; i < count; ++i) body(i, 0);
}

namespace {

// How many bodies stand on this thread's stack. A body that waited for a busy pool could be waiting for itself.
thread_local std::size_t bodies_running = 0;

struct InsideBody {
  InsideBody() { ++bodies_running; }
  ~InsideBody() { --bodies_running; }
};

}  // namespace

struct ThreadPool::State {
  using Body = std::function<void(std::size_t, std::size_t)>;

  std::mutex mutex;
  std::condition_variable wake, finished, idle;
  bool busy = false;  // one for_each at a time: worker numbers stay unique
  const Body* body = nullptr;
  std::size_t count = 0;
  std::atomic<std::size_t> next{0};
  std::size_t running = 0;
  std::size_t generation = 0;
  bool closing = false;
  std::exception_ptr failure;
  std::vector<std::thread> threads;

  explicit State(std::size_t concurrency) {
    threads.reserve(concurrency - 1);
    try {
      for (std::size_t worker = 1; worker < concurrency; ++worker)
        threads.emplace_back([this, worker] { live(worker); });
    } catch (...) {
      close();
      throw;
    }
  }
  ~State() { close(); }

  void close() {
    {
      const std::lock_guard lock(mutex);
      closing = true;
    }
    wake.notify_all();
    for (auto& thread : threads) thread.join();
    threads.clear();
  }

  void drain(std::size_t worker) {
    const InsideBody inside;
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        (*body)(i, worker);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  }

  void live(std::size_t worker) {
    std::size_t seen = 0;
    for (;;) {
      {
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return closing || generation != seen; });
        if (closing) return;
        seen = generation;
      }
      drain(worker);
      const std::lock_guard lock(mutex);
      if (--running == 0) finished.notify_one();
    }
  }

  /// False if the pool is busy and waiting for it might never end.
  bool begin(std::size_t pieces, const Body& one) {
    {
      std::unique_lock lock(mutex);
      if (busy && bodies_running != 0) return false;
      idle.wait(lock, [&] { return !busy; });
      busy = true;
      body = &one;
      count = pieces;
      next = 0;
      failure = nullptr;
      running = threads.size();
      ++generation;
    }
    wake.notify_all();
    return true;
  }

  void end() {
    std::exception_ptr thrown;
    {
      std::unique_lock lock(mutex);
      finished.wait(lock, [&] { return running == 0; });
      thrown = std::exchange(failure, nullptr);
      busy = false;
    }
    idle.notify_one();
    if (thrown) std::rethrow_exception(thrown);
  }
};

ThreadPool::ThreadPool(std::size_t threads)
    : state_(std::make_unique<State>(threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency()))) {}

ThreadPool::~ThreadPool() = default;

std::size_t ThreadPool::concurrency() const noexcept { return state_->threads.size() + 1; }

void ThreadPool::for_each(std::size_t count, const std::function<void(std::size_t, std::size_t)>& body) {
  // One piece wakes nobody.
  if (count <= 1 || !state_->begin(count, body)) return SerialExecutor{}.for_each(count, body);
  state_->drain(0);
  state_->end();
}

Result<void> for_each(const Work& work, std::size_t count, const std::function<void(std::size_t, std::size_t)>& body) {
  SerialExecutor serial;
  Executor& executor = work.executor != nullptr ? *work.executor : serial;
  std::mutex reporting;
  std::size_t done = 0;
  executor.for_each(count, [&](std::size_t index, std::size_t worker) {
    if (work.stop.stop_requested()) return;
    body(index, worker);
    if (!work.progress) return;
    const std::lock_guard lock(reporting);
    work.progress(++done, count);
  });
  if (work.stop.stop_requested()) return {ErrorCode::cancelled, "stopped at the caller's request"};
  return {};
}

std::size_t concurrency(const Work& work) noexcept {
  return work.executor != nullptr ? work.executor->concurrency() : 1;
}

}  // namespace limen
