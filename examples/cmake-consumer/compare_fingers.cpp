// Two touches of one generated finger and one of another: who is who?
#include <cstdio>

#include <limen/fingerprint/compare.hpp>
#include <limen/fingerprint/synthesise.hpp>
#include <limen/simd/target.hpp>
#include <limen/version.hpp>

int main() {
  using namespace limen::fingerprint;
  const auto enrolled = synthesis::make_template(1, 10).value();
  const auto same = synthesis::make_template(1, 11).value();
  const auto other = synthesis::make_template(2, 12).value();

  const auto mated = compare(enrolled, same);
  const auto non_mated = compare(enrolled, other);
  const auto text = [](const limen::Result<Comparison>& result) {
    return result ? result->score.natural() : -1000.0;  // too few features in common to be compared
  };
  std::printf("limen %s on %s: same finger %.2f, other finger %.2f\n", limen::version().data(),
              limen::simd::active_target().name.data(), text(mated), text(non_mated));
  return text(mated) > text(non_mated) ? 0 : 1;
}
