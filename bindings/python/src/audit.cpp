// limen.privacy: the audit log, its entries, its proofs.
#include "audit.hpp"

#include <array>

#include "limen/privacy/sign.hpp"

#include "convert.hpp"
#include "enum_sets.hpp"
#include "enums.hpp"
#include "hex.hpp"
#include "modules.hpp"
#include "options.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

using namespace privacy;
using NoGil = py::call_guard<py::gil_scoped_release>;

const std::vector<Operation> operations = [] {
  std::vector<Operation> known;
  for (int value = 1; value < 256; ++value)
    if (operation_from(to_string(static_cast<Operation>(value)))) known.push_back(static_cast<Operation>(value));
  return known;
}();

void bind_digest(py::module_& m) {
  bind_hex<Digest>(m, "Digest", "A 256-bit BLAKE2b digest; str() gives 64 hexadecimal digits.", &digest_from);
}

void bind_entry(py::module_& m) {
  bind_enum<Operation>(m, "Operation", "What an audit entry is about.", operations,
                       [](Operation o) { return to_string(o); });
  py::class_<AuditEntry> entry(
      m, "AuditEntry",
      "What one audit entry says. All but subjects and details stays readable: references, not "
      "personal data.");
  entry.def_readwrite("operation", &AuditEntry::operation)
      .def_readwrite("officer", &AuditEntry::officer)
      .def_readwrite("on_behalf_of", &AuditEntry::on_behalf_of)
      .def_property(
          "purpose", [](const AuditEntry& e) { return known(e.purpose) ? std::optional(e.purpose) : std::nullopt; },
          [](AuditEntry& e, std::optional<Purpose> purpose) { e.purpose = purpose.value_or(Purpose{}); },
          "None: not bound to a purpose.")
      .def_readwrite("legal_basis", &AuditEntry::legal_basis)
      .def_readwrite("justification", &AuditEntry::justification)
      .def_readwrite("case_reference", &AuditEntry::case_reference)
      .def_readwrite("gallery", &AuditEntry::gallery)
      .def_readwrite("view_hash", &AuditEntry::view_hash)
      .def_readwrite("view_size", &AuditEntry::view_size)
      .def_readwrite("candidates", &AuditEntry::candidates)
      .def_readwrite("result", &AuditEntry::result)
      .def_readwrite("recipient", &AuditEntry::recipient, "To whom it was disclosed.")
      .def_readwrite("subjects", &AuditEntry::subjects, "Pseudonyms of the persons touched, as person_of() makes them.")
      .def_readwrite("details", &AuditEntry::details, "About these persons: readable until one of them is forgotten.")
      .def_readwrite("tombstone", &AuditEntry::tombstone, "Commitment to what was destroyed.");
  from_keywords<AuditEntry>(entry);
  py::class_<AuditRecord>(m, "AuditRecord", "An entry as it stands in the chain.")
      .def_readonly("sequence", &AuditRecord::sequence, "1, 2, 3, … without a gap.")
      .def_readonly("time", &AuditRecord::time)
      .def_readonly("entry", &AuditRecord::entry, "A subject that cannot be read is '-'.")
      .def_readonly("hidden", &AuditRecord::hidden, "How many of its subjects cannot be read.")
      .def_readonly("previous", &AuditRecord::previous)
      .def_readonly("hash", &AuditRecord::hash);
  py::class_<AuditReceipt>(m, "AuditReceipt", "Proof of an append: keep it away from the log.")
      .def(py::init([](std::uint64_t sequence, const Digest& head) {
             return AuditReceipt{sequence, head};
           }),
           "sequence"_a, "head"_a)
      .def_readonly("sequence", &AuditReceipt::sequence)
      .def_readonly("head", &AuditReceipt::head);
  m.def("person_of", &person_of, "gallery"_a, "subject"_a, "How a subject of a gallery is named in an entry.");
}

