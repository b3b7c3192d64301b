// Errors as values. A request that cannot be served returns an Error: a code that a program can test, and one sentence
// that a person can read. The sentence names what was wrong and what is allowed. A function that returns an Error has
// changed nothing.
#pragma once

#include "base/assert.h"

#include <string>
#include <utility>
#include <variant>

namespace harmonium {

// JavaScript sees the code as HarmoniumError.code, spelled as errorName() returns it.
enum class ErrorCode {
  kInvalidOption,   // a setting is unknown, out of range or of the wrong type
  kInvalidData,     // data cannot be read: truncated, mislabelled, of another format or too large
  kInvalidFile,     // a saved file cannot be read
  kInvalidRequest,  // the call makes no sense in the present state
  kUnknownName,     // no model, data set, measure or tensor has that name
  kNotAvailable,    // the thing exists, but not for this model, these data or this size
  kDiverged,        // parameters became infinite or NaN; the last finite parameters are kept
};

const char* errorName(ErrorCode code);  // "invalid-option", ...; a program may compare it, so it never changes

struct Error {
  ErrorCode code = ErrorCode::kInvalidRequest;
  std::string sentence;
};

// Either a value or an Error. value() asserts that there is a value, and error() that there is none.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: implicit, so that a function can return a value
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: implicit, so that a function can return an error

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

// Either success or an Error: a Result without a value.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)), ok_(false) {}  // NOLINT: implicit, as in Result

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
