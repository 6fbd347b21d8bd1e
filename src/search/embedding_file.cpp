// A saved index: a header, the columns as they lie in memory, and a CRC-32 of each block of them. Little-endian.
//
//   0     magic "LIMENIDX", version u32, dimension u32, originals u8, sign bits u8, zero u16, clip f32, size u64
//   32    CRC-32 of the table of sums u32, CRC-32 of bytes 0 … 35 u32, zeros up to byte 4096
//   4096  ids, errors, panel errors, codes, signs, originals: each from a multiple of 4096 on, zeros between
//   then  the table: CRC-32 u32 of each block of 1 MiB from byte 4096 on, the last one shorter
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>

#include "limen/core/checksum.hpp"
#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"

#include "search/embedding_state.hpp"

namespace limen::search {
namespace {

static_assert(std::endian::native == std::endian::little, "index files are mapped as they are");

constexpr std::array<char, 8> magic{'L', 'I', 'M', 'E', 'N', 'I', 'D', 'X'};
constexpr std::uint32_t file_version = 1;
constexpr std::size_t page = 4096, block = std::size_t{1} << 20U;
constexpr std::array<std::byte, page> zeros{};

constexpr std::size_t up_to_page(std::size_t bytes) { return (bytes + page - 1) / page * page; }
constexpr std::size_t blocks_in(std::size_t bytes) { return (bytes + block - 1) / block; }

/// Bytes of the columns, each up to a whole page.
std::size_t body_bytes(EmbeddingIndex::State& state) {
  std::size_t sum = 0;
  state.each_column([&]<class T>(const Column<T>&, std::size_t count) { sum += up_to_page(count * sizeof(T)); });
  return sum;
}

std::span<const std::byte> bytes_of(const std::vector<std::uint32_t>& values) {
  return std::as_bytes(std::span(values));
}

SecureVector<std::byte> header_of(const EmbeddingIndex::State& state, std::uint32_t table_sum) {
  Writer writer;
  writer.bytes(std::as_bytes(std::span(magic)));
  writer.u32(file_version);
  writer.u32(static_cast<std::uint32_t>(state.options.dimension));
  writer.u8(static_cast<std::uint8_t>(state.options.originals));
  writer.u8(state.options.sign_bits ? 1 : 0);
  writer.u16(0);
  writer.u32(std::bit_cast<std::uint32_t>(state.options.clip));
  writer.u64(state.size);
  writer.u32(table_sum);
  writer.u32(crc32(writer.span()));
  writer.bytes(std::span(zeros).subspan(writer.size()));
  return writer.take();
}

/// A file's parts, whose sizes all follow from its header.
struct Layout {
  std::unique_ptr<EmbeddingIndex::State> state;  // its columns borrow from the file
  std::span<const std::byte> body;
  std::vector<std::uint32_t> sums;

