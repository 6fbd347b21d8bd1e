#include "screening/hit_message.hpp"

#include <algorithm>

#include "limen/core/file.hpp"
#include "limen/detail/core/file_start.hpp"

namespace limen::hit {

namespace {

constexpr FileStart start{"LIMENHIT", 1, "hit / no-hit message"};
constexpr std::string_view context = "limen hit message 1";
constexpr std::uint64_t most_bytes = 1ULL << 26;

}  // namespace

Secrets::Secrets(const privacy::Key& seed)
    : signing(seed.derive("limen agency signature")), box(seed.derive("limen agency box")) {}

Result<void> send(Kind kind, const Writer& plain, const privacy::Key& own, const Party& to,
                  const std::filesystem::path& out) {
  const Secrets secrets(own);
  const auto box = privacy::seal_to(to.box, plain.span());
  if (!box) return box.error();
  Writer file;
  start.write(file);
  file.u8(static_cast<std::uint8_t>(kind));
  file.bytes(secrets.signing.public_key().bytes);
  file.bytes(*box);
  // To whom it is sealed is signed too: a message cannot be passed on as if it had been meant for somebody else.
  Writer said;
  said.bytes(file.span());
  said.bytes(to.box.bytes);
  const auto signature = secrets.signing.sign(context, said.span());
  file.bytes(signature.bytes);
  return write_file(out, file.span(), 0600);
}

Result<SecureVector<std::byte>> receive(Kind kind, const std::filesystem::path& path, const privacy::Key& own,
                                        const Party& from) {
  const auto bytes = read_file(path, most_bytes);
  if (!bytes) return bytes.error();
  const auto what = "message " + path.string();
  Reader reader(*bytes, what);
  if (const auto format = start.read(reader, what); !format) return format.error();
  const auto kind_found = reader.u8();
  const auto sender = reader.take(from.signing.bytes.size());
  if (auto ok = reader.check(); !ok) return ok.error();
  if (reader.remaining() < privacy::box_overhead + sizeof(privacy::Signature)) return reader.corrupt("it is cut off");
  const auto box = reader.take(reader.remaining() - sizeof(privacy::Signature));
  const auto until = reader.offset();
  privacy::Signature signature;
  std::ranges::copy(reader.take(sizeof signature), signature.bytes.begin());
  const Secrets secrets(own);
  Writer said;
  said.bytes(std::span(*bytes).first(until));
  said.bytes(secrets.box.public_key().bytes);
  if (!std::ranges::equal(sender, from.signing.bytes) ||
      !privacy::verify(from.signing, context, said.span(), signature))
    return {ErrorCode::tampered, what + ": it is not signed by the agency it should come from, to this one"};
  if (kind_found != static_cast<std::uint8_t>(kind))
    return reader.corrupt("it is another kind of message than was expected");
  return secrets.box.open(box);
}

void write_bytes(Writer& writer, std::span<const std::byte> bytes) {
  writer.u32(static_cast<std::uint32_t>(bytes.size()));
  writer.bytes(bytes);
}
void write_text(Writer& writer, std::string_view text) { write_bytes(writer, std::as_bytes(std::span(text))); }
std::string read_text(Reader& reader) {
  const auto bytes = reader.take(reader.u32());
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
void write_time(Writer& writer, Time time) { writer.write(std::int64_t{time.time_since_epoch().count()}); }
Time read_time(Reader& reader) { return Time{std::chrono::seconds{reader.read<std::int64_t>()}}; }
HitId read_id(Reader& reader) {
  HitId id{};
  std::ranges::copy(reader.take(id.size()), id.begin());
  return id;
}
HitId random_id() {
  HitId id;
  const auto random = privacy::Key::random();
  std::ranges::copy(random.reveal().first(id.size()), id.begin());
  return id;
}
std::string hex(const HitId& id) {
  privacy::Digest padded;
  std::ranges::copy(id, padded.bytes.begin());
  return privacy::to_string(padded).substr(0, 2 * id.size());
}

SecureVector<std::byte> signed_words(const HitId& question, const HitId& reference, const HitConfirmation& confirmation,
                                     Time at) {
  Writer words;
  words.bytes(question);
  words.bytes(reference);
  for (const auto* text :
       {&confirmation.officer, &confirmation.recipient, &confirmation.justification, &confirmation.legal_basis})
    write_text(words, *text);
  write_time(words, at);
  return words.take();
}

Time now(const Clock* clock) { return clock != nullptr ? clock->now() : SystemClock{}.now(); }

}  // namespace limen::hit
