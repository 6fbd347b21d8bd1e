// limen.Gallery: events, holds, states, sweeps, a change of key.
#include "audit.hpp"
#include "enum_sets.hpp"
#include "enums.hpp"
#include "gallery.hpp"
#include "work.hpp"

namespace limen::python {
namespace {

using NoGil = py::call_guard<py::gil_scoped_release>;
using privacy::Key;
using privacy::KeyProvider;
using privacy::Passphrase;

constexpr std::array actions{SweepAction::erase, SweepAction::block, SweepAction::review, SweepAction::notify,
                             SweepAction::reschedule};

void bind_sweep_values(py::module_& limen) {
  bind_enum<SweepAction>(limen, "SweepAction", "What a sweep does to a reference.", actions,
                         [](SweepAction a) { return to_string(a); });
  py::class_<SweepItem>(limen, "SweepItem", "What a sweep does to one reference: before and after.")
      .def_readonly("reference", &SweepItem::reference)
      .def_readonly("subject", &SweepItem::subject)
      .def_readonly("action", &SweepItem::action)
      .def_readonly("rule", &SweepItem::rule, "The retention rule that asks for it.")
      .def_readonly("due", &SweepItem::due, "Since when.")
      .def_readonly("held_by", &SweepItem::held_by, "The owner of the hold that turns erasure into a block.")
      .def_readonly("state_before", &SweepItem::state_before)
      .def_readonly("state_after", &SweepItem::state_after)
      .def_readonly("expires_before", &SweepItem::expires_before)
      .def_readonly("expires_after", &SweepItem::expires_after);
  py::class_<SweepPlan>(limen, "SweepPlan", "What a sweep would do; nothing has been done.")
      .def_readonly("at", &SweepPlan::at)
      .def_readonly("token", &SweepPlan::token, "A sweep does what this stands for, or nothing.")
      .def_readonly("items", &SweepPlan::items)
      .def("count", &SweepPlan::count, "action"_a);
  py::class_<Tombstone>(limen, "Tombstone", "What stays of an erased reference.")
      .def_readonly("reference", &Tombstone::reference)
      .def_readonly("at", &Tombstone::at)
      .def_readonly("commitment", &Tombstone::commitment, "Keyed by the record's destroyed key.");
  py::class_<SweepReceipt>(limen, "SweepReceipt", "What a sweep has done.")
      .def_readonly("items", &SweepReceipt::items)
      .def_readonly("subjects", &SweepReceipt::subjects, "Subjects that were erased with their last reference.")
      .def_readonly("tombstones", &SweepReceipt::tombstones)
      .def_readonly("tombstones_digest", &SweepReceipt::tombstones_digest, "Stands in the audit entry.")
      .def_readonly("searched_for", &SweepReceipt::searched_for,
                    "Erased references whose own template was searched for: none was found.")
      .def_readonly("twins", &SweepReceipt::twins, "Other references that answer to an erased template.")
      .def_readonly("purged", &SweepReceipt::purged, "False: sealed bytes stay until purge().")
      .def_readonly("receipt", &SweepReceipt::receipt);
  py::class_<RetentionStatus> status(limen, "RetentionStatus", "What is to come for one reference.");
  py::class_<RetentionStatus::Entry>(limen, "RetentionDeadline", "What falls due when, by which rule.")
      .def_property_readonly(
          "due", [](const RetentionStatus::Entry& e) { return to_string(e.due); },
          "\"erasure\", \"review\", \"blocking\" or \"notice\".")
      .def_readonly("at", &RetentionStatus::Entry::at)
      .def_readonly("rule", &RetentionStatus::Entry::rule);
  status.def_readonly("reference", &RetentionStatus::reference)
      .def_readonly("subject", &RetentionStatus::subject)
      .def_readonly("retention_class", &RetentionStatus::retention_class)
      .def_readonly("state", &RetentionStatus::state)
      .def_readonly("anchor", &RetentionStatus::anchor)
      .def_readonly("deadlines", &RetentionStatus::entries, "In the order of time.")
      .def_readonly("held_until", &RetentionStatus::held_until);
}

void bind_happenings(py::class_<Gallery>& gallery) {
  gallery
      .def("record_event", &Gallery::record_event, "subject"_a, "event"_a, "at"_a = py::none(), NoGil(),
           "Something happened: clocks start, start anew or end. Raises Error: not_found, invalid_argument.")
      .def("hold", &Gallery::hold, "subject"_a, "hold"_a, NoGil(),
           "What a rule would erase of the subject is blocked instead. Raises Error: not_found, invalid_argument.")
      .def("release", &Gallery::release, "hold"_a, NoGil(), "Ends a hold. Raises Error (not_found).")
      .def("block", &Gallery::block, "subject"_a, NoGil(), "Out of every view. Raises Error (not_found).")
      .def("unblock", &Gallery::unblock, "subject"_a, NoGil())
      .def("mark", &Gallery::mark, "subject"_a, NoGil(),
           "Protection was granted: seen for law enforcement alone (Regulation (EU) 2024/1358, art. 31).")
      .def("unmark", &Gallery::unmark, "subject"_a, NoGil(), "Protection was withdrawn.");
}

void bind_sweeps(py::class_<Gallery>& gallery) {
  gallery.def("plan_sweep", &Gallery::plan_sweep, NoGil(), "What a sweep would do now. Raises Error (clock_suspect).")
      .def(
          "sweep",
          [](Gallery& self, const privacy::Digest& token, AuditLog& audit, std::string officer,
             std::string on_behalf_of, std::string justification, std::string case_reference, std::size_t self_test,
             std::size_t threads) {
            const SweepTerms terms{std::move(officer), std::move(on_behalf_of), std::move(justification),
                                   std::move(case_reference), self_test};
            return run(threads, py::none(),
                       [&](const Work& work) { return self.sweep(token, terms, audit.open(), work); });
          },
          "token"_a, "audit"_a, py::kw_only(), "officer"_a, "on_behalf_of"_a = "", "justification"_a = "",
          "case_reference"_a = "", "self_test"_a = SweepTerms{}.self_test, "threads"_a = 1,
          "Does what the plan of that token says, after an audit entry. Raises Error: invalid_argument (another "
          "difference is due now), clock_suspect, audit_failed (nothing is done).")
      .def("retention", &Gallery::retention, NoGil(), "What is due when, for every reference.")
      .def("trust_clock", &Gallery::trust_clock, NoGil(), "Somebody has looked at the clock and says that it is right.")
      .def("state", &Gallery::state, "reference"_a, NoGil(), "Also of erased references. Raises Error (not_found).")
      .def("tombstone", &Gallery::tombstone, "reference"_a, NoGil(), "None, if the reference is not erased.");
}

template <class Secret>
void bind_rotation(py::class_<Gallery>& gallery) {
  gallery.def(
      "rotate",
      [](Gallery& self, Secret& key, std::size_t threads, const py::object& progress) {
        return run(threads, progress, [&](const Work& work) { return self.rotate(key, work); });
      },
      "key"_a, "threads"_a = 1, "progress"_a = py::none(),
      "Another key (Key, Passphrase, KeyProvider): record keys are wrapped anew, no template is touched. Raises Error "
      "(busy).");
}

}  // namespace

void bind_gallery_retention(py::module_& limen, py::class_<Gallery>& gallery) {
  bind_sweep_values(limen);
  bind_happenings(gallery);
  bind_sweeps(gallery);
  bind_rotation<Key>(gallery);
  bind_rotation<Passphrase>(gallery);
  bind_rotation<KeyProvider>(gallery);
}

}  // namespace limen::python
