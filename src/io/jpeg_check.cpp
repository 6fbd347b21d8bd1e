#include "jpeg_check.hpp"

#include <array>
#include <csetjmp>
#include <cstdio>
#include <string>

#include <jpeglib.h>

namespace limen::io::jpeg {
namespace {

// libjpeg leaves by a jump to here, at the first thing that it would warn of.
struct Watch {
  jpeg_error_mgr manager;
  std::jmp_buf leave;
  std::array<char, JMSG_LENGTH_MAX> text;
};

[[noreturn]] void give_up(j_common_ptr info) {
  auto* watch = reinterpret_cast<Watch*>(info->err);  // its first member
  info->err->format_message(info, watch->text.data());
  std::longjmp(watch->leave, 1);
}

void on_message(j_common_ptr info, int level) {
  if (level < 0) give_up(info);  // a warning; 0 and above are traces
}

// No object with a destructor lives here: the jump would pass it by.
bool whole(ByteView file, Watch& watch) {
  jpeg_decompress_struct info{};
  info.err = jpeg_std_error(&watch.manager);
  watch.manager.error_exit = give_up;
  watch.manager.emit_message = on_message;
  watch.manager.output_message = [](j_common_ptr) {};
  if (setjmp(watch.leave) != 0) {
    jpeg_destroy_decompress(&info);
    return false;
  }
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(file.data()), file.size());
  jpeg_read_header(&info, TRUE);
  jpeg_read_coefficients(&info);
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return true;
}

}  // namespace

Result<void> check_coded(ByteView file) {
  Watch watch{};
  if (whole(file, watch)) return {};
  return {ErrorCode::corrupt, std::string("JPEG: the coded image is damaged: ") + watch.text.data()};
}

}  // namespace limen::io::jpeg
