// limen.privacy: purposes, keys, seals.
#include "limen/privacy/key.hpp"
#include "limen/privacy/purpose.hpp"
#include "limen/privacy/seal.hpp"

#include "convert.hpp"
#include "enums.hpp"
#include "modules.hpp"

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

}  // namespace

void bind_privacy(py::module_& limen, py::module_& m) {
  bind_purpose(limen, m);
  bind_keys(m);
}

}  // namespace limen::python
