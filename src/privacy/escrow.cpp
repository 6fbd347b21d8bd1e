// The file: "LIMENESC" | format u32 = 1 | public key 32 | pairs of 378 bytes: pseudonym (epoch u32, salt 16, value 16)
// | box (pseudonym again 36, length u16, identifier, zeros). An erased pair is all zeros.
#include "limen/privacy/escrow.hpp"

#include <algorithm>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/detail/core/file_start.hpp"

#include "privacy/file.hpp"
#include "privacy/pseudonym_bytes.hpp"

namespace limen::privacy {

namespace {

constexpr FileStart start{"LIMENESC", 1, "escrow"};
constexpr std::size_t head_size = FileStart::size + 32;
constexpr std::size_t name_size = 4 + 16 + 16;
constexpr std::size_t plain_size = name_size + 2 + Escrow::longest_identifier;
constexpr std::size_t pair_size = name_size + box_overhead + plain_size;

std::uint64_t offset_of(std::uint64_t pair) { return head_size + pair * pair_size; }

Error wrong(ErrorCode code, const std::filesystem::path& file, const char* why) {
  return {code, "escrow " + file.string() + ": " + why};
}

}  // namespace

Result<std::vector<KeyShare>> Escrow::create(const std::filesystem::path& path, std::size_t threshold,
                                             std::size_t shares) {
  const auto wrap = Key::random();
  auto held = split(wrap, threshold, shares);
  if (!held) return held.error();
  auto file = File::open(path, File::Mode::create_new);
  if (!file) return file.error();
  Writer head;
  start.write(head);
  head.bytes(BoxKey(wrap).public_key().bytes);
  auto done = file->write(head.span());
  if (done) done = file->sync();
  if (done) done = sync_directory_of(path);
  if (!done) return done.error();
  return held;
}

Result<Escrow> Escrow::open(const std::filesystem::path& path, const std::optional<BoxPublicKey>& expected) {
  const auto file = File::open(path, File::Mode::read);
  if (!file) return file.error();
  const auto size = file->size();
  if (!size) return size.error();
  Bytes bytes(static_cast<std::size_t>(*size));
  const auto got = file->read_at(0, bytes);
  if (!got) return got.error();
  bytes.resize(*got);
  const auto what = "escrow " + path.string();
  Reader reader(bytes, what);
  if (const auto format = start.read(reader, what); !format) return format.error();
  BoxPublicKey key;
  std::ranges::copy(reader.take(key.bytes.size()), key.bytes.begin());
  if (auto ok = reader.check(); !ok) return ok.error();
  if (expected && *expected != key)
    return wrong(ErrorCode::wrong_key, path, "its public key is not the one that was noted; do not deposit in it");
  Escrow escrow(path, key);
  for (; reader.remaining() >= pair_size; ++escrow.pairs_) {  // a pair cut off by a crash is written over
    const auto pseudonym = read_pseudonym(reader);
    (void)reader.take(pair_size - name_size);
    if (pseudonym != Pseudonym{}) escrow.places_.emplace(pseudonym, escrow.pairs_);
  }
  return escrow;
}

Result<void> Escrow::deposit(const Pseudonym& pseudonym, std::string_view identifier) {
  if (identifier.empty() || identifier.size() > longest_identifier || pseudonym == Pseudonym{})
    return wrong(ErrorCode::invalid_argument, file_, "a pseudonym and an identifier of 1 to 256 bytes are wanted");
  if (holds(pseudonym)) return {};
  Writer plain;
  write(plain, pseudonym);
  plain.u16(static_cast<std::uint16_t>(identifier.size()));
  plain.bytes(std::as_bytes(std::span(identifier)));
  while (plain.size() < plain_size) plain.u8(0);
  const auto box = seal_to(public_, plain.span());
  if (!box) return box.error();
  Writer pair;
  write(pair, pseudonym);
  pair.bytes(*box);
  auto file = File::open(file_, File::Mode::update_or_create);
  if (!file) return file.error();
  auto done = file->write_at(offset_of(pairs_), pair.span());
  if (done) done = file->sync();
  if (!done) return done;
  places_.emplace(pseudonym, pairs_++);
  return {};
}

Result<void> Escrow::erase(const Pseudonym& pseudonym) {
  const auto found = places_.find(pseudonym);
  if (found == places_.end()) return wrong(ErrorCode::not_found, file_, "it does not hold this pseudonym");
  auto file = File::open(file_, File::Mode::update_or_create);
  if (!file) return file.error();
  auto done = file->write_at(offset_of(found->second), Bytes(pair_size));
  if (done) done = file->sync();
  if (done) places_.erase(found);
  return done;
}

Result<SecureVector<char>> Escrow::reidentify(const Pseudonym& pseudonym, std::span<const KeyShare> shares,
                                              const KeyRing& ring, const PseudonymScope& scope,
                                              const Reidentification& why, Audit& audit) const {
  for (const auto& [text, what] :
       {std::pair(&why.officer, "no officer is named"), std::pair(&why.on_behalf_of, "it is not said on whose behalf"),
        std::pair(&why.recipient, "no recipient is named"), std::pair(&why.justification, "no justification is given")})
    if (text->empty()) return wrong(ErrorCode::invalid_argument, file_, what);
  const auto found = places_.find(pseudonym);
  if (found == places_.end()) return wrong(ErrorCode::not_found, file_, "it does not hold this pseudonym");
  const auto wrap = combine(shares);
  if (!wrap) return wrap.error();
  const BoxKey secret(*wrap);
  if (secret.public_key() != public_)
    return wrong(ErrorCode::wrong_key, file_, "the shares are those of another escrow");

  const auto file = File::open(file_, File::Mode::read);
  if (!file) return file.error();
  Bytes pair(pair_size);
  const auto got = file->read_at(offset_of(found->second), pair);
  if (!got) return got.error();
  const auto plain = secret.open(std::span(pair).subspan(name_size));
  if (*got != pair.size() || !plain || plain->size() != plain_size)
    return wrong(ErrorCode::tampered, file_, "this pair was changed");
  Reader reader(*plain, "escrow");
  const auto inside = read_pseudonym(reader);
  const std::size_t length = reader.u16();
  if (inside != pseudonym || length == 0 || length > longest_identifier)
    return wrong(ErrorCode::tampered, file_, "this pair was changed");
  const auto bytes = reader.take(length);
  SecureVector<char> identifier(length);
  std::ranges::transform(bytes, identifier.begin(), [](std::byte b) { return static_cast<char>(b); });
  const auto fits = ring.matches(scope, pseudonym, std::string_view(identifier.data(), identifier.size()));
  if (!fits) return fits.error();
  if (!*fits) return wrong(ErrorCode::tampered, file_, "what was deposited does not give this pseudonym in this scope");

  AuditEntry entry;
  entry.operation = Operation::reidentification;
  entry.officer = why.officer;
  entry.on_behalf_of = why.on_behalf_of;
  entry.recipient = why.recipient;
  entry.purpose = scope.purpose;
  entry.legal_basis = why.legal_basis;
  entry.justification = why.justification;
  entry.case_reference = why.case_reference;
  entry.subjects = {to_string(pseudonym)};
  entry.result = "opened by the shares";
  for (const auto& share : shares) entry.result += " " + std::to_string(share.number);
  if (const auto said = audit.append(entry); !said) return said.error();
  return identifier;
}

}  // namespace limen::privacy
