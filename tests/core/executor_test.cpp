#include "limen/core/executor.hpp"

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "limen/detail/core/part_of.hpp"
#include "limen/detail/core/try_each.hpp"

using namespace limen;

namespace {

/// Runs body(executor) on the serial executor and on pools of 1, 2 and 5 threads.
template <class Body>
void on_each_executor(Body body) {
  SerialExecutor serial;
  body(static_cast<Executor&>(serial));
  for (const std::size_t threads : {1U, 2U, 5U}) {
    CAPTURE(threads);
    ThreadPool pool(threads);
    CHECK(pool.concurrency() == threads);
    body(static_cast<Executor&>(pool));
  }
}

}  // namespace

TEST_CASE("every index once, and no worker twice at a time") {
  on_each_executor([](Executor& executor) {
    for (const std::size_t count : {0U, 1U, 2U, 3U, 1000U}) {
      std::vector<std::atomic<int>> calls(count), inside(executor.concurrency());
      std::atomic<bool> shared{false};
      executor.for_each(count, [&](std::size_t index, std::size_t worker) {
        if (inside.at(worker)++ != 0) shared = true;
        ++calls.at(index);
        --inside[worker];
      });
      CHECK_FALSE(shared);
      for (const auto& n : calls) CHECK(n == 1);
    }
  });
}

TEST_CASE("a pool of 0 threads has as many as the machine") { CHECK(ThreadPool().concurrency() >= 1); }

TEST_CASE("an exception comes out after the others ended, and the executor goes on working") {
  on_each_executor([](Executor& executor) {
    std::atomic<int> inside{0};
    const auto bad = [&](std::size_t index, std::size_t) {
      ++inside;
      std::this_thread::yield();
      --inside;
      if (index == 3) throw std::runtime_error("piece 3");
    };
    for (int again = 0; again < 3; ++again) {
      CHECK_THROWS_WITH_AS(executor.for_each(100, bad), "piece 3", std::runtime_error);
      CHECK(inside == 0);
      std::atomic<int> calls{0};
      executor.for_each(10, [&](std::size_t, std::size_t) { ++calls; });
      CHECK(calls == 10);
    }
  });
}

TEST_CASE("a body may use the same executor: nothing waits for itself") {
  on_each_executor([](Executor& executor) {
    std::atomic<int> calls{0};
    executor.for_each(7, [&](std::size_t, std::size_t) {
      executor.for_each(5, [&](std::size_t, std::size_t) {
        executor.for_each(2, [&](std::size_t, std::size_t worker) {
          if (worker < executor.concurrency()) ++calls;
        });
      });
    });
    CHECK(calls == 70);
  });
}

TEST_CASE("two pools may call one another in a ring") {
  ThreadPool a(2), b(2);
  std::atomic<int> calls{0};
  a.for_each(4, [&](std::size_t, std::size_t) {
    b.for_each(4, [&](std::size_t, std::size_t) { a.for_each(4, [&](std::size_t, std::size_t) { ++calls; }); });
  });
  CHECK(calls == 64);
}

TEST_CASE("an exception in a nested call comes out of the outer one") {
  ThreadPool pool(3);
  CHECK_THROWS_AS(pool.for_each(4,
                                [&](std::size_t, std::size_t) {
                                  pool.for_each(4, [](std::size_t i, std::size_t) {
                                    if (i == 2) throw std::logic_error("inner");
                                  });
                                }),
                  std::logic_error);
}

TEST_CASE("many callers share one pool") {
  ThreadPool pool(3);
  std::atomic<std::size_t> sum{0};
  std::vector<std::thread> callers;
  for (int c = 0; c < 6; ++c)
    callers.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        std::vector<std::size_t> own(20);  // its pieces belong to this call alone
        pool.for_each(own.size(), [&](std::size_t i, std::size_t) { own[i] = i; });
        for (const auto value : own) sum += value;
      }
    });
  for (auto& caller : callers) caller.join();
  CHECK(sum == 6 * 50 * 190);
}

TEST_CASE("work without an executor is serial, in order") {
  std::vector<std::size_t> order;
  CHECK(for_each({}, 5, [&](std::size_t i, std::size_t) { order.push_back(i); }));
  CHECK(order == std::vector<std::size_t>{0, 1, 2, 3, 4});
  CHECK(concurrency({}) == 1);
  ThreadPool pool(4);
  CHECK(concurrency({.executor = &pool}) == 4);
}

TEST_CASE("progress grows by one, from one thread at a time, up to the total") {
  on_each_executor([](Executor& executor) {
    std::size_t last = 0;
    bool steady = true;
    const Work work{.executor = &executor, .progress = [&](std::size_t done, std::size_t total) {
                      steady = steady && done == last + 1 && total == 200;
                      last = done;
                    }};
    CHECK(for_each(work, 200, [](std::size_t, std::size_t) {}));
    CHECK(steady);
    CHECK(last == 200);
  });
}

TEST_CASE("work that is stopped says so, and starts no further piece") {
  on_each_executor([](Executor& executor) {
    std::stop_source source;
    std::atomic<std::size_t> started{0};
    const auto result =
        for_each({.executor = &executor, .stop = source.get_token()}, 10000, [&](std::size_t, std::size_t) {
          if (++started == 5) source.request_stop();
        });
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::cancelled);
    CHECK(started >= 5);
    CHECK(started <= 5 + executor.concurrency());
  });
}

TEST_CASE("an exception of the listener comes out") {
  ThreadPool pool(2);
  const Work work{.executor = &pool, .progress = [](std::size_t, std::size_t) { throw std::runtime_error("deaf"); }};
  CHECK_THROWS_AS((void)for_each(work, 10, [](std::size_t, std::size_t) {}), std::runtime_error);
}

TEST_CASE("of pieces that fail, the first one's error comes out; a cancelled work says so") {
  on_each_executor([](Executor& executor) {
    const auto failing_from = [&](std::size_t first, const Work& work) {
      return try_each(work, 100, [&](std::size_t i) -> Result<void> {
        if (i < first) return {};
        return {ErrorCode::corrupt, std::to_string(i)};
      });
    };
    CHECK(failing_from(100, {.executor = &executor}));
    CHECK(failing_from(7, {.executor = &executor}).error().message == "7");
    std::stop_source source;
    source.request_stop();
    CHECK(failing_from(7, {&executor, source.get_token()}).error().code == ErrorCode::cancelled);
  });
}

TEST_CASE("the progress of a part is told in thousandths of the whole") {
  std::vector<std::size_t> told;
  const Work work{.progress = [&](std::size_t done, std::size_t total) {
    told.push_back(done);
    CHECK(total == 1000);
  }};
  CHECK(for_each(part_of(work, 200, 600), 4, [](std::size_t, std::size_t) {}));
  CHECK(told == std::vector<std::size_t>{300, 400, 500, 600});
  CHECK_FALSE(part_of({}, 0, 500).progress);
}