  bool block_is_whole(std::size_t b) const {
    return crc32(body.subspan(b * block, std::min(block, body.size() - b * block))) == sums[b];
  }
};

/// Error (corrupt) that names the first of the blocks [0, count) whose sum is wrong.
Result<void> check_blocks(const Layout& layout, std::size_t count, const std::string& name, const Work& work) {
  std::atomic<std::size_t> wrong{count};
  const auto done = for_each(work, count, [&](std::size_t b, std::size_t) {
    if (b < wrong.load() && !layout.block_is_whole(b))
      for (auto first = wrong.load(); b < first && !wrong.compare_exchange_weak(first, b);) {
      }
  });
  if (!done) return done;
  if (wrong == count) return {};
  return {ErrorCode::corrupt, name + ": the checksum of the block at byte " + std::to_string(page + wrong * block) +
                                  " is wrong: the file was damaged; take it from a copy"};
}

Result<EmbeddingOptions> read_header(Reader& reader, std::uint64_t& size, std::uint32_t& table_sum,
                                     std::span<const std::byte> file) {
  const auto found = reader.take(magic.size());
  if (found.empty() || std::memcmp(found.data(), magic.data(), magic.size()) != 0)
    return {ErrorCode::unsupported_format, "no index of embeddings: it does not begin with LIMENIDX"};
  const auto version = reader.u32();
  if (reader.ok() && version > file_version)
    return {ErrorCode::newer_version, "an index of version " + std::to_string(version) + "; this limen reads up to " +
                                          std::to_string(file_version)};
  EmbeddingOptions options;
  options.dimension = reader.u32();
  const auto originals = reader.u8(), sign_bits = reader.u8();
  reader.skip(2);
  options.clip = std::bit_cast<float>(reader.u32());
  size = reader.u64();
  table_sum = reader.u32();
  const auto covered = reader.offset();
  const auto sum = reader.u32();
  if (auto ok = reader.check(); !ok) return ok.error();
  if (version == 0 || sum != crc32(file.first(covered))) return reader.corrupt("the header's checksum is wrong");
  if (originals > static_cast<std::uint8_t>(Originals::float32) || sign_bits > 1)
    return reader.corrupt("impossible options");
  options.originals = static_cast<Originals>(originals);
  options.sign_bits = sign_bits == 1;
  if (auto possible = EmbeddingIndex::create(options); !possible) return reader.corrupt(possible.error().message);
  if (size > file.size() / options.dimension) return reader.corrupt("more references than the file has room for");
  if (std::ranges::any_of(file.subspan(covered + 4, std::min(page, file.size()) - covered - 4),
                          [](std::byte b) { return b != std::byte{0}; }))
    return reader.corrupt("the header is not followed by zeros");
  return options;
}

Result<Layout> layout_of(std::span<const std::byte> file, const std::string& name) {
  Reader reader(file, name);
  std::uint64_t size = 0;
  std::uint32_t table_sum = 0;
  const auto options = read_header(reader, size, table_sum, file);
  if (!options) return {options.error().code, name + ": " + options.error().message};
  Layout layout;
  layout.state = std::make_unique<EmbeddingIndex::State>(*options);
  layout.state->size = static_cast<std::size_t>(size);
  const std::size_t bytes = body_bytes(*layout.state), table = blocks_in(bytes) * sizeof(std::uint32_t);
  if (file.size() != page + bytes + table)
    return reader.corrupt(std::to_string(page + bytes + table) + " bytes according to the header, " +
                          std::to_string(file.size()) + " there");
  layout.body = file.subspan(page, bytes);
  layout.sums.resize(blocks_in(bytes));
  if (table != 0) std::memcpy(layout.sums.data(), file.data() + page + bytes, table);
  if (crc32(file.subspan(page + bytes)) != table_sum)
    return reader.corrupt("the checksum of the table of sums is wrong");
  std::size_t at = 0;
  layout.state->each_column([&]<class T>(Column<T>& column, std::size_t count) {
    column = Column<T>::borrow({reinterpret_cast<const T*>(layout.body.data() + at), count});
    at += up_to_page(count * sizeof(T));
  });
  return layout;
}

/// Blocks that hold the ids and the errors: what says who is named, and what the proof stands on.
std::size_t first_blocks(const EmbeddingIndex::State& state) {
  return blocks_in(up_to_page(state.ids.bytes().size()) + up_to_page(state.errors.bytes().size()) +
                   up_to_page(state.panel_errors.bytes().size()));
}

}  // namespace

Result<EmbeddingIndex> EmbeddingIndex::open(const std::filesystem::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  auto layout = layout_of(file->bytes(), path.string());
  if (!layout) return layout.error();
  auto& state = *layout->state;
  if (auto ok = check_blocks(*layout, first_blocks(state), path.string(), {}); !ok) return ok.error();
  const auto impossible = [](float error) { return !(error >= 0 && error < 2); };
  if (std::ranges::any_of(state.errors.span(), impossible) ||
      std::ranges::any_of(state.panel_errors.span(), impossible))
    return {ErrorCode::corrupt, path.string() + ": error bounds outside 0 … 2"};
  state.file = std::move(*file);
  return EmbeddingIndex(std::move(layout->state));
}

Result<EmbeddingIndex> EmbeddingIndex::load(const std::filesystem::path& path, const Work& work) {
  auto mapped = open(path);
  if (!mapped) return mapped;
  if (auto ok = mapped->verify(work); !ok) return ok.error();
  auto& from = *mapped->state_;
  auto state = std::make_unique<State>(from.options);
  state->resize(from.size);
  std::vector<std::span<const std::byte>> columns;
  from.each_column([&](const auto& column, std::size_t) { columns.push_back(column.bytes()); });
  std::size_t c = 0;
  state->each_column([&](auto& column, std::size_t) {
    if (!columns[c].empty()) std::memcpy(column.data(), columns[c].data(), columns[c].size());
    ++c;
  });
  state->places.reserve(state->size);
  for (std::size_t row = 0; row < state->size; ++row)
    if (!state->ids[row] || !state->places.emplace(state->ids[row], row).second)
      return {ErrorCode::corrupt,
              path.string() + ": id " + std::to_string(state->ids[row].value) + " stands there twice or is none"};
  return EmbeddingIndex(std::move(state));
}

Result<void> EmbeddingIndex::verify(const Work& work) const {
  if (!read_only()) return {};
  const auto layout = layout_of(state_->file.bytes(), "mapped index");
  if (!layout) return layout.error();
  return check_blocks(*layout, layout->sums.size(), "mapped index", work);
}

Result<void> EmbeddingIndex::save(const std::filesystem::path& path, const Work& work) const {
  auto& state = *state_;
  std::vector<std::span<const std::byte>> parts{{}};  // the header's place
  state.each_column([&](const auto& column, std::size_t) {
    const auto bytes = column.bytes();
    parts.push_back(bytes);
    parts.push_back(std::span(zeros).first(up_to_page(bytes.size()) - bytes.size()));
  });
  // A block may span columns: each sum is continued from part to part.
  std::vector<std::uint32_t> sums;
  std::size_t room = 0;
  for (auto part : parts)
    while (!part.empty()) {
      if (room == 0) sums.push_back(0), room = block;
      const auto piece = part.first(std::min(room, part.size()));
      sums.back() = crc32(piece, sums.back());
      room -= piece.size();
      part = part.subspan(piece.size());
      if (work.stop.stop_requested()) return {ErrorCode::cancelled, "stopped at the caller's request"};
    }
  const auto header = header_of(state, crc32(bytes_of(sums)));
  parts.front() = header;
  parts.push_back(bytes_of(sums));
  return write_file(path, parts, 0600);
}

}  // namespace limen::search
