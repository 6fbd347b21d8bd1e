#include "limen/core/executor.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace limen {

void SerialExecutor::for_each(std::size_t count, const std::function<void(std::size_t, std::size_t)>& body) {
  for (std::size_t i = 0; i < count; ++i) body(i, 0);
}

struct ThreadPool::State {
  using Body = std::function<void(std::size_t, std::size_t)>;

  std::mutex callers;  // one for_each at a time: worker numbers stay unique
  std::mutex mutex;
  std::condition_variable wake, finished;
  const Body* body = nullptr;
  std::size_t count = 0;
  std::atomic<std::size_t> next{0};
  std::size_t running = 0;
  std::size_t generation = 0;
  bool closing = false;
  std::exception_ptr failure;
  std::vector<std::thread> threads;

  void drain(std::size_t worker) {
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
};

ThreadPool::ThreadPool(std::size_t threads) : state_(std::make_unique<State>()) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  for (std::size_t worker = 1; worker < threads; ++worker)
    state_->threads.emplace_back([state = state_.get(), worker] { state->live(worker); });
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->closing = true;
  }
  state_->wake.notify_all();
  for (auto& thread : state_->threads) thread.join();
}

std::size_t ThreadPool::concurrency() const noexcept { return state_->threads.size() + 1; }

void ThreadPool::for_each(std::size_t count, const std::function<void(std::size_t, std::size_t)>& body) {
  if (count == 0) return;
  const std::lock_guard one_caller(state_->callers);
  {
    const std::lock_guard lock(state_->mutex);
    state_->body = &body;
    state_->count = count;
    state_->next = 0;
    state_->failure = nullptr;
    state_->running = state_->threads.size();
    ++state_->generation;
  }
  state_->wake.notify_all();
  state_->drain(0);
  std::unique_lock lock(state_->mutex);
  state_->finished.wait(lock, [&] { return state_->running == 0; });
  if (state_->failure) std::rethrow_exception(state_->failure);
}

Result<void> for_each(const Work& work, std::size_t count,
                      const std::function<void(std::size_t, std::size_t)>& body) {
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
