// A saved index, a ColumnFile: the columns of Index::State, those of its Forms, each of all chunks, and the templates,
// to which `begins` points. Fields: size u64, bytes of templates u64, persons u64, bytes of a row's form u32 (so that a
// limen with another form does not misread it).
#include <algorithm>
#include <string>
#include <utility>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/detail/search/column_file.hpp"

#include "fingerprint/index_state.hpp"

namespace limen::fingerprint {
namespace {

constexpr search::ColumnFormat format{"LIMENFPX", 1, 28, "index of fingers"};
constexpr std::size_t row_columns = 8;  // what is checked when a file is opened
constexpr std::size_t form_bytes = form_minutiae * (sizeof(BinaryCode) + sizeof(SearchDescriptor) +
                                                    sizeof(std::int16_t) + sizeof(Spot) + sizeof(Turn));

SecureVector<std::byte> fields_of(const Index::State& state) {
  Writer writer;
  writer.u64(state.size);
  writer.u64(state.template_bytes());
  writer.u64(state.people);
  writer.u32(form_bytes);
  return writer.take();
}

/// All columns in order; `begins` as they are in the file.
std::vector<search::ColumnBytes> columns_of(const Index::State& state, std::span<const std::uint64_t> begins) {
  std::vector<search::ColumnBytes> columns;
  Index::State::each_column(state, [&](const auto& column) { columns.push_back({column.bytes()}); });
  columns[row_columns - 2] = {std::as_bytes(begins)};
  const std::size_t first = columns.size();
  Forms::each_column(Forms(), [&](const auto&) { columns.emplace_back(); });
  columns.emplace_back();
  for (const auto& chunk : state.chunks) {
    std::size_t c = first;
    Forms::each_column(*chunk, [&](const auto& column) { columns[c++].push_back(column.bytes()); });
    if (columns[c].empty() || !state.mapped()) columns[c].push_back(chunk->templates.bytes());
  }
  return columns;
}

/// The state's columns borrow from the file. Error: corrupt.
Result<void> lend(search::ColumnFile& file, std::size_t template_bytes, Index::State& state) {
  std::vector<std::size_t> sizes;
  Index::State::each_column(state, [&]<class T>(const search::Column<T>&) { sizes.push_back(state.size * sizeof(T)); });
  Forms::each_column(
      Forms(), [&]<class T>(const search::Column<T>&) { sizes.push_back(state.size * form_minutiae * sizeof(T)); });
  sizes.push_back(template_bytes);
  const auto lent = file.columns(sizes);
  if (!lent) return lent.error();
  std::size_t c = 0;
  const auto borrow = [&]<class T>(search::Column<T>& column, std::size_t from, std::size_t count) {
    column = search::Column<T>::borrow({reinterpret_cast<const T*>((*lent)[c++].data()) + from, count});
  };
  Index::State::each_column(state, [&](auto& column) { borrow(column, 0, state.size); });
  const std::size_t first = c;
  for (std::size_t row = 0; row < state.size; row += chunk_rows, c = first) {
    auto chunk = std::make_shared<Forms>();
    const std::size_t rows = std::min(chunk_rows, state.size - row);
    Forms::each_column(*chunk, [&](auto& column) { borrow(column, row * form_minutiae, rows * form_minutiae); });
    borrow(chunk->templates, 0, template_bytes);
    state.chunks.push_back(std::move(chunk));
  }
  return {};
}

/// A file and the index whose columns borrow from it.
struct Layout {
  search::ColumnFile file;
  std::unique_ptr<Index::State> state;
};

Result<Layout> layout_of(std::span<const std::byte> bytes, const std::string& name) {
  auto file = search::ColumnFile::read(bytes, format, name);
  if (!file) return file.error();
  Reader reader(file->fields(), "fields");
  const auto size = reader.u64(), template_bytes = reader.u64(), people = reader.u64();
  if (const auto found = reader.u32(); found != form_bytes)
    return Error{ErrorCode::unsupported_format, name + ": its search forms have " + std::to_string(found) +
                                                    " bytes, this limen's " + std::to_string(form_bytes) +
                                                    ": make the index anew from the templates"};
  if (size > bytes.size() / form_bytes || template_bytes > bytes.size() || people > UINT32_MAX)
    return file->impossible("more references than the file has room for");
  auto state = std::make_unique<Index::State>();
  state->size = static_cast<std::size_t>(size);
  state->people = static_cast<std::size_t>(people);
  if (auto ok = lend(*file, static_cast<std::size_t>(template_bytes), *state); !ok) return ok.error();
  return Layout{std::move(*file), std::move(state)};
}

/// Nothing that a search stands on points outside the file, whatever it holds.
Result<void> check_rows(const Index::State& state, const search::ColumnFile& file) {
  for (std::size_t row = 0; row < state.size; ++row) {
    const std::size_t bytes = state.forms(row).templates.size();
    const bool inside = state.begins[row] <= bytes && state.lengths[row] <= bytes - state.begins[row];
    if (inside && state.counts[row] <= form_minutiae && state.maps[row] <= 1 && state.ids[row] &&
        (state.persons[row] == 0 || state.persons[row] < state.people) &&
        finger_position_from(static_cast<std::uint8_t>(state.positions[row])))
      continue;
    return file.impossible("row " + std::to_string(row) + " has an impossible id, position, size or place");
  }
  return {};
}

}  // namespace

Result<Index> Index::open(const std::filesystem::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  auto layout = layout_of(file->bytes(), path.string());
  if (!layout) return layout.error();
  if (auto ok = layout->file.check(row_columns, {}); !ok) return ok.error();
  if (auto ok = check_rows(*layout->state, layout->file); !ok) return ok.error();
  layout->state->file = std::make_shared<const MappedFile>(std::move(*file));
  return Index(std::move(layout->state));
}

Result<Index> Index::load(const std::filesystem::path& path, const Work& work) {
  auto mapped = open(path);
  if (!mapped) return mapped;
  if (auto ok = mapped->verify(work); !ok) return ok.error();
  const auto& from = std::as_const(*mapped->state_);
  auto state = std::make_unique<State>();
  state->resize(from.size);
  state->places.reserve(from.size);
  for (std::size_t row = 0; row < from.size; ++row) {
    state->take_row(from, row, row);
    if (!state->places.emplace(state->ids[row], row).second)
      return {ErrorCode::corrupt,
              path.string() + ": id " + std::to_string(state->ids[row].value) + " stands there twice"};
  }
  state->number_anew();
  return Index(std::move(state));
}

Result<void> Index::verify(const Work& work) const {
  if (!state_->mapped()) return {};
  const auto layout = layout_of(state_->file->bytes(), "mapped index");
  if (!layout) return layout.error();
  return layout->file.check(work);
}

Result<void> Index::save(const std::filesystem::path& path, const Work& work) const {
  const auto& state = std::as_const(*state_);
  std::vector<std::uint64_t> begins(state.begins.span().begin(), state.begins.span().end());
  std::uint64_t before = 0;
  for (std::size_t row = 0; row < state.size && !state.mapped(); ++row) {
    if (row != 0 && place_of(row) == 0) before += state.forms(row - 1).templates.size();
    begins[row] += before;
  }
  return search::save_columns(path, format, fields_of(state), columns_of(state, begins), work);
}

}  // namespace limen::fingerprint
