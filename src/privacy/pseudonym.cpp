#include "limen/privacy/pseudonym.hpp"

#include <algorithm>
#include <charconv>

#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/privacy/canonical.hpp"
#include "limen/privacy/digest.hpp"
#include "limen/privacy/seal.hpp"

#include "privacy/hex.hpp"
#include "privacy/pseudonym_bytes.hpp"
#include "privacy/random.hpp"

namespace limen::privacy {

namespace {

constexpr std::uint8_t version = 1;
constexpr std::string_view ring_context = "limen key ring";
constexpr std::string_view table_context = "limen rewrap table";

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

void add(Hasher& hasher, std::string_view text) { hasher.add(std::uint64_t{text.size()}).add(text); }

std::array<std::byte, 16> half(const Digest& digest) {
  std::array<std::byte, 16> first;
  std::copy_n(digest.bytes.begin(), first.size(), first.begin());
  return first;
}

Result<void> check(const PseudonymScope& scope) {
  if (!known(scope.purpose))
    return {ErrorCode::purpose_required, "pseudonym: its scope has no purpose, or an unknown one"};
  if (scope.agency.empty() || scope.field.empty())
    return {ErrorCode::invalid_argument, "pseudonym: its scope needs an agency and a field"};
  if (scope.policy < PseudonymPolicy::deterministic || scope.policy > PseudonymPolicy::fully_randomised)
    return {ErrorCode::invalid_argument, "pseudonym: its scope has an unknown policy"};
  if (scope.document.empty() == (scope.policy == PseudonymPolicy::document_randomised))
    return {ErrorCode::invalid_argument,
            "pseudonym: a document goes with the policy document_randomised, and no other"};
  return {};
}

/// Every part with its length, so that no two scopes and identifiers give the same bytes.
std::array<std::byte, 16> value_of(const Key& key, const PseudonymScope& scope, const std::array<std::byte, 16>& salt,
                                   std::string_view canonical_form) {
  Hasher hasher(key);
  hasher.add(std::uint64_t{static_cast<unsigned>(scope.policy)} << 8U | static_cast<unsigned>(scope.purpose));
  add(hasher, scope.agency);
  add(hasher, scope.field);
  hasher.add(salt);
  add(hasher, canonical_form);
  return half(hasher.finish());
}

std::array<std::byte, 16> salt_of(const Key& key, const PseudonymScope& scope) {
  if (scope.policy == PseudonymPolicy::deterministic) return {};
  if (scope.policy == PseudonymPolicy::fully_randomised) {
    std::array<std::byte, 16> salt;
    fill_random(salt);
    return salt;
  }
  Hasher hasher(key);
  add(hasher, "document");
  add(hasher, scope.document);
  return half(hasher.finish());
}

Pseudonym make(std::uint32_t epoch, const Key& key, const PseudonymScope& scope, std::string_view canonical_form) {
  Pseudonym made{epoch, salt_of(key, scope), {}};
  made.value = value_of(key, scope, made.salt, canonical_form);
  return made;
}

}  // namespace

std::string to_string(const Pseudonym& pseudonym) {
  auto text = std::to_string(pseudonym.epoch);
  if (pseudonym.salt != decltype(pseudonym.salt){}) text.append(1, '-').append(to_hex(pseudonym.salt));
  return text.append(1, '.').append(to_hex(pseudonym.value));
}

std::optional<Pseudonym> pseudonym_from(std::string_view text) noexcept {
  Pseudonym pseudonym;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pseudonym.epoch);
  if (error != std::errc{} || pseudonym.epoch == 0 || text.front() == '0') return std::nullopt;
  auto rest = text.substr(static_cast<std::size_t>(end - text.data()));
  if (rest.starts_with('-')) {
    if (rest.size() < 33 || !from_hex(rest.substr(1, 32), pseudonym.salt)) return std::nullopt;
    if (pseudonym.salt == decltype(pseudonym.salt){}) return std::nullopt;
    rest.remove_prefix(33);
  }
  if (!rest.starts_with('.') || !from_hex(rest.substr(1), pseudonym.value)) return std::nullopt;
  return pseudonym;
}

KeyRing::KeyRing() { slots_.push_back({{1, EpochState::current}, Key::random()}); }

const KeyRing::Slot* KeyRing::usable(std::uint32_t epoch) const noexcept {
  for (const auto& slot : slots_)
    if (slot.epoch.number == epoch && slot.key) return &slot;
  return nullptr;
}

Result<Pseudonym> KeyRing::pseudonym(const PseudonymScope& scope, std::string_view identifier) const {
  if (auto ok = check(scope); !ok) return ok.error();
  const auto form = canonical(identifier);
  if (!form) return form.error();
  const auto& now = slots_.back();
  return make(now.epoch.number, *now.key, scope, *form);
}

Result<bool> KeyRing::matches(const PseudonymScope& scope, const Pseudonym& pseudonym,
                              std::string_view identifier) const {
  if (auto ok = check(scope); !ok) return ok.error();
  const auto form = canonical(identifier);
  if (!form) return form.error();
  const auto* slot = usable(pseudonym.epoch);
  if (slot == nullptr)
    return {ErrorCode::wrong_key,
            "pseudonym: the key of epoch " + std::to_string(pseudonym.epoch) + " is destroyed or was never here"};
  return value_of(*slot->key, scope, pseudonym.salt, *form) == pseudonym.value;
}

