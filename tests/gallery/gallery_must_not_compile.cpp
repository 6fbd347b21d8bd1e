// A gallery and a view have one owner, and a search goes through a view.
#include "limen/gallery/gallery.hpp"

limen::Result<limen::View> seen(limen::Gallery& gallery, const limen::Enrolment& enrolment) {
#if LIMEN_FAULT == 1  // expected: deleted
  const limen::Gallery copy(gallery);
#endif
#if LIMEN_FAULT == 2  // expected: deleted|private|no matching|implicitly
  const limen::View empty;
#endif
#if LIMEN_FAULT == 3  // expected: could not convert|no viable|no matching|cannot convert|cannot initialize
  return gallery.view({.purpose = "border_check"});
#endif
#if LIMEN_FAULT == 4  // expected: cannot convert|could not convert|no viable|no matching
  (void)gallery.remove(7);
#endif
#if LIMEN_FAULT == 5  // expected: nodiscard|unused
#pragma GCC diagnostic error "-Wunused-result"
  gallery.enrol(enrolment);
#endif
  (void)enrolment;
  return gallery.view({.purpose = limen::Purpose::border_check});
}
