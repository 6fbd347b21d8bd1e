// OpenCV logs to stderr what limen says in an Error.
#pragma once

namespace limen::io {

/// While one of these lives, OpenCV's log is silent; the last one to go restores the level that the program had set.
/// Any thread.
class QuietOpenCV {
 public:
  QuietOpenCV();
  ~QuietOpenCV();
  QuietOpenCV(const QuietOpenCV&) = delete;
  QuietOpenCV& operator=(const QuietOpenCV&) = delete;
};

}  // namespace limen::io
