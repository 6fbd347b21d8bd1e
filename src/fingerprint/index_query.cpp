#include "fingerprint/index_query.hpp"

#include <cmath>
#include <string>

namespace limen::fingerprint {
namespace {

Error wrong(const std::string& message) { return {ErrorCode::invalid_argument, "fingerprint search: " + message}; }

}  // namespace

Result<void> check(const Index::State& state, const IndexQuery& query) {
  if (query.threshold && std::isnan(*query.threshold))
    return wrong("the threshold is NaN; give a −log10 of a false-match rate, or none");
  if (!(query.loss >= least_loss && query.loss <= most_loss))
    return wrong("loss is " + std::to_string(query.loss) + "; give " + std::to_string(least_loss) + " to " +
                 std::to_string(most_loss) + ", or ask for profile exhaustive");
  if (query.filter != nullptr && query.filter->size() != state.size)
    return wrong("the filter has " + std::to_string(query.filter->size()) + " bits for " + std::to_string(state.size) +
                 " references");
  return {};
}

const RowLists& VisibleRows::at(const Positions& positions) {
  auto& rows = lists_[positions.to_ulong()];
  if (!rows) rows = std::make_unique<const RowLists>(visible_rows(state_, filter_, positions));
  return *rows;
}

Result<void> prepare_stages(std::span<Asked> asked, const Work& work) {
  return for_each({work.executor, work.stop, {}}, asked.size(), [&](std::size_t i, std::size_t) {
    if (asked[i].sizes.compared >= count_of(*asked[i].rows)) return;
    const std::array kinds{!(*asked[i].rows)[0].empty(), !(*asked[i].rows)[1].empty()};
    asked[i].probe = std::make_unique<const SearchProbe>(*asked[i].finger, kinds);
  });
}

}  // namespace limen::fingerprint
