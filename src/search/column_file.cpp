// bodies of `detail/search/column_file.hpp`
#include "limen/detail/search/column_file.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>

#include "limen/core/checksum.hpp"
#include "limen/core/file.hpp"
#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"

namespace limen::search {
namespace {

static_assert(std::endian::native == std::endian::little, "such files are mapped as they are");

constexpr std::size_t page = 4096, block = std::size_t{1} << 20U;
constexpr std::array<std::byte, page> zeros{};

constexpr std::size_t up_to_page(std::size_t bytes) { return (bytes + page - 1) / page * page; }
constexpr std::size_t blocks_in(std::size_t bytes) { return (bytes + block - 1) / block; }

SecureVector<std::byte> header_of(const ColumnFormat& format, std::span<const std::byte> fields,
                                  std::uint32_t table_sum) {
  Writer writer;
  writer.bytes(std::as_bytes(std::span(format.magic)));
  writer.u32(format.version);
  writer.bytes(fields);
  writer.u32(table_sum);
  writer.u32(crc32(writer.span()));
  writer.bytes(std::span(zeros).subspan(writer.size()));
  return writer.take();
}

}  // namespace

Result<void> save_columns(const std::filesystem::path& path, const ColumnFormat& format,
                          std::span<const std::byte> fields, std::span<const ColumnBytes> columns, const Work& work) {
  std::vector<std::span<const std::byte>> parts{{}};  // the header's place
  for (const auto& column : columns) {
    std::size_t bytes = 0;
    for (const auto piece : column) {
      parts.push_back(piece);
      bytes += piece.size();
    }
    parts.push_back(std::span(zeros).first(up_to_page(bytes) - bytes));
  }
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
  const auto table = std::as_bytes(std::span(sums));
  const auto header = header_of(format, fields, crc32(table));
  parts.front() = header;
  parts.push_back(table);
  return write_file(path, parts, 0600);
}

Result<ColumnFile> ColumnFile::read(std::span<const std::byte> bytes, const ColumnFormat& format, std::string name) {
  ColumnFile file;
  file.name_ = std::move(name);
  file.file_ = bytes;
  Reader reader(bytes, file.name_);
  const auto found = reader.take(format.magic.size());
  if (found.empty() || std::memcmp(found.data(), format.magic.data(), found.size()) != 0)
    return {ErrorCode::unsupported_format,
            file.name_ + ": no " + std::string(format.what) + ": it does not begin with " + std::string(format.magic)};
  const auto version = reader.u32();
  if (reader.ok() && version > format.version)
    return {ErrorCode::newer_version, file.name_ + ": an index of version " + std::to_string(version) +
                                          "; this limen reads up to " + std::to_string(format.version)};
  file.fields_ = reader.take(format.fields);
  file.table_sum_ = reader.u32();
  const auto covered = reader.offset();
  const auto sum = reader.u32();
  if (auto ok = reader.check(); !ok) return ok.error();
  if (version == 0 || sum != crc32(bytes.first(covered))) return reader.corrupt("the header's checksum is wrong");
  if (std::ranges::any_of(bytes.subspan(covered + 4, std::min(page, bytes.size()) - covered - 4),
                          [](std::byte b) { return b != std::byte{0}; }))
    return reader.corrupt("the header is not followed by zeros");
  return file;
}

Error ColumnFile::impossible(const std::string& why) const { return {ErrorCode::corrupt, name_ + ": " + why}; }

Result<std::vector<std::span<const std::byte>>> ColumnFile::columns(std::span<const std::size_t> sizes) {
  std::size_t bytes = 0;
  for (const auto size : sizes) {
    if (size > file_.size()) return impossible("more references than the file has room for");
    bytes += up_to_page(size);
    ends_.push_back(bytes);
  }
  const std::size_t table = blocks_in(bytes) * sizeof(std::uint32_t);
  if (file_.size() != page + bytes + table)
    return impossible(std::to_string(page + bytes + table) + " bytes according to the header, " +
                      std::to_string(file_.size()) + " there");
  body_ = file_.subspan(page, bytes);
  sums_.resize(blocks_in(bytes));
  if (table != 0) std::memcpy(sums_.data(), file_.data() + page + bytes, table);
  if (crc32(file_.subspan(page + bytes)) != table_sum_) return impossible("the checksum of the table of sums is wrong");
  std::vector<std::span<const std::byte>> columns;
  for (std::size_t c = 0; c < sizes.size(); ++c) columns.push_back(body_.subspan(c == 0 ? 0 : ends_[c - 1], sizes[c]));
  return columns;
}

Result<void> ColumnFile::check(std::size_t count, const Work& work) const {
  const std::size_t blocks = count == 0 ? 0 : blocks_in(ends_[count - 1]);
  std::atomic<std::size_t> wrong{blocks};
  const auto done = for_each(work, blocks, [&](std::size_t b, std::size_t) {
    if (b >= wrong.load()) return;
    if (crc32(body_.subspan(b * block, std::min(block, body_.size() - b * block))) == sums_[b]) return;
    for (auto first = wrong.load(); b < first && !wrong.compare_exchange_weak(first, b);) {
    }
  });
  if (!done) return done;
  if (wrong == blocks) return {};
  return {ErrorCode::corrupt, name_ + ": the checksum of the block at byte " + std::to_string(page + wrong * block) +
                                  " is wrong: the file was damaged; take it from a copy"};
}

}  // namespace limen::search
