// limen.privacy: categories, events, retention rules and policies, holds.
#include "limen/privacy/hold.hpp"
#include "limen/privacy/key_provider.hpp"
#include "limen/privacy/retention_policy.hpp"
#include "limen/privacy/visibility.hpp"

#include "convert.hpp"
#include "enum_sets.hpp"
#include "enums.hpp"
#include "modules.hpp"
#include "options.hpp"

namespace limen::python {
namespace {

using namespace privacy;

constexpr std::array states{ReferenceState::active, ReferenceState::blocked, ReferenceState::marked,
                            ReferenceState::erased};
constexpr std::array dues{Due::erasure, Due::review, Due::blocking, Due::notice};

void bind_lists(py::module_& limen, py::module_& m) {
  limen.attr("Category") = bind_enum<Category>(limen, "Category", "Whose biometric data a reference is.", categories,
                                               [](Category c) { return to_string(c); });
  limen.attr("ReferenceState") = bind_enum<ReferenceState>(limen, "ReferenceState",
                                                           "active, blocked (in no view), marked (seen for law "
                                                           "enforcement alone), erased (its key is destroyed).",
                                                           states, [](ReferenceState s) { return to_string(s); });
  m.attr("Category") = limen.attr("Category");
  m.attr("ReferenceState") = limen.attr("ReferenceState");
  bind_enum<Event>(m, "Event", "What happens to a person's data: clocks start, start anew and end with events.", events,
                   [](Event e) { return to_string(e); });
  py::class_<Happened>(m, "Happened", "An event and its time.")
      .def_readonly("event", &Happened::event)
      .def_readonly("at", &Happened::at)
      .def("__repr__", [](const Happened& h) {
        return "<limen.privacy.Happened " + std::string(to_string(h.event)) + " " + limen::to_string(h.at) + ">";
      });
  py::class_<Hold> hold(m, "Hold", "A legal hold: data that a rule would erase are blocked instead.");
  hold.def_readwrite("owner", &Hold::owner, "Who answers for it; required.")
      .def_readwrite("reason", &Hold::reason, "Required.")
      .def_readwrite("until", &Hold::until, "Required: it ends by itself.");
  from_keywords<Hold>(hold);
}

Due due_from(std::string_view name) {
  for (const auto one : dues)
    if (to_string(one) == name) return one;
  refuse("due: '" + std::string(name) + "' is none of erasure, review, blocking, notice");
}

void bind_rules(py::module_& m) {
  py::class_<Period>(m, "Period", "A calendar period: years and months first, then days.")
      .def(py::init([](int years, int months, int days) {
             return Period{years, months, days};
           }),
           py::kw_only(), "years"_a = 0, "months"_a = 0, "days"_a = 0)
      .def_readonly("years", &Period::years)
      .def_readonly("months", &Period::months)
      .def_readonly("days", &Period::days)
      .def("__str__", [](const Period& p) { return to_string(p); })
      .def("__eq__",
           [](const Period& a, const py::object& b) { return py::isinstance<Period>(b) && a == b.cast<Period>(); })
      .def("__repr__", [](const Period& p) {
        return py::str("limen.privacy.Period(years={}, months={}, days={})").format(p.years, p.months, p.days);
      });
  py::class_<RetentionRule> rule(m, "RetentionRule",
                                 "Category, legal basis and purpose; anchor event and period; what falls due.");
  rule.def_readwrite("name", &RetentionRule::name)
      .def_readwrite("retention_class", &RetentionRule::retention_class,
                     "References enrolled under it; empty: all. A rule named like its class makes the class.")
      .def_readwrite("categories", &RetentionRule::categories, "Empty: all.")
      .def_readwrite("legal_basis", &RetentionRule::legal_basis, "Empty: all.")
      .def_readwrite("purposes", &RetentionRule::purposes, "References with at least one of them; empty: all.")
      .def_readwrite("anchors", &RetentionRule::anchors, "The period runs from the latest of these events.")
      .def_readwrite("period", &RetentionRule::period, "Zero: may not be kept at all.")
      .def_readwrite("ended_by", &RetentionRule::ended_by, "Due at once when one of these events happens.")
      .def_readwrite("void_by", &RetentionRule::void_by, "Applies no more when one of these events happens.")
      .def_readwrite("time_zone", &RetentionRule::time_zone, "Whose days are counted: an IANA name.")
      .def_property(
          "due", [](const RetentionRule& r) { return to_string(r.due); },
          [](RetentionRule& r, std::string_view name) { r.due = due_from(name); },
          "\"erasure\", \"review\", \"blocking\" or \"notice\".")
      .def_readwrite("lead", &RetentionRule::lead, "Notice is given so long before it is due.")
      .def_readwrite("overriding", &RetentionRule::overriding,
                     "A statutory period that is kept even where another rule erases earlier.")
      .def_readwrite("source", &RetentionRule::source, "The legal source; verify it with counsel.")
      .def("__repr__", [](const RetentionRule& r) { return "<limen.privacy.RetentionRule " + r.name + ">"; });
  from_keywords<RetentionRule>(rule);
  py::class_<RetentionPolicy>(m, "RetentionPolicy", "Rules, checked as a whole.")
      .def(py::init([](const std::optional<std::vector<RetentionRule>>& rules) {
             return rules ? RetentionPolicy::make(*rules).value() : RetentionPolicy();
           }),
           "rules"_a = py::none(),
           "None: the shipped rules. Raises Error (invalid_argument) for rules that contradict one another, start one "
           "another for ever, have a period of 0, …")
      .def_property_readonly(
          "rules",
          [](const RetentionPolicy& p) { return std::vector<RetentionRule>(p.rules().begin(), p.rules().end()); })
      .def("retention_class", &RetentionPolicy::retention_class, "name"_a,
           "The rule that makes the class. Raises Error (retention_required).");
  m.def("retention_presets", &retention_presets, "time_zone"_a = "UTC",
        "The shipped rules, with days of that time zone. Verify them with counsel.");
  m.def("retention_classes", &retention_classes, "The shipped rules that make a retention class.");
  m.def("retention_class", &retention_class, "name"_a, "The class of that name. Raises Error (retention_required).");
  m.def("expires_at", &expires_at, "rule"_a, "anchor"_a,
        "When what the rule says is due, if its clock started at the anchor and nothing else happened.");
}

/// What a Python class derived from limen.privacy.KeyProvider does.
class PythonProvider final : public KeyProvider {
 public:
  Result<Bytes> wrap(std::span<const std::byte> key, std::string_view context) override {
    return call("wrap", key, context,
                [](std::span<const std::byte> bytes) { return Bytes(bytes.begin(), bytes.end()); });
  }
  Result<SecureBytes> unwrap(std::span<const std::byte> wrapped, std::string_view context) override {
    return call("unwrap", wrapped, context, [](std::span<const std::byte> bytes) { return SecureBytes(bytes); });
  }

