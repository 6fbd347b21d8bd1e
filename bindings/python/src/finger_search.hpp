// What the finger searches of an index and of a view take.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "limen/fingerprint/index.hpp"

#include "index_arrays.hpp"
#include "work.hpp"

namespace limen::python {

inline std::vector<fingerprint::Probe> prepare_all(const std::vector<fingerprint::Template>& fingers) {
  std::vector<fingerprint::Probe> probes;
  probes.reserve(fingers.size());
  for (const auto& finger : fingers) probes.push_back(prepare(finger));
  return probes;
}

/// `method` of what is searched; `filter`: null for what decides itself who may be seen.
template <auto method, class Searched>
auto search_fingers(const Searched& searched, const std::vector<fingerprint::Template>& probes, std::size_t k,
                    std::optional<double> threshold, const search::Filter* filter, const std::string& profile,
                    double loss, bool neighbours, std::size_t threads, const py::object& progress) {
  const fingerprint::IndexQuery query{.candidates = k,
                                      .threshold = threshold,
                                      .filter = filter,
                                      .profile = spelt(profile, fingerprint::all_profiles, "profile"),
                                      .loss = loss,
                                      .neighbours = neighbours};
  return run(threads, progress, [&](const Work& work) { return (searched.*method)(prepare_all(probes), query, work); })
      .value();
}

}  // namespace limen::python
