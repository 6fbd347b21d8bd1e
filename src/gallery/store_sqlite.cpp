#include "gallery/store_sqlite.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "gallery/rows_sqlite.hpp"
#include "gallery/schema_sqlite.hpp"

namespace limen {
namespace {

class SqliteStore final : public Store {
 public:
  SqliteStore(sqlite3* db, std::string path) : db_(db), path_(std::move(path)) {}
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;
  ~SqliteStore() override { sqlite3_close_v2(db_); }

  Result<void> configure(std::chrono::milliseconds patience) {
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_timeout(db_, static_cast<int>(patience.count()));
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    for (const auto* pragma : {"PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON", "PRAGMA cell_size_check=ON",
                               "PRAGMA synchronous=FULL", "PRAGMA temp_store=MEMORY"})
      if (auto ok = run(pragma); !ok) return ok;
    return {};
  }
  Result<void> make() {
    if (auto ok = run("PRAGMA journal_mode=WAL"); !ok) return ok;
    if (auto ok = begin(Access::write); !ok) return ok;
    for (const auto* sql : schema::tables)
      if (auto ok = run(sql); !ok) return ok;
    if (auto ok = run("PRAGMA application_id=" + std::to_string(schema::application)); !ok) return ok;
    if (auto ok = run("PRAGMA user_version=" + std::to_string(schema::version)); !ok) return ok;
    return commit();
  }
  Result<void> recognise() {
    const auto id = number("PRAGMA application_id");
    if (!id) return id.error();
    if (*id != schema::application)
      return {ErrorCode::unsupported_format, "gallery " + path_ + ": this file is not a gallery"};
    const auto version = number("PRAGMA user_version");
    if (!version) return version.error();
    if (*version > schema::version)
      return {ErrorCode::newer_version, "gallery " + path_ + ": written by a newer limen (schema " +
                                            std::to_string(*version) + ", this one reads up to " +
                                            std::to_string(schema::version) + ")"};
    const auto expected =
        *version == 1 ? std::span<const char* const>(schema::tables_1) : std::span<const char* const>(schema::tables);
    Statement objects(db_, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");
    std::size_t found = 0;
    bool same = true;
    while (objects.step()) same = same && found < expected.size() && objects.text() == expected[found++];
    if (!objects.ok()) return failure(objects.code());
    if (!same || found != expected.size() || *version < 1)
      return {ErrorCode::corrupt, "gallery " + path_ + ": its tables are not those of a gallery; restore a copy"};
    return run("PRAGMA journal_mode=WAL");
  }

  Result<void> begin(Access access) override { return run(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN"); }
  Result<void> commit() override {
    auto done = run("COMMIT");
    if (!done) roll_back();
    return done;
  }
  void roll_back() noexcept override {
    if (sqlite3_get_autocommit(db_) == 0) (void)sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
  }

  Result<int> version() override {
    const auto version = number("PRAGMA user_version");
    if (!version) return version.error();
    return static_cast<int>(*version);
  }
  Result<void> upgrade(const Upgrade& each) override {
    for (const auto* sql : schema::set_aside)
      if (auto ok = run(sql); !ok) return ok;
    for (const auto* sql : std::span(schema::tables).subspan(2))
      if (auto ok = run(sql); !ok) return ok;
    {
      Statement old(db_, std::string("SELECT ") + schema::columns_1 +
                             ", sealed FROM old_reference JOIN old_template ON reference = id ORDER BY id");
      while (old.step()) {
        auto reference = reference_of(old, 1);
        reference.sealed_template = old.bytes();
        if (auto ok = each(reference); !ok) return ok;
        if (auto ok = insert(reference); !ok) return ok;
      }
      if (!old.ok()) return failure(old.code());
    }
    for (const auto* sql : {"DROP TABLE old_template", "DROP TABLE old_reference"})
      if (auto ok = run(sql); !ok) return ok;
    return run("PRAGMA user_version=" + std::to_string(schema::version));
  }

  Result<std::optional<Bytes>> get(std::string_view name) override {
    Statement query(db_, "SELECT value FROM meta WHERE name = ?");
    query.bind(name);
    std::optional<Bytes> value;
    if (query.step()) value = query.bytes();
    if (!query.ok()) return failure(query.code());
    return value;
  }
  Result<void> put(std::string_view name, std::span<const std::byte> value) override {
    Statement change(db_, "INSERT OR REPLACE INTO meta VALUES(?, ?)");
    return done(change.bind(name).bind(value));
  }
  Result<void> take_out(std::string_view name) override {
    Statement change(db_, "DELETE FROM meta WHERE name = ?");
    return done(change.bind(name));
  }

  Result<void> insert(const StoredSubject& subject) override {
    Statement change(db_, "INSERT INTO subject VALUES(?, ?, ?, ?)");
    change.bind(subject.id.value).bind(subject.label_tag.bytes);
    return done(change.bind(count_of(subject.enrolled)).bind(subject.sealed_label));
  }
  Result<void> insert(const StoredReference& reference) override {
    const auto& record = reference.record;
    Statement row(db_, "INSERT INTO reference VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (auto ok = done(bind(row.bind(record.id.value), record).bind(reference.wrapped_key)); !ok) return ok;
    Statement sealed(db_, "INSERT INTO template VALUES(?, ?)");
    return done(sealed.bind(record.id.value).bind(reference.sealed_template));
  }
  Result<void> remove(SubjectId subject) override {
    for (const auto* sql : {"DELETE FROM reference WHERE subject = ?", "DELETE FROM fact WHERE subject = ?",
                            "DELETE FROM subject WHERE id = ?"}) {
      Statement change(db_, sql);
      if (auto ok = done(change.bind(subject.value)); !ok) return ok;
    }
    return {};
  }
  Result<void> remove(ReferenceId reference) override {
    Statement change(db_, "DELETE FROM reference WHERE id = ?");  // its template goes with it
    return done(change.bind(reference.value));
  }
  Result<void> remove_fact(std::uint64_t id) override {
    Statement change(db_, "DELETE FROM fact WHERE id = ?");
    return done(change.bind(id));
  }
  Result<void> insert(const StoredFact& fact) override {
    Statement change(db_, "INSERT INTO fact VALUES(?, ?, ?)");
    return done(change.bind(fact.id).bind(fact.subject.value).bind(fact.sealed));
  }
  Result<void> insert(const Tombstone& tombstone) override {
    Statement change(db_, "INSERT INTO tombstone VALUES(?, ?, ?)");
    return done(change.bind(tombstone.reference.value).bind(count_of(tombstone.at)).bind(tombstone.commitment.bytes));
  }
  Result<void> update(const StoredSubject& subject) override {
    Statement change(db_, "UPDATE subject SET label_tag = ?, label = ? WHERE id = ?");
    return done(change.bind(subject.label_tag.bytes).bind(subject.sealed_label).bind(subject.id.value));
  }
  Result<void> update(const StoredReference& reference) override {
    Statement change(db_,
                     "UPDATE reference SET subject = ?, modality = ?, position = ?, purposes = ?, retention_class = ?, "
                     "anchor = ?, expires = ?, enrolled = ?, category = ?, legal_basis = ?, agency = ?, state = ?, "
                     "key = ? WHERE id = ?");
    return done(bind(change, reference.record).bind(reference.wrapped_key).bind(reference.record.id.value));
  }
  Result<void> update(const StoredFact& fact) override {
    Statement change(db_, "UPDATE fact SET sealed = ? WHERE id = ?");
    return done(change.bind(fact.sealed).bind(fact.id));
  }

  Result<void> subjects(const OnSubject& each) override {
    Statement query(db_, "SELECT id, label_tag, enrolled, label FROM subject ORDER BY id");
    while (query.step())
      if (auto ok = each(subject_of(query)); !ok) return ok;
    return query.ok() ? Result<void>{} : failure(query.code());
  }
  Result<std::optional<StoredSubject>> subject(SubjectId id) override {
    Statement query(db_, "SELECT id, label_tag, enrolled, label FROM subject WHERE id = ?");
    return one_subject(query.bind(id.value));
  }
  Result<std::optional<StoredSubject>> subject(const privacy::Digest& label_tag) override {
    Statement query(db_, "SELECT id, label_tag, enrolled, label FROM subject WHERE label_tag = ?");
    return one_subject(query.bind(label_tag.bytes));
  }
  Result<void> references(const OnReference& each) override {
    Statement query(db_, std::string("SELECT ") + schema::columns + " FROM reference ORDER BY id");
    while (query.step())
      if (auto ok = each(reference_of(query)); !ok) return ok;
    return query.ok() ? Result<void>{} : failure(query.code());
  }
  Result<StoredReference> reference(ReferenceId id) override {
    Statement query(db_, std::string("SELECT ") + schema::columns +
                             ", sealed FROM reference JOIN template ON reference = id WHERE id = ?");
    query.bind(id.value);
    if (query.step()) {
      auto reference = reference_of(query);
      reference.sealed_template = query.bytes();
      return reference;
    }
    if (!query.ok()) return failure(query.code());
    return {ErrorCode::not_found, "gallery " + path_ + ": there is no reference " + std::to_string(id.value)};
  }

  Result<void> facts(const OnFact& each) override {
    Statement query(db_, "SELECT id, subject, sealed FROM fact ORDER BY id");
    while (query.step()) {
      StoredFact fact;
      fact.id = static_cast<std::uint64_t>(query.number());
      fact.subject = {static_cast<std::uint64_t>(query.number())};
      fact.sealed = query.bytes();
      if (auto ok = each(fact); !ok) return ok;
    }
    return query.ok() ? Result<void>{} : failure(query.code());
  }
  Result<std::optional<Tombstone>> tombstone(ReferenceId id) override {
    Statement query(db_, "SELECT at, commitment FROM tombstone WHERE reference = ?");
    query.bind(id.value);
    std::optional<Tombstone> found;
    if (query.step()) {
      found.emplace();
      found->reference = id;
      found->at = Time{std::chrono::seconds{query.number()}};
      const auto bytes = query.bytes();
      if (bytes.size() == found->commitment.bytes.size())
        std::copy(bytes.begin(), bytes.end(), found->commitment.bytes.begin());
    }
    if (!query.ok()) return failure(query.code());
    return found;
  }

  Result<std::uint64_t> bytes() override {
    const auto pages = number("PRAGMA page_count");
    if (!pages) return pages.error();
    const auto size = number("PRAGMA page_size");
    if (!size) return size.error();
    return static_cast<std::uint64_t>(*pages * *size);
  }
  Result<void> check() override {
    Statement integrity(db_, "PRAGMA integrity_check(1)");
    if (integrity.step())
      if (const auto said = integrity.text(); said != "ok")
        return {ErrorCode::corrupt, "gallery " + path_ + ": " + said + "; restore a copy"};
    if (!integrity.ok()) return failure(integrity.code());
    Statement links(db_, "PRAGMA foreign_key_check");
    if (links.step()) return {ErrorCode::corrupt, "gallery " + path_ + ": a row without its owner; restore a copy"};
    return links.ok() ? Result<void>{} : failure(links.code());
  }
  Result<void> purge() override {
    Statement checkpoint(db_, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (checkpoint.step() && checkpoint.number() != 0)
      return {ErrorCode::busy,
              "gallery " + path_ + ": another process reads it; its write-ahead log is not emptied yet"};
    return checkpoint.ok() ? Result<void>{} : failure(checkpoint.code());
  }

 private:
  Error failure(int code) const {
    const auto what = "gallery " + path_ + ": ";
    const std::string said = sqlite3_errstr(code);
    switch (code & 0xFF) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED: return {ErrorCode::busy, what + "another process writes to it; try again when it is done"};
      case SQLITE_NOTADB: return {ErrorCode::unsupported_format, what + "this file is not a gallery"};
      case SQLITE_CORRUPT:
      case SQLITE_FORMAT:
      case SQLITE_SCHEMA: return {ErrorCode::corrupt, what + said + "; restore a copy"};
      case SQLITE_FULL: return {ErrorCode::io_error, what + "the disk is full; nothing of this was written"};
      case SQLITE_CONSTRAINT:
        if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
          return {ErrorCode::already_exists, what + "it holds this already"};
        return {ErrorCode::corrupt, what + said};
      default: return {ErrorCode::io_error, what + said + "; nothing of this was written"};
    }
  }
  Result<void> done(Statement& statement) {
    while (statement.step()) {
    }
    return statement.ok() ? Result<void>{} : failure(statement.code());
  }
  Result<void> run(const std::string& sql) {
    Statement statement(db_, sql);
    return done(statement);
  }
  Result<std::int64_t> number(const std::string& sql) {
    Statement statement(db_, sql);
    if (statement.step()) return statement.number();
    return failure(statement.code());
  }
  Result<std::optional<StoredSubject>> one_subject(Statement& query) {
    std::optional<StoredSubject> found;
    if (query.step()) found = subject_of(query);
    if (!query.ok()) return failure(query.code());
    return found;
  }

  sqlite3* db_;
  std::string path_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& file, StoreMode mode,
                                           std::chrono::milliseconds patience) {
  const auto what = "gallery " + file.string() + ": ";
  if (mode == StoreMode::create) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
      return Error{errno == EEXIST ? ErrorCode::already_exists : ErrorCode::io_error,
                   what + "cannot make it: " + std::generic_category().message(errno)};
    (void)::close(descriptor);
  } else if (std::error_code ignored; !std::filesystem::exists(file, ignored)) {
    return Error{ErrorCode::not_found, what + "there is no such file"};
  }
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  auto store = std::make_unique<SqliteStore>(db, file.string());
  if (code != SQLITE_OK) return Error{ErrorCode::io_error, what + "cannot open it: " + sqlite3_errstr(code)};
  auto ok = store->configure(patience);
  if (ok) ok = mode == StoreMode::create ? store->make() : store->recognise();
  if (!ok) return ok.error();
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace limen
