// Errors as values. A wish that can't be granted comes back as an Error: a code a program can test and one sentence a
// person can read, which names what was wrong and what is allowed. Nothing has changed when an Error comes back.
#pragma once

#include "base/assert.h"

#include <string>
#include <utility>
#include <variant>

namespace harmonium {

// The codes cross into JavaScript as HarmoniumError.code, spelled as errorName() does.
enum class ErrorCode {
  kInvalidOption,   // a setting out of range, of the wrong type or unknown
  kInvalidData,     // data that can't be read: truncated, mislabelled, foreign, too large
  kInvalidFile,     // a saved file that can't be read
  kInvalidRequest,  // a call that makes no sense now or here
  kUnknownName,     // no model, data set, measure or tensor of that name
  kNotAvailable,    // known, but not for this model or this size
  kDiverged,        // numbers ran away; the last good parameters are kept
};

const char* errorName(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::kInvalidRequest;
  std::string sentence;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: an answer converts
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: so does a refusal

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  T& value() {
    HARMONIUM_ASSERT(ok());
    return *std::get_if<T>(&state_);
  }
  const T& value() const {
    HARMONIUM_ASSERT(ok());
    return *std::get_if<T>(&state_);
  }
  const Error& error() const {
    HARMONIUM_ASSERT(!ok());
    return *std::get_if<Error>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

// A Result without a value.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)), ok_(false) {}  // NOLINT

  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  const Error& error() const {
    HARMONIUM_ASSERT(!ok_);
    return error_;
  }

 private:
  Error error_;
  bool ok_ = true;
};

}  // namespace harmonium