void bind_proofs(py::module_& m) {
  py::class_<TreeHead>(m, "TreeHead", "A log at one moment: all there is to keep of it elsewhere.")
      .def_readonly("log", &TreeHead::log, "The log's random name.")
      .def_readonly("size", &TreeHead::size, "Entries.")
      .def_readonly("time", &TreeHead::time)
      .def_readonly("root", &TreeHead::root, "Of the Merkle tree over the entries.")
      .def_readonly("head", &TreeHead::head, "Hash of the last entry.")
      .def(
          "sign", [](const TreeHead& head, const SigningKey& key) { return sign(head, key); }, "key"_a);
  py::class_<SignedTreeHead>(m, "SignedTreeHead", "The anchor that is published; str() gives its one line of JSON.")
      .def(py::init([](std::string_view json) { return tree_head_from(json).value(); }), "json"_a,
           "Raises Error (unsupported_format).")
      .def_readonly("tree", &SignedTreeHead::tree, "What it says; believe it after opened().")
      .def_readonly("signer", &SignedTreeHead::signer)
      .def("__str__", [](const SignedTreeHead& head) { return to_json(head); })
      .def(
          "opened", [](const SignedTreeHead& head, const PublicKey& trusted) { return opened(head, trusted); },
          "trusted"_a, "The tree head. Raises Error: access_denied (another signer), tampered.");
  py::class_<EntryProof>(m, "EntryProof", "That one entry is in a log; str() gives its one line of JSON.")
      .def(py::init([](std::string_view json) { return entry_proof_from(json).value(); }), "json"_a,
           "Raises Error (unsupported_format).")
      .def_readonly("sequence", &EntryProof::sequence)
      .def_readonly("size", &EntryProof::size, "Of the tree it leads to.")
      .def("__str__", [](const EntryProof& proof) { return to_json(proof); })
      .def(
          "check", [](const EntryProof& proof, const TreeHead& tree) { return check(proof, tree); }, "tree"_a,
          "The entry, as far as it is disclosed. Raises Error: tampered, wrong_key.");
  py::class_<ContinuationProof>(m, "ContinuationProof",
                                "That a log begins with an earlier one; str() gives its one line of JSON.")
      .def(py::init([](std::string_view json) { return continuation_proof_from(json).value(); }), "json"_a,
           "Raises Error (unsupported_format).")
      .def_readonly("first", &ContinuationProof::first)
      .def_readonly("second", &ContinuationProof::second)
      .def("__str__", [](const ContinuationProof& proof) { return to_json(proof); })
      .def(
          "check",
          [](const ContinuationProof& proof, const TreeHead& first, const TreeHead& second) {
            return check(proof, first, second);
          },
          "first"_a, "second"_a, "Raises Error (tampered) if the second does not continue the first.");
}

