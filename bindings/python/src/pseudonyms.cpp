// limen.privacy: pseudonyms, key rings, key shares, escrow.
#include "limen/privacy/canonical.hpp"
#include "limen/privacy/escrow.hpp"
#include "limen/privacy/pseudonym.hpp"
#include "limen/privacy/shares.hpp"

#include "audit.hpp"
#include "convert.hpp"
#include "enums.hpp"
#include "modules.hpp"
#include "options.hpp"

namespace limen::python {
namespace {

using namespace privacy;
using NoGil = py::call_guard<py::gil_scoped_release>;

constexpr std::array policies{PseudonymPolicy::deterministic, PseudonymPolicy::document_randomised,
                              PseudonymPolicy::fully_randomised};
constexpr std::array states{EpochState::current, EpochState::verify_only, EpochState::destroyed};

std::string_view spelling(PseudonymPolicy policy) {
  switch (policy) {
    case PseudonymPolicy::deterministic: return "deterministic";
    case PseudonymPolicy::document_randomised: return "document_randomised";
    case PseudonymPolicy::fully_randomised: return "fully_randomised";
  }
  return "";
}

std::string_view spelling(EpochState state) {
  switch (state) {
    case EpochState::current: return "current";
    case EpochState::verify_only: return "verify_only";
    case EpochState::destroyed: return "destroyed";
  }
  return "";
}

/// Shares are move-only; what a list lends is copied for the call and wiped after it.
std::vector<KeyShare> lent(const std::vector<const KeyShare*>& shares) {
  std::vector<KeyShare> copies;
  for (const auto* share : shares)
    copies.push_back({share->set, share->threshold, share->number, share->check, SecureBytes(share->value.span())});
  return copies;
}

py::list given(std::vector<KeyShare> shares) {
  py::list list;
  for (auto& share : shares) list.append(py::cast(std::move(share)));
  return list;
}

void bind_values(py::module_& m) {
  bind_enum<PseudonymPolicy>(m, "PseudonymPolicy", "When the same identifier gives the same pseudonym (ENISA).",
                             policies, [](PseudonymPolicy p) { return spelling(p); });
  bind_enum<EpochState>(m, "EpochState", "What a key of a ring is good for.", states,
                        [](EpochState s) { return spelling(s); });
  py::class_<PseudonymScope> scope(m, "PseudonymScope",
                                   "Who may link what: pseudonyms of two scopes have nothing in common.");
  scope.def_readwrite("purpose", &PseudonymScope::purpose)
      .def_readwrite("agency", &PseudonymScope::agency)
      .def_readwrite("field", &PseudonymScope::field, "What is replaced, e.g. 'surname'.")
      .def_readwrite("policy", &PseudonymScope::policy)
      .def_readwrite("document", &PseudonymScope::document, "With the policy document_randomised.");
  from_keywords<PseudonymScope>(scope);
  py::class_<Pseudonym>(m, "Pseudonym", "Stands for an identifier; str() gives its text.")
      .def(py::init([](std::string_view text) {
             if (const auto pseudonym = pseudonym_from(text)) return *pseudonym;
             refuse("Pseudonym: \"" + std::string(text) + "\" is none");
           }),
           "text"_a)
      .def_readonly("epoch", &Pseudonym::epoch, "Of the key.")
      .def("__str__", [](const Pseudonym& p) { return to_string(p); })
      .def("__eq__", [](const Pseudonym& a,
                        const py::object& b) { return py::isinstance<Pseudonym>(b) && a == b.cast<Pseudonym>(); })
      .def("__hash__", [](const Pseudonym& p) { return py::hash(py::str(to_string(p))); })
      .def("__repr__", [](const Pseudonym& p) { return "limen.privacy.Pseudonym('" + to_string(p) + "')"; });
  py::class_<Epoch>(m, "Epoch", "One key of a ring.")
      .def_readonly("number", &Epoch::number)
      .def_readonly("state", &Epoch::state);
  m.def("canonical", &canonical, "identifier"_a,
        "The machine-readable form of a name (NFKC, ICAO 9303). Raises Error (invalid_argument).");
}

void bind_ring(py::module_& m) {
  py::class_<KeyRing>(m, "KeyRing", "The keys of all epochs of pseudonyms. Not copyable, not picklable.")
      .def(py::init<>(), "Epoch 1, with a random key.")
      .def("pseudonym", &KeyRing::pseudonym, "scope"_a, "identifier"_a,
           "Under the current key. Raises Error: purpose_required, invalid_argument.")
      .def(
          "pseudonyms",
          [](const KeyRing& ring, const PseudonymScope& scope, const std::vector<std::string>& identifiers) {
            std::vector<Pseudonym> made;
            {
              const py::gil_scoped_release no_gil;
              for (const auto& identifier : identifiers) made.push_back(ring.pseudonym(scope, identifier).value());
            }
            return made;
          },
          "scope"_a, "identifiers"_a, "Many at once.")
      .def("matches", &KeyRing::matches, "scope"_a, "pseudonym"_a, "identifier"_a,
           "Does it stand for that identifier? Raises Error: wrong_key (destroyed epoch), invalid_argument.")
      .def("rotate", &KeyRing::rotate, "A new current key; its number.")
      .def("destroy", &KeyRing::destroy, "epoch"_a,
           "Nobody can test or link pseudonyms of that epoch any more. Raises Error: not_found, access_denied.")
      .def("epochs", &KeyRing::epochs)
      .def(
          "rewrap",
          [](const KeyRing& ring, const PseudonymScope& scope, const std::vector<std::string>& identifiers,
             std::uint32_t from, const Key& first, const Key& second) {
            const Bytes table = ring.rewrap(scope, identifiers, from, first, second).value();
            return to_bytes(std::span<const std::byte>(table));
          },
          "scope"_a, "identifiers"_a, "epoch"_a, "first"_a, "second"_a,
          "From a former epoch to the current one, sealed under two keys. Raises Error: wrong_key, invalid_argument.")
      .def(
          "seal",
          [](const KeyRing& ring, const Key& under) {
            const Bytes sealed = ring.seal(under);
            return to_bytes(std::span<const std::byte>(sealed));
          },
          "under"_a, "The one way out: all keys, sealed.")
      .def_static("open", &KeyRing::open, "sealed"_a, "under"_a, "Raises Error: tampered, newer_version.")
      .def("__repr__", [](const KeyRing&) { return "<limen.privacy.KeyRing>"; });
  m.def("open_rewrap", &open_rewrap, "sealed"_a, "first"_a, "second"_a,
        "What rewrap() sealed: pairs (former, current). Raises Error (tampered).");
}

void bind_shares(py::module_& m) {
  py::class_<KeyShare>(m, "KeyShare", "One share of a key: to be kept by one person, away from the others.")
      .def(py::init([](std::string_view text) { return share_from(text).value(); }), "text"_a,
           "From the text that reveal() gave. Raises Error: corrupt (a slip of the pen), unsupported_format.")
      .def_readonly("threshold", &KeyShare::threshold, "How many are needed.")
      .def_readonly("number", &KeyShare::number)
      .def(
          "reveal", [](const KeyShare& share) { return reveal(share); }, "The text to write down: the secret itself.")
      .def("__repr__", [](const KeyShare& share) {
        return py::str("<limen.privacy.KeyShare {}, {} are needed>").format(share.number, share.threshold);
      });
  m.def(
      "split",
      [](const Key& key, std::size_t threshold, std::size_t shares) {
        return given(split(key, threshold, shares).value());
      },
      "key"_a, "threshold"_a, "shares"_a,
      "Any `threshold` of the shares give the key. Raises Error (invalid_argument).");
  m.def(
      "combine", [](const std::vector<const KeyShare*>& shares) { return combine(lent(shares)); }, "shares"_a,
      "Raises Error: invalid_argument (too few, of different splits, one twice), tampered.");
}

void bind_escrow(py::module_& m) {
  py::class_<Escrow>(m, "Escrow", "Who is behind a pseudonym: readable only by enough holders of shares together.")
      .def_static(
          "create",
          [](const std::filesystem::path& file, std::size_t threshold, std::size_t shares) {
            return given(Escrow::create(file, threshold, shares).value());
          },
          "file"_a, "threshold"_a, "shares"_a,
          "A new, empty file; the shares are given out once, here. Raises Error: already_exists, invalid_argument.")
      .def_static("open", &Escrow::open, "file"_a, "expected"_a = py::none(), NoGil(),
                  "`expected`: the public key as it was noted. Raises Error: not_found, wrong_key, corrupt, …")
      .def_property_readonly("public_key", &Escrow::public_key)
      .def("__len__", &Escrow::size)
      .def("holds", &Escrow::holds, "pseudonym"_a)
      .def("deposit", &Escrow::deposit, "pseudonym"_a, "identifier"_a, NoGil(), "Raises Error: invalid_argument.")
      .def("erase", &Escrow::erase, "pseudonym"_a, NoGil(), "Nobody will know any more. Raises Error (not_found).")
      .def(
          "reidentify",
          [](const Escrow& escrow, const Pseudonym& pseudonym, const std::vector<const KeyShare*>& shares,
             const KeyRing& ring, const PseudonymScope& scope, AuditLog& audit, std::string officer,
             std::string on_behalf_of, std::string recipient, std::string justification, std::string legal_basis,
             std::string case_reference) {
            const Reidentification why{std::move(officer),       std::move(on_behalf_of), std::move(recipient),
                                       std::move(justification), std::move(legal_basis),  std::move(case_reference)};
            const auto told = escrow.reidentify(pseudonym, lent(shares), ring, scope, why, audit.open()).value();
            return std::string(told.begin(), told.end());
          },
          "pseudonym"_a, "shares"_a, "ring"_a, "scope"_a, "audit"_a, py::kw_only(), "officer"_a, "on_behalf_of"_a,
          "recipient"_a, "justification"_a, "legal_basis"_a = "", "case_reference"_a = "",
          "The identifier; the audit entry is written before. Raises Error: invalid_argument, not_found, wrong_key, "
          "tampered, audit_failed.");
}

}  // namespace

void bind_pseudonyms(py::module_& m) {
  bind_values(m);
  bind_ring(m);
  bind_shares(m);
  bind_escrow(m);
}

}  // namespace limen::python
