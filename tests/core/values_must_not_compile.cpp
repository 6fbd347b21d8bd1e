// What must not be mixed up is not of one type.
#include "limen/core/candidate.hpp"
#include "limen/core/executor.hpp"
#include "limen/core/result.hpp"

limen::Result<int> answer();

bool mixed(limen::ReferenceId reference, limen::SubjectId subject, limen::Score score) {
#if LIMEN_FAULT == 1  // expected: no match|invalid operands
  return reference == subject;
#endif
#if LIMEN_FAULT == 2  // expected: conver|no match|no viable
  reference = subject;
#endif
#if LIMEN_FAULT == 3  // expected: conver|no viable
  const limen::ReferenceId plain = 5;
#endif
#if LIMEN_FAULT == 4  // expected: no match|invalid operands
  return score > 3.5;
#endif
#if LIMEN_FAULT == 5  // expected: conver|no match|no viable
  const bool yes = answer();
#endif
  return reference == limen::ReferenceId{5} && subject && score > limen::Score{3500} && answer();
}

#if LIMEN_FAULT == 6  // expected: nodiscard
#pragma GCC diagnostic error "-Wunused-result"
void ignored() { answer(); }
#endif
