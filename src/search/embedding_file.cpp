// A saved index: the columns of EmbeddingIndex::State in a ColumnFile. Fields: dimension u32, originals u8, sign bits
// u8, zero u16, clip f32, size u64.
#include <algorithm>
#include <bit>
#include <string>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/detail/search/column_file.hpp"

#include "search/embedding_state.hpp"

namespace limen::search {
namespace {

constexpr ColumnFormat format{"LIMENIDX", 1, 20, "index of embeddings"};
constexpr std::size_t first_columns = 3;  // ids and errors: what says who is named, and what the proof stands on

SecureVector<std::byte> fields_of(const EmbeddingIndex::State& state) {
  Writer writer;
  writer.u32(static_cast<std::uint32_t>(state.options.dimension));
  writer.u8(static_cast<std::uint8_t>(state.options.originals));
  writer.u8(state.options.sign_bits ? 1 : 0);
  writer.u16(0);
  writer.u32(std::bit_cast<std::uint32_t>(state.options.clip));
  writer.u64(state.size);
  return writer.take();
}

/// A file and the index whose columns borrow from it.
struct Layout {
  ColumnFile file;
  std::unique_ptr<EmbeddingIndex::State> state;
};

Result<std::unique_ptr<EmbeddingIndex::State>> state_of(const ColumnFile& file, std::size_t bytes) {
  Reader reader(file.fields(), "fields");
  EmbeddingOptions options;
  options.dimension = reader.u32();
  const auto originals = reader.u8(), sign_bits = reader.u8();
  reader.skip(2);
  options.clip = std::bit_cast<float>(reader.u32());
  const auto size = reader.u64();
  if (originals > static_cast<std::uint8_t>(Originals::float32) || sign_bits > 1)
    return file.impossible("impossible options");
  options.originals = static_cast<Originals>(originals);
  options.sign_bits = sign_bits == 1;
  if (auto possible = EmbeddingIndex::create(options); !possible) return file.impossible(possible.error().message);
  if (size > bytes / options.dimension) return file.impossible("more references than the file has room for");
  auto state = std::make_unique<EmbeddingIndex::State>(options);
  state->size = static_cast<std::size_t>(size);
  return state;
}

Result<Layout> layout_of(std::span<const std::byte> bytes, const std::string& name) {
  auto file = ColumnFile::read(bytes, format, name);
  if (!file) return file.error();
  auto state = state_of(*file, bytes.size());
  if (!state) return state.error();
  if (auto ok = file->lend_columns(**state); !ok) return ok.error();
  return Layout{std::move(*file), std::move(*state)};
}

}  // namespace

Result<EmbeddingIndex> EmbeddingIndex::open(const std::filesystem::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  auto layout = layout_of(file->bytes(), path.string());
  if (!layout) return layout.error();
  auto& state = *layout->state;
  if (auto ok = layout->file.check(first_columns, {}); !ok) return ok.error();
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
  copy_columns(from, *state);
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
  return layout->file.check(work);
}

Result<void> EmbeddingIndex::save(const std::filesystem::path& path, const Work& work) const {
  return save_columns(path, format, fields_of(*state_), bytes_of_columns(*state_), work);
}

}  // namespace limen::search
