// The tables of a JPEG's marker segments, as its entropy decoder needs them.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "codec.hpp"

namespace limen::io::jpeg {

/// A Huffman table (ISO/IEC 10918-1, annex C) as a walk needs it.
class Huffman {
 public:
  /// False if the lengths are impossible. `symbols` has as many as `counts` add up to.
  bool assign(std::span<const std::uint8_t, 16> counts, std::span<const std::uint8_t> symbols);

  bool empty() const noexcept { return symbols_.empty(); }
  /// The symbol whose code starts the 16 bits, and the code's length; length 0 if there is none.
  struct Code {
    std::uint8_t symbol = 0, length = 0;
  };
  Code find(std::uint32_t bits16) const noexcept;

 private:
  static constexpr int quick_bits = 9;
  std::array<Code, 1 << quick_bits> quick_{};
  std::array<std::uint32_t, 17> end_{};    // first 16-bit value beyond the codes of each length
  std::array<std::uint32_t, 17> first_{};  // symbol index minus code value, modulo 2³²
  std::vector<std::uint8_t> symbols_;
};

struct Component {
  std::uint8_t id = 0;
  int across = 1, down = 1;  ///< sampling factors
};

/// What a scan needs to know of the markers before it.
struct Tables {
  std::array<Huffman, 4> dc, ac;
  std::vector<Component> components;
  std::int64_t width = 0, height = 0;
  int depth = 8;                       ///< bits a sample
  std::uint32_t restart_interval = 0;  ///< MCUs; 0: none
};

/// Reads a DHT segment into the tables. Errors: corrupt.
Result<void> read_huffman(ByteView segment, Tables& tables);

}  // namespace limen::io::jpeg
