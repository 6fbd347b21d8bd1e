#include "search/embedding_state.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <string>

#include "search/half.hpp"

namespace limen::search {
namespace {

constexpr std::size_t dimensions_a_step = 4;

std::uint8_t* codes_of(std::uint8_t* panels, std::size_t padded, std::size_t row) noexcept {
  return panels + row / panel_rows * padded * panel_rows + row % panel_rows * dimensions_a_step;
}

}  // namespace

EmbeddingIndex::State::State(const EmbeddingOptions& asked)
    : options(asked), padded(padded_to_panel(asked.dimension)) {}

double EmbeddingIndex::State::peak() const noexcept {
  return peak_of(options.dimension, static_cast<double>(options.clip));
}

void EmbeddingIndex::State::resize(std::size_t rows) {
  size = rows;
  each_column([](auto& column, std::size_t count) { column.resize(count); });
}

void EmbeddingIndex::State::set(std::size_t row, ReferenceId id, std::span<const float> vector, double square,
                                SecureVector<float>& scratch) {
  const std::size_t n = options.dimension;
  scratch.resize(n);
  float* unit = options.originals == Originals::float32 ? floats.data() + row * n : scratch.data();
  to_unit(vector, square, unit);
  if (options.originals == Originals::float16)  // the original is what is kept
    for (std::size_t i = 0; i < n; ++i) {
      halves[row * n + i] = to_half(unit[i]);
      unit[i] = from_half(halves[row * n + i]);
    }
  alignas(64) std::int8_t code[2048 + 64] = {};
  errors[row] = encode({unit, n}, peak(), code).error;
  ids[row] = id;
  put_row(codes.data(), padded, row, code);
  if (options.sign_bits)
    for (std::size_t w = 0; w < sign_words(); ++w) {
      std::uint64_t word = 0;
      for (std::size_t b = 0; b < std::min<std::size_t>(64, n - std::min(n, 64 * w)); ++b)
        word |= std::uint64_t{unit[64 * w + b] < 0} << b;
      signs[row * sign_words() + w] = word;
    }
}

void EmbeddingIndex::State::move_row(std::size_t from, std::size_t to) noexcept {
  const std::size_t n = options.dimension;
  ids[to] = ids[from];
  errors[to] = errors[from];
  panel_errors[to / panel_rows] = std::max(panel_errors[to / panel_rows], errors[from]);
  const auto* source = codes_of(codes.data(), padded, from);
  auto* target = codes_of(codes.data(), padded, to);
  for (std::size_t i = 0; i < panel_bytes(); i += panel_rows * dimensions_a_step)
    std::memcpy(target + i, source + i, dimensions_a_step);
  std::copy_n(signs.data() + from * sign_words(), sign_words(), signs.data() + to * sign_words());
  if (options.originals == Originals::float32) std::copy_n(floats.data() + from * n, n, floats.data() + to * n);
  if (options.originals == Originals::float16) std::copy_n(halves.data() + from * n, n, halves.data() + to * n);
}

void EmbeddingIndex::State::wipe_codes(std::size_t row) noexcept {
  auto* at = codes_of(codes.data(), padded, row);
  for (std::size_t i = 0; i < panel_bytes(); i += panel_rows * dimensions_a_step)
    std::memset(at + i, 0, dimensions_a_step);
}

void EmbeddingIndex::State::tighten(std::size_t panel) noexcept {
  const auto rows = errors.span().subspan(panel * panel_rows, std::min(panel_rows, size - panel * panel_rows));
  panel_errors[panel] = *std::max_element(rows.begin(), rows.end());
}

const float* EmbeddingIndex::State::original(std::size_t row, float* scratch) const noexcept {
  const std::size_t n = options.dimension;
  if (options.originals == Originals::float32) return floats.data() + row * n;
  for (std::size_t i = 0; i < n; ++i) scratch[i] = from_half(halves[row * n + i]);
  return scratch;
}

Result<std::vector<double>> squares_of(std::span<const float> vectors, std::size_t dimension, const char* what,
                                       const Work& work) {
  std::vector<double> squares(vectors.size() / dimension);
  constexpr std::size_t piece = 1024;
  std::atomic<std::size_t> wrong{squares.size()};
  const auto done =
      for_each({work.executor, work.stop, {}}, (squares.size() + piece - 1) / piece, [&](std::size_t p, std::size_t) {
        for (std::size_t i = p * piece; i < std::min(squares.size(), (p + 1) * piece); ++i) {
          squares[i] = square_of(vectors.subspan(i * dimension, dimension));
          if (std::isfinite(squares[i]) && squares[i] > 0) continue;
          for (auto first = wrong.load(); i < first && !wrong.compare_exchange_weak(first, i);) {
          }
          return;
        }
      });
  if (!done) return done.error();
  if (const auto i = wrong.load(); i < squares.size())
    return {ErrorCode::invalid_argument,
            std::string(what) + " " + std::to_string(i) +
                (squares[i] == 0 ? " is all zeros: it has no direction to compare" : " holds NaN or infinity")};
  return squares;
}

}  // namespace limen::search
