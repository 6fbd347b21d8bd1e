#include "limen/privacy/audit.hpp"

#include <mutex>

#include "privacy/audit_chain.hpp"
#include "privacy/audit_line.hpp"
#include "privacy/file.hpp"

namespace limen::privacy {

struct Audit::State {
  File file;
  std::string path;
  std::optional<Key> key;
  const Clock* clock;
  SystemClock system{};
  mutable std::mutex mutex{};
  std::uint64_t size = 0;  // of what is verified or was written here
  AuditReceipt head{};
  std::string broken{};  // why nothing may be appended any more

  Time now() const { return clock != nullptr ? clock->now() : system.now(); }
  const Key* mac() const { return key ? &*key : nullptr; }

  /// The whole line on the device, or the file as it was.
  Result<void> put(std::string_view line) {
    if (broken.empty() && file.unlinked()) broken = "the file was deleted";
    if (const auto found = file.size(); broken.empty() && (!found || *found != size))
      broken = "the file was changed by somebody else";
    if (!broken.empty())
      return {ErrorCode::audit_failed, "audit log " + path + ": " + broken + "; nothing is appended"};
    auto done = file.write(std::as_bytes(std::span(line)));
    const bool written = done.has_value();
    if (done) done = file.sync();
    if (done) {
      size += line.size();
      return {};
    }
    // After a failed sync nobody knows what the device holds, so this log takes no more.
    if (const auto undone = file.truncate(size); written || !undone) broken = "an earlier write failed";
    return {ErrorCode::audit_failed, "audit log: the entry was not written: " + done.error().message};
  }

  Result<void> begin() {
    const auto random = Key::random();  // the name of a log has to be unlike any other's
    AuditHeader header{key.has_value(), now(), to_string(digest(random.reveal())).substr(0, 32), {}};
    const auto line = write_line(header, mac());
    if (auto done = put(line); !done) return Error{ErrorCode::io_error, done.error().message};
    head = {0, header.hash};
    return sync_directory_of(path);
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
  auto state = std::unique_ptr<State>(new State{std::move(*file), path.string(), std::nullopt, options.clock});
  if (options.key != nullptr) {
    auto key = Key::from_bytes(options.key->reveal());
    if (!key) return key.error();
    state->key = std::move(*key);
  }
  const auto size = state->file.size();
  if (!size) return size.error();
  if (*size == 0) {
    if (auto begun = state->begin(); !begun) return begun.error();
    return Audit(std::move(state));
  }
  const auto chain = walk(state->file, state->path, state->mac(), std::nullopt);
  if (!chain) return chain.error();
  if (chain->torn != 0) return torn_error(state->path, *chain);
  state->size = chain->sound;
  state->head = {chain->summary.entries, chain->summary.head};
  return Audit(std::move(state));
}

Result<AuditReceipt> Audit::append(const AuditEntry& entry) {
  if (auto ok = check_texts(entry); !ok) return Error{ErrorCode::audit_failed, ok.error().message};
  const std::lock_guard lock(state_->mutex);
  AuditRecord record{state_->head.sequence + 1, state_->now(), entry, state_->head.head, {}};
  const auto line = write_line(record, state_->mac());
  if (!read_record(std::string_view(line).substr(0, line.size() - 1), state_->mac()))
    return {ErrorCode::audit_failed, "audit entry: its time, operation or purpose cannot be written"};
  if (auto done = state_->put(line); !done) return done.error();
  state_->head = {record.sequence, record.hash};
  return state_->head;
}

AuditReceipt Audit::head() const {
  const std::lock_guard lock(state_->mutex);
  return state_->head;
}

namespace {

Result<Chain> read_whole(const std::filesystem::path& path, const Key* key, const std::optional<AuditReceipt>& expected,
                         const OnRecord& each) {
  auto file = File::open(path, File::Mode::read);
  if (!file) return file.error();
  auto chain = walk(*file, path.string(), key, expected, each);
  if (chain && chain->torn != 0) return torn_error(path.string(), *chain);
  if (chain && chain->sound == 0)
    return {ErrorCode::tampered, "audit log " + path.string() + ": it is empty; a log has at least its first line"};
  return chain;
}

}  // namespace

Result<AuditSummary> Audit::verify(const std::filesystem::path& path, const Key* key,
                                   const std::optional<AuditReceipt>& expected) {
  const auto chain = read_whole(path, key, expected, {});
  if (!chain) return chain.error();
  return chain->summary;
}

Result<std::vector<AuditRecord>> Audit::entries(const std::filesystem::path& path, const Key* key) {
  std::vector<AuditRecord> records;
  const auto chain = read_whole(path, key, std::nullopt, [&](const AuditRecord& record) { records.push_back(record); });
  if (!chain) return chain.error();
  return records;
}

Result<AuditReceipt> Audit::repair(const std::filesystem::path& path, const AuditEntry& who,
                                   const AuditOptions& options) {
  std::string note;
  {
    auto file = File::open(path, File::Mode::append_or_create);
    if (!file) return file.error();
    if (auto locked = file->lock(); !locked) return locked.error();
    const auto chain = walk(*file, path.string(), options.key, std::nullopt);
    if (!chain) return chain.error();
    if (chain->torn == 0) return {ErrorCode::not_found, "audit log " + path.string() + ": nothing to repair"};

    const auto aside = path.string() + ".torn-" + std::to_string(chain->summary.entries + 1);
    auto copy = File::open(aside, File::Mode::create_new);
    if (!copy) return copy.error();
    Bytes tail(chain->torn);
    const auto got = file->read_at(chain->sound, tail);
    if (!got) return got.error();
    auto done = copy->write(tail);
    if (done) done = copy->sync();
    if (done) done = sync_directory_of(aside);
    if (done) done = file->truncate(chain->sound);
    if (done) done = file->sync();
    if (!done) return done.error();
    note = std::to_string(chain->torn) + " bytes set aside, BLAKE2b-256 " + to_string(chain->torn_digest);
  }
  auto audit = open(path, options);
  if (!audit) return audit.error();
  auto entry = who;
  entry.operation = Operation::repair;
  entry.result = note;
  return audit->append(entry);
}

}  // namespace limen::privacy
