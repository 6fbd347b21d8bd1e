// Long work: the GIL is released, threads are the caller's number, progress goes to a Python function.
#pragma once

#include <exception>
#include <memory>
#include <utility>

#include "limen/core/executor.hpp"

#include "convert.hpp"

namespace limen::python {

/// Runs f(const Work&) without the GIL. `threads`: 1 runs on the caller's thread, 0 takes all processors. `progress`
/// is None or f(done, total). An exception from it, or Ctrl-C, stops the work and is raised.
template <class F>
auto run(std::size_t threads, const py::object& progress, F&& f) {
  std::unique_ptr<ThreadPool> pool;
  if (threads != 1) pool = std::make_unique<ThreadPool>(threads);
  std::stop_source stop;
  std::exception_ptr raised;
  Work work{.executor = pool.get(), .stop = stop.get_token()};
  work.progress = [&](std::size_t done, std::size_t total) {
    if (raised) return;
    const py::gil_scoped_acquire gil;
    try {
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (!progress.is_none()) progress(done, total);
    } catch (py::error_already_set&) {
      raised = std::current_exception();
      stop.request_stop();
    }
  };
  auto result = [&] {
    const py::gil_scoped_release no_gil;
    return f(std::as_const(work));
  }();
  if (raised) std::rethrow_exception(raised);
  return result;
}

}  // namespace limen::python
