#include "privacy/audit_book.hpp"

#include <algorithm>

#include "limen/privacy/seal.hpp"

namespace limen::privacy {

namespace {

constexpr std::string_view start("LIMENKEY\1\0\0\0", 12);
constexpr std::size_t plain_size = Key::size + 1 + longest_subject;
constexpr std::size_t slot_size = seal_overhead + plain_size;

constexpr std::uint64_t offset_of(std::uint64_t slot) { return start.size() + (slot - 1) * slot_size; }

/// Of a log without a key the book is no secret; what was overwritten in it is gone all the same.
Key sealing_key(const std::string& log, const LogKeys* keys) {
  if (keys != nullptr) return Key::from_bytes(keys->book.reveal()).value();
  const auto open = Hasher{}.add("limen audit persons").add(log).finish();
  return Key::from_bytes(open.bytes).value();
}

}  // namespace

std::filesystem::path book_name(const std::filesystem::path& log) {
  auto name = log;
  name += ".keys";
  return name;
}

KeyBook::KeyBook(std::filesystem::path path, std::string log, Key sealing)
    : path_(std::move(path)), log_(std::move(log)), sealing_(std::move(sealing)) {}

Bytes KeyBook::associated(std::uint64_t slot) const {
  const auto text = log_ + "/" + std::to_string(slot);
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

Result<KeyBook> KeyBook::open(const std::filesystem::path& path, const std::string& log, const LogKeys* keys, Use use) {
  KeyBook book(path, log, sealing_key(log, keys));
  std::error_code none;
  const bool there = std::filesystem::exists(path, none);
  if (!there) return book;
  auto file = File::open(path, use == Use::write ? File::Mode::update_or_create : File::Mode::read);
  if (!file) return file.error();
  book.file_ = std::move(*file);
  if (auto ok = book.load(); !ok) return ok.error();
  return book;
}

Result<void> KeyBook::load() {
  const auto size = file_->size();
  if (!size) return size.error();
  Bytes bytes(static_cast<std::size_t>(*size));
  const auto got = file_->read_at(0, bytes);
  if (!got) return got.error();
  bytes.resize(*got);
  const auto wrong = [&](const std::string& why) {
    return Error{ErrorCode::tampered, "key book " + path_.string() + ": " + why};
  };
  const auto expected = std::as_bytes(std::span(start)).first(std::min(start.size(), bytes.size()));
  const auto first = std::span(bytes).first(expected.size());
  if (!std::ranges::equal(first.first(std::min<std::size_t>(8, first.size())),
                          expected.first(std::min<std::size_t>(8, first.size()))))
    return wrong("it does not begin like one");
  if (!std::ranges::equal(first, expected))
    return {ErrorCode::newer_version, "key book " + path_.string() + ": of a newer limen"};
  for (std::uint64_t number = 1; offset_of(number + 1) <= bytes.size(); ++number) {
    const auto sealed = std::span(bytes).subspan(offset_of(number), slot_size);
    if (std::ranges::all_of(sealed, [](std::byte b) { return b == std::byte{0}; })) {
      names_.emplace_back();
      continue;
    }
    const auto plain = unseal(sealing_, sealed, associated(number));
    if (!plain) return wrong("slot " + std::to_string(number) + " was changed, or is of another log");
    const auto length = std::to_integer<std::size_t>((*plain)[Key::size]);
    const auto* const text = reinterpret_cast<const char*>(plain->data()) + Key::size + 1;
    names_.emplace_back(std::string(text, std::min(length, longest_subject)));
    by_name_[*names_.back()] = number;
  }
  return {};
}

std::optional<std::uint64_t> KeyBook::find(const std::string& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

Result<std::vector<std::uint64_t>> KeyBook::slots_of(std::span<const std::string> names, bool sync) {
  const auto before = size();
  const bool fresh = !file_;
  std::vector<std::uint64_t> slots;
  for (const auto& name : names) {
    if (!find(name))
      if (auto ok = write_new(name); !ok) return ok.error();
    slots.push_back(*find(name));
  }
  if (size() == before || !sync) return slots;
  auto done = file_->sync();
  if (done && fresh) done = sync_directory_of(path_);
  if (!done) return done.error();
  return slots;
}

Result<void> KeyBook::write_new(const std::string& name) {
  if (name.empty() || name.size() > longest_subject)
    return {ErrorCode::invalid_argument, "audit entry: a subject's name has 1 to 119 bytes"};
  if (!file_) {
    auto file = File::open(path_, File::Mode::update_or_create);
    if (!file) return file.error();
    file_ = std::move(*file);
  }
  const auto number = size() + 1;
  SecureVector<std::byte> plain(plain_size);
  const auto key = Key::random();
  std::ranges::copy(key.reveal(), plain.begin());
  plain[Key::size] = static_cast<std::byte>(name.size());
  std::ranges::copy(std::as_bytes(std::span(name)), plain.begin() + Key::size + 1);
  auto done = file_->write_at(0, std::as_bytes(std::span(start)));
  if (done) done = file_->write_at(offset_of(number), seal(sealing_, plain, associated(number)));
  if (!done) return done;  // what was written of the slot is written over by the next
  names_.emplace_back(name);
  by_name_[name] = number;
  return {};
}

std::optional<Key> KeyBook::key_of(std::span<const std::uint64_t> slots) const {
  Hasher hasher(sealing_);
  for (const auto slot : slots) {
    if (slot == 0 || slot > size() || !name(slot)) return std::nullopt;
    Bytes sealed(slot_size);
    const auto got = file_->read_at(offset_of(slot), sealed);
    if (!got || *got != sealed.size()) return std::nullopt;
    const auto plain = unseal(sealing_, sealed, associated(slot));
    if (!plain) return std::nullopt;
    hasher.add(std::span(*plain).first(Key::size));
  }
  auto key = hasher.finish();
  auto made = Key::from_bytes(key.bytes).value();
  secure_wipe(key.bytes.data(), key.bytes.size());
  return made;
}

Result<void> KeyBook::forget(std::span<const std::uint64_t> slots) {
  const Bytes zeros(slot_size);
  for (const auto slot : slots)
    if (auto ok = file_->write_at(offset_of(slot), zeros); !ok) return ok;
  if (auto ok = file_->sync(); !ok) return ok;
  for (const auto slot : slots) {
    if (name(slot)) by_name_.erase(*name(slot));
    names_[slot - 1].reset();
  }
  return {};
}

}  // namespace limen::privacy
