#include "models/one_part.h"

#include <string>

namespace harmonium {

Status acceptsOnePart(const DataSummary& data, const char* model) {
  if (data.layout.parts.size() <= 1) return {};
  std::string names;
  for (const Part& part : data.layout.parts) names += (names.empty() ? "" : ", ") + part.name;
  return Error{ErrorCode::kNotAvailable, std::string(model) + " wants examples of one part; these have " +
                                             std::to_string(data.layout.parts.size()) + ": " + names + "."};
}

}  // namespace harmonium
