// Each modality gives search what it asks for, so that gallery and screening need to know none.
#include <doctest/doctest.h>

#include "limen/face/block.hpp"
#include "limen/face/compare.hpp"
#include "limen/face/template.hpp"
#include "limen/fingerprint/block.hpp"
#include "limen/fingerprint/compare.hpp"
#include "limen/fingerprint/synthesise.hpp"
#include "limen/search/concepts.hpp"
#include "limen/search/search.hpp"

using namespace limen;

static_assert(search::ModalityTemplate<fingerprint::Template>);
static_assert(search::ModalityTemplate<face::Template>);
static_assert(search::Comparable<fingerprint::Probe, fingerprint::Block>);

namespace {

/// Written without a word of any modality.
template <search::ModalityTemplate T>
CandidateList find(const T& probe, const std::vector<T>& enrolled) {
  typename T::Block::Builder builder;
  std::vector<ReferenceId> ids;
  for (const auto& one : enrolled) {
    builder.add(one);
    ids.push_back(ReferenceId{ids.size() + 1});
  }
  const auto block = builder.finish();
  const search::Slice<typename T::Block> slice{&block, ids, nullptr};
  return search::exhaustive(prepare(probe), std::span(&slice, 1), {.candidates = 1}).value().candidates;
}

}  // namespace

TEST_CASE("a search that knows no modality finds the mate") {
  std::vector<fingerprint::Template> enrolled;
  for (std::uint64_t finger = 1; finger <= 8; ++finger)
    enrolled.push_back(fingerprint::synthesis::make_template(finger, 1).value());
  for (std::uint64_t finger = 1; finger <= 8; ++finger) {
    const auto found = find(fingerprint::synthesis::make_template(finger, 2).value(), enrolled);
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == ReferenceId{finger});
  }
}
