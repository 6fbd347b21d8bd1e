// The tables of a gallery file, version by version.
#pragma once

#include <array>

namespace limen::schema {

inline constexpr int application = 0x4C494D47;  // "LIMG"
inline constexpr int version = 2;

// A gallery file has exactly the objects of its version; one with others is not opened.
inline constexpr std::array<const char*, 5> tables_1{
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE subject(id INTEGER PRIMARY KEY, label_tag BLOB NOT NULL UNIQUE, enrolled INTEGER NOT NULL, "
    "label BLOB NOT NULL)",
    "CREATE TABLE reference(id INTEGER PRIMARY KEY, subject INTEGER NOT NULL REFERENCES subject(id), "
    "modality INTEGER NOT NULL, position INTEGER NOT NULL, purposes INTEGER NOT NULL, retention_class TEXT NOT NULL, "
    "anchor INTEGER NOT NULL, expires INTEGER NOT NULL, key BLOB NOT NULL)",
    "CREATE INDEX reference_of_subject ON reference(subject)",
    "CREATE TABLE template(reference INTEGER PRIMARY KEY REFERENCES reference(id) ON DELETE CASCADE, "
    "sealed BLOB NOT NULL)",
};

inline constexpr std::array<const char*, 8> tables{
    tables_1[0],
    tables_1[1],
    "CREATE TABLE reference(id INTEGER PRIMARY KEY, subject INTEGER NOT NULL REFERENCES subject(id), "
    "modality INTEGER NOT NULL, position INTEGER NOT NULL, purposes INTEGER NOT NULL, retention_class TEXT NOT NULL, "
    "anchor INTEGER NOT NULL, expires INTEGER NOT NULL, enrolled INTEGER NOT NULL, category INTEGER NOT NULL, "
    "legal_basis TEXT NOT NULL, agency TEXT NOT NULL, state INTEGER NOT NULL, key BLOB NOT NULL)",
    tables_1[3],
    tables_1[4],
    "CREATE TABLE fact(id INTEGER PRIMARY KEY, subject INTEGER NOT NULL REFERENCES subject(id), sealed BLOB NOT NULL)",
    "CREATE INDEX fact_of_subject ON fact(subject)",
    "CREATE TABLE tombstone(reference INTEGER PRIMARY KEY, at INTEGER NOT NULL, commitment BLOB NOT NULL)",
};
// From version 1: what has other columns is made anew beside the old.
inline constexpr std::array<const char*, 3> set_aside{
    "ALTER TABLE reference RENAME TO old_reference",
    "ALTER TABLE template RENAME TO old_template",
    "DROP INDEX reference_of_subject",
};

inline constexpr const char* columns =
    "id, subject, modality, position, purposes, retention_class, anchor, expires, key, enrolled, category, "
    "legal_basis, "
    "agency, state";
inline constexpr const char* columns_1 =
    "id, subject, modality, position, purposes, retention_class, anchor, expires, key";

}  // namespace limen::schema
