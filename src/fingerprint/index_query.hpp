// What searches of an Index have in common: the question checked, the probes on their way through the stages.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "fingerprint/cascade.hpp"

namespace limen::fingerprint {

/// Error: invalid_argument.
Result<void> check(const Index::State& state, const IndexQuery& query);

/// Rows that may be seen at each set of positions, made once for all probes that ask for it.
class VisibleRows {
 public:
  VisibleRows(const Index::State& state, const search::Filter* filter) : state_(state), filter_(filter) {}
  const RowLists& at(const Positions& positions);

 private:
  const Index::State& state_;
  const search::Filter* filter_;
  std::map<unsigned long, std::unique_ptr<const RowLists>> lists_;
};

/// One probe and the rows it is still asked about.
struct Asked {
  const Prepared* finger = nullptr;
  const RowLists* rows = nullptr;
  StageSizes sizes{};
  std::unique_ptr<const SearchProbe> probe{};  ///< made if the stages have to choose
  std::unique_ptr<const RowLists> chosen{};    ///< what `rows` points to after a stage
};

/// Makes the stages' forms of the probes whose rows are too many to be all compared in full.
Result<void> prepare_stages(std::span<Asked> asked, const Work& work);

}  // namespace limen::fingerprint