void bind_log(py::module_& m) {
  py::class_<AuditSummary>(m, "AuditSummary", "What verify() found.")
      .def_readonly("entries", &AuditSummary::entries)
      .def_readonly("head", &AuditSummary::head)
      .def_readonly("first", &AuditSummary::first)
      .def_readonly("last", &AuditSummary::last)
      .def_readonly("backwards", &AuditSummary::backwards, "Records whose time lies before that of the one before.")
      .def_readonly("keyed", &AuditSummary::keyed)
      .def_readonly("root", &AuditSummary::root, "Of the Merkle tree over all entries.")
      .def_readonly("log", &AuditSummary::log)
      .def_readonly("files", &AuditSummary::files)
      .def_readonly("absent", &AuditSummary::absent, "Entries in older files that are not here.");
  py::class_<AuditLog>(m, "Audit",
                       "The audit log: a hash chain and a Merkle tree, sealed by key, fails closed. One process may "
                       "hold it.")
      .def_static(
          "open",
          [](const std::filesystem::path& file, const Key* key, bool sync,
             std::uint64_t rotate_at) -> Result<AuditLog> {
            auto log = Audit::open(file, {.key = key, .sync = sync, .rotate_at = rotate_at});
            if (!log) return log.error();
            return AuditLog(std::move(*log));
          },
          "file"_a, "key"_a = nullptr, "sync"_a = true, "rotate_at"_a = 0, NoGil(),
          "Opens a log after verifying its current file, or makes a new one. With `key` the entries are sealed. "
          "`rotate_at`: bytes from which it goes on in a new file. Raises Error: busy, tampered, wrong_key, "
          "newer_version, corrupt, io_error.")
      .def(
          "append", [](AuditLog& log, const AuditEntry& entry) { return log.open().append(entry); }, "entry"_a, NoGil(),
          "Raises Error (audit_failed), with nothing written.")
      .def(
          "head", [](AuditLog& log) { return log.open().head(); }, "Number and hash of the last record.")
      .def(
          "forget",
          [](AuditLog& log, const std::vector<std::string>& subjects, const AuditEntry& who) {
            return log.open().forget(subjects, who);
          },
          "subjects"_a, "who"_a, NoGil(),
          "Makes what the log says of these persons unreadable for good, and says so. Raises Error: not_found, "
          "audit_failed, io_error.")
      .def(
          "rotate", [](AuditLog& log) { return log.open().rotate(); }, NoGil(), "The log goes on in a new file.")
      .def(
          "tree_head", [](AuditLog& log) { return log.open().tree_head(); }, "The log as it is now, to be signed.")
      .def("close", &AuditLog::close, "Lets go of the file; `with` does it too.")
      .def("__enter__", [](py::object self) { return self; })
      .def("__exit__", [](AuditLog& log, const py::args&) { log.close(); })
      .def_static(
          "verify",
          [](const std::filesystem::path& file, const Key* key, const std::optional<AuditReceipt>& expected,
             const std::vector<TreeHead>& heads, std::size_t threads, const py::object& progress) {
            return run(threads, progress,
                       [&](const Work& work) { return Audit::verify(file, key, expected, heads, work); });
          },
          "file"_a, "key"_a = nullptr, "expected"_a = py::none(), "heads"_a = std::vector<TreeHead>{}, "threads"_a = 1,
          "progress"_a = py::none(),
          "Reads and verifies the whole chain; with `expected`, that record must be there, and each tree head. Raises "
          "Error: not_found, tampered, wrong_key, newer_version, corrupt, io_error.")
      .def_static(
          "prove",
          [](const std::filesystem::path& file, std::uint64_t sequence, const Key* key, std::uint64_t size,
             bool disclose) { return Audit::prove(file, key, sequence, size, disclose); },
          "file"_a, "sequence"_a, "key"_a = nullptr, "size"_a = 0, "disclose"_a = false, NoGil(),
          "That an entry is in the tree of `size` entries (0: all). Raises Error: invalid_argument, not_found.")
      .def_static(
          "prove_continuation",
          [](const std::filesystem::path& file, std::uint64_t first, const Key* key, std::uint64_t second) {
            return Audit::prove_continuation(file, key, first, second);
          },
          "file"_a, "first"_a, "key"_a = nullptr, "second"_a = 0, NoGil(),
          "That the tree of `second` entries (0: all) begins with that of `first`.")
      .def_static(
          "entries", [](const std::filesystem::path& file, const Key* key) { return Audit::entries(file, key); },
          "file"_a, "key"_a = nullptr, NoGil(), "All records, verified.")
      .def_static(
          "repair",
          [](const std::filesystem::path& file, const AuditEntry& who, const Key* key) {
            return Audit::repair(file, who, {.key = key});
          },
          "file"_a, "who"_a, "key"_a = nullptr, NoGil(), "Sets an unfinished last line aside and records it.");
}

}  // namespace

void bind_audit(py::module_& m) {
  bind_digest(m);
  bind_entry(m);
  bind_proofs(m);
  bind_log(m);
}

}  // namespace limen::python