 private:
  /// What it raises is raised by the call that needed the key.
  template <class Make>
  auto call(const char* name, std::span<const std::byte> bytes, std::string_view context, Make make) const
      -> Result<decltype(make(bytes))> {
    const py::gil_scoped_acquire gil;
    const py::function method = py::get_override(static_cast<const KeyProvider*>(this), name);
    if (!method) refuse(std::string("key provider: it has no method ") + name);
    const py::object answer = method(to_bytes(bytes), context);
    py::detail::make_caster<std::span<const std::byte>> bytes_of_answer;
    if (!bytes_of_answer.load(answer, false)) refuse(std::string("key provider: bytes are wanted from ") + name);
    return make(py::detail::cast_op<std::span<const std::byte>>(bytes_of_answer));
  }
};

void bind_provider(py::module_& m) {
  py::class_<KeyProvider, PythonProvider>(m, "KeyProvider",
                                          "Keys that live elsewhere (HSM, Vault). Derive from it, with two methods: "
                                          "wrap(key, context) and unwrap(wrapped, context), bytes in and out.")
      .def(py::init<>());
}

}  // namespace

void bind_retention(py::module_& limen, py::module_& m) {
  bind_lists(limen, m);
  bind_rules(m);
  bind_provider(m);
}

}  // namespace limen::python
