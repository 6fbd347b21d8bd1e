#include <algorithm>
#include <cmath>
#include <string_view>

#include "wsq_tables.hpp"

namespace limen::io::wsq {
namespace {

// A number as the file keeps it: integer / 10^exponent, with as many digits as fit below `limit`.
struct Decimal {
  std::uint8_t exponent = 0;
  std::uint32_t integer = 0;

  Decimal(double value, double limit) {
    if (value > 0)
      while (value < limit / 10 && exponent < 18) value *= 10, ++exponent;
    integer = static_cast<std::uint32_t>(std::clamp(std::round(value), 0.0, limit));
  }
  float value() const { return static_cast<float>(integer / std::pow(10.0, exponent)); }
};

Decimal decimal16(double value) { return {value, 65535.0}; }

void write_u16(Writer& writer, double value) {
  const auto decimal = decimal16(value);
  writer.u8(decimal.exponent);
  writer.u16(static_cast<std::uint16_t>(decimal.integer));
}

void write_filter(Writer& writer, const HalfFilter& filter, unsigned taps) {
  for (unsigned i = 0; i < (taps + 1) / 2; ++i) {
    const Decimal decimal(std::abs(filter[i]), 4294967295.0);
    writer.u8(filter[i] < 0 ? 1 : 0);
    writer.u8(decimal.exponent);
    writer.u32(decimal.integer);
  }
}

}  // namespace

void write_frame(Writer& writer, const Frame& frame) {
  writer.u16(sof);
  writer.u16(17);
  writer.u8(0), writer.u8(255);
  writer.u16(static_cast<std::uint16_t>(frame.height));
  writer.u16(static_cast<std::uint16_t>(frame.width));
  write_u16(writer, frame.shift);
  write_u16(writer, frame.scale);
  writer.u8(0), writer.u16(0);  // encoder and software numbers are given by the FBI: none
}

void write_filters(Writer& writer, const Filters& filters) {
  const auto low = filters.low_taps, high = filters.high_taps;
  writer.u16(dtt);
  writer.u16(static_cast<std::uint16_t>(4 + 6 * ((low + 1) / 2 + (high + 1) / 2)));
  writer.u8(static_cast<std::uint8_t>(low)), writer.u8(static_cast<std::uint8_t>(high));
  write_filter(writer, filters.low, low);
  write_filter(writer, filters.high, high);
}

void write_quantiser(Writer& writer, const Quantiser& quantiser) {
  writer.u16(dqt);
  writer.u16(389);
  write_u16(writer, quantiser.centre);
  for (std::size_t i = 0; i < band_count; ++i) {
    write_u16(writer, quantiser.bin[i]);
    write_u16(writer, quantiser.zero_bin[i]);
  }
}

void write_code(Writer& writer, std::uint8_t id, const HuffmanSpec& code) {
  writer.u16(dht);
  writer.u16(static_cast<std::uint16_t>(2 + 1 + 16 + code.symbols.size()));
  writer.u8(id);
  code.write(writer);
}

void write_block_start(Writer& writer, std::uint8_t code_id) {
  writer.u16(sob);
  writer.u16(3);
  writer.u8(code_id);
}

void write_comment(Writer& writer, std::string_view text) {
  writer.u16(com);
  writer.u16(static_cast<std::uint16_t>(2 + text.size()));
  writer.bytes(std::as_bytes(std::span(text)));
}

Frame as_written(const Frame& frame) {
  return {frame.width, frame.height, decimal16(frame.shift).value(), decimal16(frame.scale).value()};
}

Quantiser as_written(const Quantiser& quantiser) {
  Quantiser written = quantiser;
  for (auto* list : {&written.bin, &written.zero_bin})
    for (auto& value : *list) value = decimal16(value).value();
  return written;
}

}  // namespace limen::io::wsq