std::uint32_t KeyRing::rotate() {
  slots_.back().epoch.state = EpochState::verify_only;
  const auto number = slots_.back().epoch.number + 1;
  slots_.push_back({{number, EpochState::current}, Key::random()});
  return number;
}

Result<void> KeyRing::destroy(std::uint32_t epoch) {
  for (auto& slot : slots_) {
    if (slot.epoch.number != epoch) continue;
    if (slot.epoch.state == EpochState::current)
      return {ErrorCode::access_denied,
              "key ring: epoch " + std::to_string(epoch) + " is the current one; rotate first"};
    slot.epoch.state = EpochState::destroyed;
    slot.key.reset();
    return {};
  }
  return {ErrorCode::not_found, "key ring: there is no epoch " + std::to_string(epoch)};
}

std::vector<Epoch> KeyRing::epochs() const {
  std::vector<Epoch> all;
  for (const auto& slot : slots_) all.push_back(slot.epoch);
  return all;
}

Result<Bytes> KeyRing::rewrap(const PseudonymScope& scope, std::span<const std::string> identifiers, std::uint32_t from,
                              const Key& first, const Key& second) const {
  if (auto ok = check(scope); !ok) return ok.error();
  if (scope.policy != PseudonymPolicy::deterministic)
    return {ErrorCode::invalid_argument, "rewrap: only deterministic pseudonyms have a table"};
  const auto* slot = usable(from);
  if (slot == nullptr)
    return {ErrorCode::wrong_key,
            "rewrap: the key of epoch " + std::to_string(from) + " is destroyed or was never here"};
  std::vector<std::pair<Pseudonym, Pseudonym>> table;
  for (const auto& identifier : identifiers) {
    const auto form = canonical(identifier);
    if (!form) return form.error();
    const auto& now = slots_.back();
    table.emplace_back(make(from, *slot->key, scope, *form), make(now.epoch.number, *now.key, scope, *form));
  }
  std::ranges::sort(table);
  Writer writer;
  writer.u8(version);
  writer.u64(table.size());
  for (const auto& [former, current] : table) {
    write(writer, former);
    write(writer, current);
  }
  return privacy::seal(second, privacy::seal(first, writer.span(), bytes_of(table_context)), bytes_of(table_context));
}

Result<std::vector<std::pair<Pseudonym, Pseudonym>>> open_rewrap(std::span<const std::byte> sealed, const Key& first,
                                                                 const Key& second) {
  const auto outer = unseal(second, sealed, bytes_of(table_context));
  if (!outer) return outer.error();
  const auto inner = unseal(first, *outer, bytes_of(table_context));
  if (!inner) return inner.error();
  Reader reader(*inner, "rewrap table");
  if (reader.u8() != version) return {ErrorCode::newer_version, "rewrap table: written by a newer limen"};
  const auto count = reader.u64();
  std::vector<std::pair<Pseudonym, Pseudonym>> table;
  for (std::uint64_t i = 0; i < count && reader.remaining() >= 72; ++i) {
    const auto former = read_pseudonym(reader);
    table.emplace_back(former, read_pseudonym(reader));
  }
  if (auto ok = reader.check(); !ok) return ok.error();
  return table;
}

Bytes KeyRing::seal(const Key& under) const {
  Writer writer;
  writer.u8(version);
  writer.u32(static_cast<std::uint32_t>(slots_.size()));
  for (const auto& slot : slots_) {
    writer.u32(slot.epoch.number);
    writer.u8(static_cast<std::uint8_t>(slot.epoch.state));
    if (slot.key) writer.bytes(slot.key->reveal());
  }
  return privacy::seal(under, writer.span(), bytes_of(ring_context));
}

Result<KeyRing> KeyRing::open(std::span<const std::byte> sealed, const Key& under) {
  const auto plain = unseal(under, sealed, bytes_of(ring_context));
  if (!plain) return plain.error();
  Reader reader(*plain, "key ring");
  if (reader.u8() != version) return {ErrorCode::newer_version, "key ring: written by a newer limen"};
  const auto count = reader.u32();
  std::vector<Slot> slots;
  for (std::uint32_t i = 0; i < count && reader.remaining() >= 5; ++i) {
    Slot slot{{reader.u32(), static_cast<EpochState>(reader.u8())}, std::nullopt};
    if (slot.epoch.state != EpochState::destroyed) {
      auto key = Key::from_bytes(reader.take(Key::size));
      if (!key) break;
      slot.key = std::move(*key);
    }
    slots.push_back(std::move(slot));
  }
  if (auto ok = reader.check(); !ok) return ok.error();
  if (slots.empty() || slots.back().epoch.state != EpochState::current || !slots.back().key)
    return reader.corrupt("it has no current key");
  return KeyRing(std::move(slots));
}

}  // namespace limen::privacy
