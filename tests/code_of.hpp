// The error that a result holds.
#pragma once

#include "limen/core/result.hpp"

namespace limen::test {

/// Of a value: a code that no error has.
template <class T>
ErrorCode code_of(const Result<T>& result) {
  return result ? ErrorCode{-1} : result.error().code;
}

}  // namespace limen::test
