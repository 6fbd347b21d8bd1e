#include "limen/privacy/audit.hpp"

#include <algorithm>
#include <array>
#include <mutex>

#include "limen/privacy/base64.hpp"
#include "limen/privacy/seal.hpp"

#include "privacy/audit_book.hpp"
#include "privacy/audit_chain.hpp"
#include "privacy/audit_files.hpp"
#include "privacy/audit_line.hpp"
#include "privacy/file.hpp"
#include "privacy/hex.hpp"
#include "privacy/random.hpp"

namespace limen::privacy {

namespace {

Error failed(const std::string& path, const std::string& why) {
  return {ErrorCode::audit_failed, "audit log " + path + ": " + why};
}

}  // namespace

struct Audit::State {
  std::filesystem::path path;
  AuditOptions options;
  std::optional<LogKeys> keys;
  File file;
  SystemClock system{};
  mutable std::mutex mutex{};
  AuditHeader header{};    // of the current file
  std::uint64_t size = 0;  // of what is verified or was written here
  AuditReceipt head{};
  Link link{};
  MerkleTree tree{};
  std::optional<KeyBook> book{};
  std::string broken{};  // why nothing may be appended any more

  Time now() const { return options.clock != nullptr ? options.clock->now() : system.now(); }

  /// The whole line on the device, or the file as it was.
  Result<void> put(std::string_view line) {
    if (broken.empty() && !file.is_at(path)) broken = "the file was deleted or replaced";
    if (const auto found = file.size(); broken.empty() && (!found || *found != size))
      broken = "the file was changed by somebody else";
    if (!broken.empty()) return failed(path.string(), broken + "; nothing is appended");
    auto done = file.write(std::as_bytes(std::span(line)));
    const bool written = done.has_value();
    if (done && options.sync) done = file.sync();
    if (done) {
      size += line.size();
      return {};
    }
    // After a failed sync nobody knows what the device holds, so this log takes no more.
    if (const auto undone = file.truncate(size); written || !undone) broken = "an earlier write failed";
    return {ErrorCode::audit_failed, "audit log: the entry was not written: " + done.error().message};
  }

  std::string first_line(AuditHeader& of, Link& to) const {
    of.keyed = keys.has_value();
    of.created = now();
    const auto body = body_of(of);
    to = link_of(chained(of.previous, body), pointer(keys));
    return body + ending(to, of.keyed);
  }

  Result<void> begin() {
    std::array<std::byte, 16> name;  // unlike any other log's
    fill_random(name);
    header.log = to_hex(name);
    const auto line = first_line(header, link);
    if (auto done = put(line); !done) return Error{ErrorCode::io_error, done.error().message};
    head = {0, link.hash};
    return sync_directory_of(path);
  }

  /// See audit_files.hpp for the steps.
  Result<void> go_on_in_new_file() {
    AuditHeader next;
    next.log = header.log;
    next.segment = header.segment + 1;
    next.entries = head.sequence;
    next.previous = link;
    next.peaks.assign(tree.peaks().begin(), tree.peaks().end());
    Link to;
    const auto line = first_line(next, to);
    const auto fresh = next_name(path), old = closed_name(path, header.segment);
    std::error_code error;
    std::filesystem::remove(fresh, error);
    auto made = File::open(fresh, File::Mode::append_or_create);
    if (!made) return made.error();
    auto done = made->lock();
    if (done) done = made->write(std::as_bytes(std::span(line)));
    if (done) done = made->sync();
    const auto step = [&](const char* what) {
      if (done && error) done = Error{ErrorCode::io_error, path.string() + ": cannot " + what + ": " + error.message()};
    };
    error.clear();
    if (done) std::filesystem::create_hard_link(path, old, error);
    step("give the closed file its name");
    const bool linked = done.has_value();
    if (done) done = sync_directory_of(path);
    if (done) std::filesystem::rename(fresh, path, error);
    step("put the new file in its place");
    if (!done) {
      std::filesystem::remove(fresh, error);
      if (linked) std::filesystem::remove(old, error);
      return done;
    }
    file = std::move(*made);
    header = std::move(next);
    link = to;
    size = line.size();
    return sync_directory_of(path);
  }

  /// The entry as it stands in a line; a person named for the first time gets a slot.
  Result<std::string> stored(const AuditEntry& entry, std::uint64_t sequence) {
    auto slots = book->slots_of(entry.subjects, options.sync);
    if (!slots) return slots.error();
    StoredEntry stored{entry, std::move(*slots), {}};
    if (!entry.details.empty()) {
      const auto key = book->key_of(stored.subjects);
      if (!key) return Error{ErrorCode::not_found, "audit entry: a subject was forgotten"};
      stored.details = seal_entry(*key, header.log, sequence, entry.details);
    }
    return write_entry(stored);
  }

  Result<AuditReceipt> append(const AuditEntry& entry, std::optional<std::string> as_stored = {}) {
    if (auto ok = check_entry(entry); !ok) return Error{ErrorCode::audit_failed, ok.error().message};
    if (options.rotate_at != 0 && size >= options.rotate_at && header.entries != head.sequence)
      if (auto ok = go_on_in_new_file(); !ok) return failed(path.string(), ok.error().message);
    const Stamp stamp{head.sequence + 1, now()};
    if (!as_stored) {
      auto text = stored(entry, stamp.sequence);
      if (!text) return failed(path.string(), text.error().message);
      as_stored = std::move(*text);
    }
    const auto body =
        keys ? body_of(stamp, seal_entry(keys->entry(stamp.sequence), header.log, stamp.sequence, *as_stored), true)
             : body_of(stamp, *as_stored, false);
    const auto found = stamp_of(body);
    if (!found || found->time != stamp.time)
      return {ErrorCode::audit_failed,
              "audit entry: its time, " + limen::to_string(stamp.time) + ", cannot be written"};
    const auto next = link_of(chained(link, body), pointer(keys));
    if (auto done = put(body + ending(next, keys.has_value())); !done) return done.error();
    link = next;
    head = {stamp.sequence, next.hash};
    tree.add(next.hash);
    return head;
  }

