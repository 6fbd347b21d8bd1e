// The progress of work that is a part of other work.
#pragma once

#include <cstddef>

#include "limen/core/executor.hpp"

namespace limen {

/// The same work, its progress told as thousandths of the whole: from `begin` to `end`. Borrows `work`.
inline Work part_of(const Work& work, std::size_t begin, std::size_t end) {
  Work part = work;
  if (work.progress)
    part.progress = [&work, begin, end](std::size_t done, std::size_t total) {
      work.progress(begin + (end - begin) * done / total, 1000);
    };
  return part;
}

}  // namespace limen
