// limen: watchlist packs, issued and opened.
#include "limen/gallery/pack.hpp"
#include "limen/gallery/pack_issuer.hpp"

#include "audit.hpp"
#include "convert.hpp"
#include "modules.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

using privacy::Key;
using NoGil = py::call_guard<py::gil_scoped_release>;

void bind_info(py::module_& limen) {
  py::class_<PackInfo>(limen, "PackInfo", "What stands in the clear on a watchlist pack.")
      .def_property_readonly("series", [](const PackInfo& info) { return to_string(info.series); })
      .def_readonly("version", &PackInfo::version)
      .def_readonly("base", &PackInfo::base, "An update's: the version it follows; 0: a full pack.")
      .def_readonly("issuer", &PackInfo::issuer)
      .def_readonly("device", &PackInfo::device)
      .def_readonly("issuer_name", &PackInfo::issuer_name)
      .def_readonly("purpose", &PackInfo::purpose)
      .def_readonly("created", &PackInfo::created)
      .def_readonly("expires", &PackInfo::expires, "From then on it does not open.")
      .def_readonly("subjects", &PackInfo::subjects, "In this file.")
      .def_readonly("references", &PackInfo::references, "In this file.")
      .def_readonly("removed", &PackInfo::removed, "Subjects that an update takes out.")
      .def_readonly("bytes", &PackInfo::bytes, "Of the file.");
  limen.def("pack_info", &pack_info, "file"_a, NoGil(),
            "What is in the clear, its signature verified. Raises Error: not_found, unsupported_format, newer_version, "
            "corrupt, tampered.");
}

PackTerms terms_of(Time expires, std::string officer, std::string legal_basis, std::string justification,
                   std::string case_reference) {
  PackTerms terms;
  terms.expires = expires;
  terms.officer = std::move(officer);
  terms.legal_basis = std::move(legal_basis);
  terms.justification = std::move(justification);
  terms.case_reference = std::move(case_reference);
  return terms;
}

void bind_issuer(py::module_& limen) {
  py::class_<PackIssuer>(limen, "PackIssuer", "Makes full packs and updates, and revokes them.")
      .def(py::init([](const Key& seed, const privacy::KeyRing& names) { return PackIssuer(seed, names); }), "seed"_a,
           "names"_a, py::keep_alive<1, 3>(), "`names` turns labels into pseudonyms.")
      .def_property_readonly("public_key", &PackIssuer::public_key)
      .def(
          "create",
          [](PackIssuer& self, Gallery& gallery, const std::filesystem::path& pack, const std::filesystem::path& ledger,
             AuditLog& audit, Purpose purpose, std::string issuer, const privacy::BoxPublicKey& device, Time expires,
             std::string officer, std::string legal_basis, std::string justification, std::string case_reference) {
            auto terms = terms_of(expires, std::move(officer), std::move(legal_basis), std::move(justification),
                                  std::move(case_reference));
            terms.purpose = purpose;
            terms.issuer = std::move(issuer);
            terms.device = device;
            return self.create(gallery, terms, pack, ledger, audit.open());
          },
          "gallery"_a, "pack"_a, "ledger"_a, "audit"_a, py::kw_only(), "purpose"_a, "issuer"_a, "device"_a, "expires"_a,
          "officer"_a, "legal_basis"_a = "", "justification"_a = "", "case_reference"_a = "", NoGil(),
          "The references of the view, their labels as pseudonyms, sealed to the device. Raises Error: already_exists, "
          "invalid_argument, purpose_required, clock_suspect, audit_failed.")
      .def(
          "update",
          [](PackIssuer& self, Gallery& gallery, const std::filesystem::path& pack, const std::filesystem::path& ledger,
             AuditLog& audit, Time expires, std::string officer, std::string legal_basis, std::string justification,
             std::string case_reference) {
            return self.update(gallery,
                               terms_of(expires, std::move(officer), std::move(legal_basis), std::move(justification),
                                        std::move(case_reference)),
                               pack, ledger, audit.open());
          },
          "gallery"_a, "pack"_a, "ledger"_a, "audit"_a, py::kw_only(), "expires"_a, "officer"_a, "legal_basis"_a = "",
          "justification"_a = "", "case_reference"_a = "", NoGil(),
          "What came, changed and is gone since the ledger's version. Raises Error: as create; not_found, wrong_key, "
          "tampered (the ledger).")
      .def(
          "revoke",
          [](const PackIssuer& self, const std::vector<std::string>& series, const std::filesystem::path& list) {
            std::vector<PackSeries> all;
            for (const auto& text : series) {
              const auto one = pack_series_from(text);
              if (!one) refuse("series: 32 hexadecimal digits are wanted, \"" + text + "\" was given");
              all.push_back(*one);
            }
            return self.revoke(all, list);
          },
          "series"_a, "list"_a, "A signed list: devices that have seen it open none of these series again.")
      .def("subject", &PackIssuer::subject, "gallery"_a, "pack"_a, "pseudonym"_a, NoGil(),
           "Whom a pseudonym of a pack stands for. Raises Error (not_found).");
}

void bind_pack(py::module_& limen) {
  py::class_<Pack>(limen, "Pack", "A watchlist pack on the device: searched like a gallery, without names.")
      .def_static(
          "open",
          [](const std::vector<std::filesystem::path>& files, const Key& key, const privacy::PublicKey& issuer,
             const std::optional<std::filesystem::path>& memory,
             const std::vector<std::filesystem::path>& revocations) {
            PackDevice device;
            device.key = &key;
            device.issuer = issuer;
            if (memory) device.memory = *memory;
            device.revocations = revocations;
            return Pack::open(files, device);
          },
          "files"_a, "key"_a, "issuer"_a, "memory"_a = py::none(),
          "revocations"_a = std::vector<std::filesystem::path>{}, NoGil(),
          "A full pack, then its updates. Raises Error: tampered, access_denied (another issuer, expired, revoked, an "
          "older version), wrong_key, clock_suspect, …")
      .def_property_readonly("info", &Pack::info, "Of the last file.")
      .def_property_readonly("subjects", &Pack::subjects)
      .def_property_readonly("references", &Pack::references)
      .def(
          "view",
          [](Pack& self, Purpose purpose, std::optional<Time> at, std::size_t threads, const py::object& progress) {
            ViewRequest request;
            request.purpose = purpose;
            request.at = at;
            return run(threads, progress, [&](const Work& work) { return self.view(request, work); });
          },
          "purpose"_a, "at"_a = py::none(), "threads"_a = 1, "progress"_a = py::none(),
          "For screen(), like a gallery's. Raises Error: access_denied, clock_suspect.")
      .def("pseudonym", &Pack::pseudonym, "subject"_a, "What the device tells the issuer. Raises Error (not_found).");
}

}  // namespace

void bind_packs(py::module_& limen) {
  bind_info(limen);
  bind_issuer(limen);
  bind_pack(limen);
}

}  // namespace limen::python
