// limen.privacy: signatures and sealed boxes.
#include "limen/privacy/box.hpp"
#include "limen/privacy/sign.hpp"

#include "convert.hpp"
#include "hex.hpp"
#include "modules.hpp"

namespace limen::python {

using namespace privacy;

void bind_signatures(py::module_& m) {
  bind_hex<PublicKey>(m, "PublicKey", "What others need to verify a signature. Not secret.", &public_key_from);
  bind_hex<Signature>(m, "Signature", "An Ed25519 signature.", &signature_from);
  bind_hex<BoxPublicKey>(m, "BoxPublicKey", "To whom something is sealed. Not secret.", &box_public_key_from);
  py::class_<SigningKey>(m, "SigningKey", "The secret half (Ed25519); follows from a Key.")
      .def(py::init([](const Key& seed) { return SigningKey(seed); }), "seed"_a)
      .def_property_readonly("public_key", &SigningKey::public_key)
      .def("sign", &SigningKey::sign, "context"_a, "message"_a,
           "`context` says what kind of thing is signed: a signature of one kind is never good for another.")
      .def("__repr__", [](const SigningKey&) { return "<limen.privacy.SigningKey>"; });
  m.def("verify", &verify, "key"_a, "context"_a, "message"_a, "signature"_a,
        "Is it the signature, under that key, of exactly this context and message?");
  py::class_<BoxKey>(m, "BoxKey", "The secret half (X25519); follows from a Key.")
      .def(py::init([](const Key& seed) { return BoxKey(seed); }), "seed"_a)
      .def_property_readonly("public_key", &BoxKey::public_key)
      .def("open", &BoxKey::open, "sealed"_a, "Raises Error (wrong_key).")
      .def("__repr__", [](const BoxKey&) { return "<limen.privacy.BoxKey>"; });
  m.def(
      "seal_to",
      [](const BoxPublicKey& recipient, std::span<const std::byte> plain) {
        const Bytes sealed = seal_to(recipient, plain).value();
        return to_bytes(std::span<const std::byte>(sealed));
      },
      "recipient"_a, "plain"_a, "Anybody can seal for a device, only the device can open.");
}

}  // namespace limen::python
