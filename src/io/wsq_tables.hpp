// The marker segments of WSQ: what they hold, read and written.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"

#include "wsq_huffman.hpp"
#include "wsq_wavelet.hpp"

namespace limen::io::wsq {

enum Marker : unsigned {
  soi = 0xFFA0,
  eoi = 0xFFA1,
  sof = 0xFFA2,
  sob = 0xFFA3,
  dtt = 0xFFA4,
  dqt = 0xFFA5,
  dht = 0xFFA6,
  drt = 0xFFA7,
  com = 0xFFA8,
  rst0 = 0xFFB0,
  rst7 = 0xFFB7,
};

/// pixel = coefficient × scale + shift
struct Frame {
  int width = 0;
  int height = 0;
  float shift = 0;
  float scale = 1;
};

/// Bin width, zero bin width (0: the subband is absent) and the centre of a bin, as a share of its width.
struct Quantiser {
  std::array<float, band_count> bin{};
  std::array<float, band_count> zero_bin{};
  float centre = 0.44F;
};

/// One block: its Huffman table and its entropy-coded bytes, borrowed from the file; several parts if there are restart
/// markers in it.
struct Block {
  HuffmanSpec code;
  std::vector<std::span<const std::byte>> stuffed;
};

struct File {
  Frame frame;
  Filters filters;
  Quantiser quantiser;
  std::vector<Block> blocks;
  std::vector<std::string> comments;
  std::vector<std::string> warnings;
};

/// Walks the whole file; decodes nothing.
Result<File> read_file(std::span<const std::byte> bytes);

void write_frame(Writer& writer, const Frame& frame);
void write_filters(Writer& writer, const Filters& filters);
void write_quantiser(Writer& writer, const Quantiser& quantiser);
void write_code(Writer& writer, std::uint8_t id, const HuffmanSpec& code);
void write_block_start(Writer& writer, std::uint8_t code_id);
void write_comment(Writer& writer, std::string_view text);

/// What the decoder will make of these numbers: the same after rounding to the digits that the file keeps.
Frame as_written(const Frame& frame);
Quantiser as_written(const Quantiser& quantiser);

}  // namespace limen::io::wsq
