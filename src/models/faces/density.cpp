#include "models/faces/density.h"

namespace harmonium {

const char* certaintyName(Certainty certainty) {
  switch (certainty) {
    case Certainty::kExact:
      return "exact";
    case Certainty::kLowerBound:
      return "lower bound";
    case Certainty::kEstimate:
      break;
  }
  return "estimate";
}

Error noLabels() {
  return {ErrorCode::kNotAvailable,
          "of must be \"visible\" here: this model knows no labels, so log p(v) is the only likelihood."};
}

}  // namespace harmonium
