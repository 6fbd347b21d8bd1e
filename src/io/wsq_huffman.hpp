// The entropy coding of WSQ: canonical Huffman codes of at most 16 bits for zero runs and coefficients.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "limen/core/bytes.hpp"
#include "limen/core/reader.hpp"
#include "limen/core/result.hpp"
#include "limen/core/writer.hpp"

namespace limen::io::wsq {

using Coefficient = std::int16_t;

/// Codes as the DHT segment writes them: how many of each length 1..16, and the symbols in order of their codes.
struct HuffmanSpec {
  std::array<std::uint8_t, 16> counts{};
  std::vector<std::uint8_t> symbols;

  static Result<HuffmanSpec> read(Reader& reader);
  void write(Writer& writer) const;
  /// The best codes for these frequencies; the code of ones only stays free, as the standard demands.
  static HuffmanSpec best_for(const std::array<std::uint64_t, 256>& frequencies);
};

/// Looks codes up: most in one step, the long and rare ones length by length.
class HuffmanDecoder {
 public:
  explicit HuffmanDecoder(const HuffmanSpec& spec);

  struct Hit {
    std::uint8_t symbol = 0;
    std::uint8_t length = 0;  ///< bits of its code; 0: no such code
  };
  Hit find(std::uint32_t next16) const noexcept {
    const Hit hit = quick_[next16 >> (16 - quick_bits)];
    return hit.length != 0 ? hit : find_long(next16);
  }

 private:
  static constexpr unsigned quick_bits = 10;
  Hit find_long(std::uint32_t next16) const noexcept;
  std::array<Hit, 1U << quick_bits> quick_{};
  std::array<std::uint32_t, 17> end_code_{};  ///< first code, shifted to 16 bits, that is too large for this length
  std::array<std::int32_t, 17> first_{};      ///< symbol index minus code, per length
  std::vector<std::uint8_t> symbols_;
};

/// Decodes one block's bytes (still stuffed) from coefficients[at]; the block should end at `end`, where padding of any
/// kind is allowed. Returns the new `at`. Errors: corrupt (no such code, more coefficients than there is room for).
Result<std::size_t> decode_block(std::span<const std::byte> stuffed, const HuffmanDecoder& decoder,
                                 std::span<Coefficient> coefficients, std::size_t at, std::size_t end);

/// How often each symbol is needed.
void count_symbols(std::span<const Coefficient> coefficients, std::array<std::uint64_t, 256>& frequencies);
/// Appends the stuffed bytes, padded with ones.
void encode_block(std::span<const Coefficient> coefficients, const HuffmanSpec& spec, Writer& writer);

}  // namespace limen::io::wsq
