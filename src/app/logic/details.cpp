#include "app/logic/details.h"

#include <cmath>

namespace harmonium::app {

DetailForm detailForm(const Measurement& measurement) {
  if (measurement.details.empty()) return DetailForm::kNone;
  double sum = 0;
  bool in_unit = true;
  for (const auto& [name, value] : measurement.details) {
    in_unit &= value >= 0 && value <= 1;
    sum += value;
  }
  // The tolerance allows for rounding errors in the shares.
  const bool whole = in_unit && measurement.details.size() > 1 && std::abs(sum - 1) < 0.01;
  return whole ? DetailForm::kShares : DetailForm::kNumbers;
}

}  // namespace harmonium::app
