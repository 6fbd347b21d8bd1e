// limen.privacy: counts for a public report, with differential privacy.
#include "limen/privacy/usage_counts.hpp"

#include <cmath>

#include "convert.hpp"
#include "modules.hpp"

namespace limen::python {
namespace {

using namespace privacy;

/// Whole thousandths, so that the noise can be drawn exactly.
Epsilon epsilon_from(double value) {
  const double milli = std::round(value * 1000);
  if (!(milli >= 1 && milli <= 1e9) || std::abs(value * 1000 - milli) > 1e-6)
    refuse("epsilon: a positive number of whole thousandths is wanted, e.g. 0.1; " + std::to_string(value) +
           " was given");
  return {static_cast<std::uint32_t>(milli)};
}

double number(Epsilon epsilon) { return epsilon.milli / 1000.0; }

}  // namespace

void bind_usage_counts(py::module_& m) {
  py::class_<UsageCount>(m, "UsageCount", "One count as it was published.")
      .def_readonly("name", &UsageCount::name)
      .def_readonly("value", &UsageCount::value, "With noise; may be below 0: print 0 then.")
      .def_property_readonly("epsilon", [](const UsageCount& count) { return number(count.epsilon); })
      .def_readonly("contribution", &UsageCount::contribution, "By how much one person can change it, at most.")
      .def_readonly("published", &UsageCount::published);
  py::class_<UsageCounts>(m, "UsageCounts",
                          "Counts that tell nothing of any one person, and the privacy budget that is left.")
      .def_static(
          "open",
          [](const std::filesystem::path& file, const Key& key, double budget) {
            return UsageCounts::open(file, key, epsilon_from(budget));
          },
          "file"_a, "key"_a, "budget"_a,
          "A new file gets `budget` (ε); that of an existing one stays. Raises Error: wrong_key, invalid_argument, …")
      .def(
          "publish",
          [](UsageCounts& counts, std::string_view name, std::uint64_t count, double epsilon,
             std::uint32_t contribution) { return counts.publish(name, count, epsilon_from(epsilon), contribution); },
          "name"_a, "count"_a, "epsilon"_a, "contribution"_a = 1,
          "Adds geometric noise and spends the loss first. A name that was published gives the same value again. "
          "Raises "
          "Error: access_denied (the budget does not hold it), invalid_argument.")
      .def_property_readonly("budget", [](const UsageCounts& counts) { return number(counts.budget()); })
      .def_property_readonly("left", [](const UsageCounts& counts) { return number(counts.left()); })
      .def_property_readonly("published", &UsageCounts::published, "In their order.");
}

}  // namespace limen::python
