// The answers of work that can stop on the way and may refuse (base/work.h).
#pragma once

#include "base/result.h"
#include "base/work.h"

#include <optional>
#include <utility>

namespace harmonium {

// Empty until the work is done.
template <typename T>
using Later = std::optional<Result<T>>;

// Does all of the work that begin(pace, answer) makes, without a stop.
template <typename T, typename Begin>
Result<T> atOnce(Begin begin) {
  Pace whole;
  Later<T> answer;
  finish(begin(whole, answer));
  return std::move(*answer);
}

}  // namespace harmonium
