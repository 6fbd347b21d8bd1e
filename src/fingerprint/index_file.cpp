// A saved index: the columns of Index::State in a ColumnFile. Fields: size u64, bytes of templates u64, persons u64,
// bytes of a row's form u32 (so that a limen with another form does not misread it).
#include <algorithm>
#include <string>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/detail/search/column_file.hpp"

#include "fingerprint/index_state.hpp"

namespace limen::fingerprint {
namespace {

constexpr search::ColumnFormat format{"LIMENFPX", 1, 28, "index of fingers"};
constexpr std::size_t form_bytes = form_minutiae * (sizeof(Block::Code) + sizeof(SearchDescriptor) +
                                                    sizeof(std::int16_t) + sizeof(Spot) + sizeof(Turn));

SecureVector<std::byte> fields_of(const Index::State& state) {
  Writer writer;
  writer.u64(state.size);
  writer.u64(state.template_bytes);
  writer.u64(state.people);
  writer.u32(form_bytes);
  return writer.take();
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
  state->template_bytes = static_cast<std::size_t>(template_bytes);
  state->people = static_cast<std::size_t>(people);
  if (auto ok = file->lend_columns(*state); !ok) return ok.error();
  return Layout{std::move(*file), std::move(state)};
}

/// Nothing that a search stands on points outside the file, whatever it holds.
Result<void> check_rows(const Index::State& state, const search::ColumnFile& file) {
  for (std::size_t row = 0; row < state.size; ++row) {
    const bool inside =
        state.begins[row] <= state.template_bytes && state.lengths[row] <= state.template_bytes - state.begins[row];
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
  if (auto ok = layout->file.check(State::first_columns, {}); !ok) return ok.error();
  if (auto ok = check_rows(*layout->state, layout->file); !ok) return ok.error();
  layout->state->file = std::move(*file);
  return Index(std::move(layout->state));
}

Result<Index> Index::load(const std::filesystem::path& path, const Work& work) {
  auto mapped = open(path);
  if (!mapped) return mapped;
  if (auto ok = mapped->verify(work); !ok) return ok.error();
  auto& from = *mapped->state_;
  auto state = std::make_unique<State>();
  state->template_bytes = from.template_bytes;
  state->resize(from.size);
  search::copy_columns(from, *state);
  state->unused = state->template_bytes;
  for (const auto length : from.lengths.span()) state->unused -= std::min<std::size_t>(length, state->unused);
  state->places.reserve(state->size);
  for (std::size_t row = 0; row < state->size; ++row)
    if (!state->places.emplace(state->ids[row], row).second)
      return {ErrorCode::corrupt,
              path.string() + ": id " + std::to_string(state->ids[row].value) + " stands there twice"};
  state->number_anew();
  return Index(std::move(state));
}

Result<void> Index::verify(const Work& work) const {
  if (!read_only()) return {};
  const auto layout = layout_of(state_->file.bytes(), "mapped index");
  if (!layout) return layout.error();
  return layout->file.check(work);
}

Result<void> Index::save(const std::filesystem::path& path, const Work& work) const {
  return search::save_columns(path, format, fields_of(*state_), search::bytes_of_columns(*state_), work);
}

}  // namespace limen::fingerprint
