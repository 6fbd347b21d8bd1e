// limen.privacy: purposes, keys, seals, audit.
#include "limen/privacy/key.hpp"
#include "limen/privacy/purpose.hpp"
#include "limen/privacy/seal.hpp"

#include "audit.hpp"
#include "convert.hpp"
#include "enum_sets.hpp"
#include "enums.hpp"
#include "modules.hpp"
#include "options.hpp"

namespace limen::python {
namespace {

using namespace privacy;
using NoGil = py::call_guard<py::gil_scoped_release>;

void bind_purpose(py::module_& limen, py::module_& m) {
  limen.attr("Purpose") = bind_enum<Purpose>(
      limen, "Purpose", "Why a reference may be kept and why a search is made.", purposes,
      [](Purpose p) { return to_string(p); }, ErrorCode::purpose_required);
  m.attr("Purpose") = limen.attr("Purpose");
}

void bind_keys(py::module_& m) {
  py::class_<Passphrase>(m, "Passphrase", "A passphrase on its way to become a key: a wiped copy.")
      .def(py::init([](const std::string& text) { return Passphrase(text); }), "text"_a)
      .def("__repr__", [](const Passphrase&) { return "<limen.privacy.Passphrase>"; });
  py::class_<Key>(m, "Key", "A 256-bit secret. Never printed, not copyable, not picklable.")
      .def_static("random", &Key::random)
      .def_static("from_bytes", &Key::from_bytes, "bytes"_a, "Exactly 32 bytes, kept elsewhere (HSM, vault).")
      .def_static("load", &Key::load, "file"_a, NoGil(),
                  "Raises Error: not_found, io_error, corrupt, newer_version, access_denied (others may read it).")
      .def("save", &Key::save, "file"_a, NoGil(), "Mode 0600. Raises Error: already_exists, io_error.")
      .def("derive", &Key::derive, "context"_a, "An independent key for another use.")
      .def("__repr__", [](const Key&) { return "<limen.privacy.Key>"; });
  m.attr("seal_overhead") = seal_overhead;
  m.def(
      "seal",
      [](const Key& key, std::span<const std::byte> plain, std::span<const std::byte> associated) {
        const Bytes sealed = seal(key, plain, associated);
        return to_bytes(std::span<const std::byte>(sealed));
      },
      "key"_a, "plain"_a, "associated"_a = py::bytes(), "XChaCha20-Poly1305: nonce | ciphertext | tag.");
  m.def("unseal", &unseal, "key"_a, "sealed"_a, "associated"_a = py::bytes(),
        "The inverse. Raises Error (tampered) if key, associated data or any byte differ.");
}

void bind_digest(py::module_& m) {
  py::class_<Digest>(m, "Digest", "A 256-bit BLAKE2b digest; str() gives 64 hexadecimal digits.")
      .def(py::init([](std::string_view hex) {
             if (const auto digest = digest_from(hex)) return *digest;
             refuse("Digest: 64 lower-case hexadecimal digits are wanted, \"" + std::string(hex) + "\" was given");
           }),
           "hex"_a)
      .def("__str__", [](const Digest& d) { return to_string(d); })
      .def("__bytes__", [](const Digest& d) { return to_bytes(std::span<const std::byte>(d.bytes)); })
      .def("__eq__",
           [](const Digest& a, const py::object& b) { return py::isinstance<Digest>(b) && a == b.cast<Digest>(); })
      .def("__hash__", [](const Digest& d) { return py::hash(to_bytes(std::span<const std::byte>(d.bytes))); })
      .def("__repr__", [](const Digest& d) { return "limen.privacy.Digest('" + to_string(d) + "')"; });
}

void bind_entry(py::module_& m) {
  constexpr static std::array operations{Operation::search_started, Operation::search,     Operation::search_cancelled,
                                         Operation::search_failed,  Operation::decision,   Operation::enrolment,
                                         Operation::removal,        Operation::disclosure, Operation::repair};
  bind_enum<Operation>(m, "Operation", "What an audit entry is about.", operations,
                       [](Operation o) { return to_string(o); });
  py::class_<AuditEntry> entry(m, "AuditEntry", "What one audit entry says; references, not personal data.");
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
      .def_readwrite("result", &AuditEntry::result);
  from_keywords<AuditEntry>(entry);
  py::class_<AuditRecord>(m, "AuditRecord", "An entry as it stands in the chain.")
      .def_readonly("sequence", &AuditRecord::sequence, "1, 2, 3, … without a gap.")
      .def_readonly("time", &AuditRecord::time)
      .def_readonly("entry", &AuditRecord::entry)
      .def_readonly("previous", &AuditRecord::previous)
      .def_readonly("hash", &AuditRecord::hash);
  py::class_<AuditReceipt>(m, "AuditReceipt", "Proof of an append: keep it away from the log.")
      .def(py::init([](std::uint64_t sequence, const Digest& head) {
             return AuditReceipt{sequence, head};
           }),
           "sequence"_a, "head"_a)
      .def_readonly("sequence", &AuditReceipt::sequence)
      .def_readonly("head", &AuditReceipt::head);
}

void bind_log(py::module_& m) {
  py::class_<AuditSummary>(m, "AuditSummary", "What verify() found.")
      .def_readonly("entries", &AuditSummary::entries)
      .def_readonly("head", &AuditSummary::head)
      .def_readonly("first", &AuditSummary::first)
      .def_readonly("last", &AuditSummary::last)
      .def_readonly("backwards", &AuditSummary::backwards, "Records whose time lies before that of the one before.")
      .def_readonly("keyed", &AuditSummary::keyed);
  py::class_<AuditLog>(m, "Audit", "The audit log: append-only, hash-chained, fails closed. One process may hold it.")
      .def_static(
          "open",
          [](const std::filesystem::path& file, const Key* key) -> Result<AuditLog> {
            auto log = Audit::open(file, {.key = key});
            if (!log) return log.error();
            return AuditLog(std::move(*log));
          },
          "file"_a, "key"_a = nullptr, NoGil(),
          "Opens a log after verifying it whole, or makes a new one. Raises Error: busy, tampered, wrong_key, "
          "newer_version, corrupt, io_error.")
      .def(
          "append", [](AuditLog& log, const AuditEntry& entry) { return log.open().append(entry); }, "entry"_a, NoGil(),
          "Raises Error (audit_failed), with nothing written.")
      .def(
          "head", [](AuditLog& log) { return log.open().head(); }, "Number and hash of the last record.")
      .def("close", &AuditLog::close, "Lets go of the file; `with` does it too.")
      .def("__enter__", [](py::object self) { return self; })
      .def("__exit__", [](AuditLog& log, const py::args&) { log.close(); })
      .def_static(
          "verify",
          [](const std::filesystem::path& file, const Key* key, const std::optional<AuditReceipt>& expected) {
            return Audit::verify(file, key, expected);
          },
          "file"_a, "key"_a = nullptr, "expected"_a = py::none(), NoGil(),
          "Reads and verifies the whole chain; with `expected`, that record must be there. Raises Error: not_found, "
          "tampered, wrong_key, newer_version, corrupt, io_error.")
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

void bind_privacy(py::module_& limen, py::module_& m) {
  bind_purpose(limen, m);
  bind_keys(m);
  bind_digest(m);
  bind_entry(m);
  bind_log(m);
}

}  // namespace limen::python
