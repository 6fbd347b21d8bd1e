// for_each() of what may fail.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"

namespace limen {

/// body(index) → Result<void> for each index below count. Errors: that of the first index that has one; cancelled.
template <class Body>
Result<void> try_each(const Work& work, std::size_t count, Body body) {
  std::vector<Result<void>> results(count);
  if (auto done = for_each(work, count, [&](std::size_t i, std::size_t) { results[i] = body(i); }); !done) return done;
  for (auto& result : results)
    if (!result) return std::move(result);
  return {};
}

}  // namespace limen