  /// The entry first: a crash between leaves a key that is listed as destroyed, and can be destroyed again.
  Result<AuditReceipt> forget(std::span<const std::uint64_t> slots, const AuditEntry& who) {
    const auto key = book->key_of(slots);
    if (!key) return {ErrorCode::io_error, "audit log: the keys of these persons cannot be read"};
    StoredEntry stored{who, {slots.begin(), slots.end()}, {}};
    stored.entry.operation = Operation::erasure;
    if (!stored.entry.tombstone) stored.entry.tombstone = digest(key->reveal());
    auto said = append(stored.entry, write_entry(stored));
    if (!said) return said;
    if (auto gone = book->forget(slots); !gone) return gone.error();
    return said;
  }
};

Audit::Audit(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Audit::Audit(Audit&&) noexcept = default;
Audit& Audit::operator=(Audit&&) noexcept = default;
Audit::~Audit() = default;

Result<Audit> Audit::open(const std::filesystem::path& path, const AuditOptions& options) {
  auto file = File::open(path, File::Mode::append_or_create);
  if (!file) return file.error();
  if (auto locked = file->lock(); !locked) return locked.error();
  if (!file->is_at(path))
    return {ErrorCode::busy, path.string() + ": another process has just put a new file there; try again"};
  if (auto ok = tidy(path); !ok) return ok.error();
  auto state = std::unique_ptr<State>(new State{path, options, keys_of(options.key), std::move(*file)});
  state->options.key = nullptr;  // borrowed for this call alone
  const auto* const keys = pointer(state->keys);
  const auto size = state->file.size();
  if (!size) return size.error();
  if (*size == 0) {
    if (files_of(path).size() > 1) return tampered(path.string(), 1, "closed files are there, and this one is empty");
    if (auto begun = state->begin(); !begun) return begun.error();
  } else {
    Chain chain;
    if (auto ok = walk(state->file, path.string(), {.keys = keys}, chain); !ok) return ok.error();
    if (chain.torn != 0) return torn_error(path.string(), chain);
    state->size = chain.sound;
    state->head = {chain.summary.entries, chain.summary.head};
    state->link = chain.link;
    state->tree = chain.tree;
    state->header = chain.header;
  }
  auto book = KeyBook::open(book_name(path), state->header.log, keys, KeyBook::Use::write);
  if (!book) return book.error();
  state->book = std::move(*book);
  if (state->header.format == 1)
    if (auto ok = state->go_on_in_new_file(); !ok) return ok.error();
  return Audit(std::move(state));
}

Result<AuditReceipt> Audit::append(const AuditEntry& entry) {
  const std::lock_guard lock(state_->mutex);
  return state_->append(entry);
}

Result<AuditReceipt> Audit::forget(std::span<const std::string> subjects, const AuditEntry& who) {
  const std::lock_guard lock(state_->mutex);
  std::vector<std::uint64_t> slots;
  for (const auto& subject : subjects)
    if (const auto slot = state_->book->find(subject)) slots.push_back(*slot);
  if (slots.empty()) return {ErrorCode::not_found, "audit log: it names none of these persons, or no more"};
  auto said = state_->head;
  for (auto rest = std::span(slots); !rest.empty(); rest = rest.subspan(std::min(rest.size(), most_subjects))) {
    auto done = state_->forget(rest.first(std::min(rest.size(), most_subjects)), who);
    if (!done) return done;
    said = *done;
  }
  return said;
}

Result<void> Audit::rotate() {
  const std::lock_guard lock(state_->mutex);
  if (state_->header.entries == state_->head.sequence) return {};  // nothing in it yet
  return state_->go_on_in_new_file();
}

AuditReceipt Audit::head() const {
  const std::lock_guard lock(state_->mutex);
  return state_->head;
}

TreeHead Audit::tree_head() const {
  const std::lock_guard lock(state_->mutex);
  return {state_->header.log, state_->head.sequence, state_->now(), state_->tree.root(), state_->head.head};
}

Result<AuditReceipt> Audit::repair(const std::filesystem::path& path, const AuditEntry& who,
                                   const AuditOptions& options) {
  std::string note;
  {
    auto file = File::open(path, File::Mode::append_or_create);
    if (!file) return file.error();
    if (auto locked = file->lock(); !locked) return locked.error();
    const auto keys = keys_of(options.key);
    Chain chain;
    if (auto ok = walk(*file, path.string(), {.keys = pointer(keys)}, chain); !ok) return ok.error();
    if (chain.torn == 0) return {ErrorCode::not_found, "audit log " + path.string() + ": nothing to repair"};

    const auto aside = path.string() + ".torn-" + std::to_string(chain.summary.entries + 1);
    auto copy = File::open(aside, File::Mode::create_new);
    if (!copy) return copy.error();
    Bytes tail(chain.torn);
    const auto got = file->read_at(chain.sound, tail);
    if (!got) return got.error();
    auto done = copy->write(tail);
    if (done) done = copy->sync();
    if (done) done = sync_directory_of(aside);
    if (done) done = file->truncate(chain.sound);
    if (done) done = file->sync();
    if (!done) return done.error();
    note = std::to_string(chain.torn) + " bytes set aside, BLAKE2b-256 " + to_string(chain.torn_digest);
  }
  auto audit = open(path, options);
  if (!audit) return audit.error();
  auto entry = who;
  entry.operation = Operation::repair;
  entry.result = note;
  return audit->append(entry);
}

}  // namespace limen::privacy
