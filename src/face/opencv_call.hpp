// How limen calls OpenCV: on the caller's thread, without a word, in memory that is wiped.
#pragma once

#include "limen/io/quiet_opencv.hpp"

namespace limen::face {

/// While one of these lives, OpenCV starts no threads, logs nothing, and has its matrices' memory from
/// wiping_allocator(). These settings belong to the whole program: the last one to go restores what the program had
/// set. Any thread.
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
