#include "limen/core/error_rate.hpp"

#include <string>

namespace limen {

Result<double> fmr_of(const ErrorRate& rate) {
  for (const double one : {rate.fmr, rate.fpir})
    if (!(one >= 0 && one <= 1))
      return {ErrorCode::invalid_argument, "error rate: it lies in (0, 1]; " + std::to_string(one) + " was given"};
  if ((rate.fmr > 0) == (rate.fpir > 0))
    return {ErrorCode::invalid_argument, "error rate: exactly one of fmr and fpir is given, in (0, 1]"};
  if (rate.fmr > 0) return rate.fmr;
  if (rate.n == 0)
    return {ErrorCode::invalid_argument, "error rate: fpir is a rate of searches among n references; say n"};
  return rate.fpir / static_cast<double>(rate.n);
}

}  // namespace limen
