// How limen calls OpenCV: on the caller's thread, without a word.
#pragma once

#include "limen/io/quiet_opencv.hpp"

namespace limen::face {

/// While one of these lives, OpenCV starts no threads and logs nothing. Both settings belong to the whole program: the
/// last one to go restores what the program had set. Any thread.
class OpenCVCall {
 public:
  OpenCVCall();
  ~OpenCVCall();
  OpenCVCall(const OpenCVCall&) = delete;
  OpenCVCall& operator=(const OpenCVCall&) = delete;

 private:
  io::QuietOpenCV quiet_;
};

}  // namespace limen::face
