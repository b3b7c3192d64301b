#include "base/result.h"

namespace harmonium {

const char* errorName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidOption:
      return "invalid-option";
    case ErrorCode::kInvalidData:
      return "invalid-data";
    case ErrorCode::kInvalidFile:
      return "invalid-file";
    case ErrorCode::kInvalidRequest:
      return "invalid-request";
    case ErrorCode::kUnknownName:
      return "unknown-name";
    case ErrorCode::kNotAvailable:
      return "not-available";
    case ErrorCode::kDiverged:
      return "diverged";
  }
  return "invalid-request";  // never reached: the switch covers every code, and the compiler warns where one is missing
}

}  // namespace harmonium
