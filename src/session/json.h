// JSON as the session uses it: nlohmann's library, without exceptions, and the checks that hostile text needs.
#pragma once

#include "base/result.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace harmonium {

using Json = nlohmann::ordered_json;

// Longest text that is looked at at all. Sets given inline are the only long ones.
inline constexpr std::size_t kLongestJson = 64u << 20;

// An object, or a refusal that starts with `what` ("The experiment").
Result<Json> parseObject(std::string_view text, const std::string& what, ErrorCode code);

// A value as it stands in a refusal: short, quoted by JSON's own rules.
std::string inQuotes(const Json& value);

// Refuses members that are not in `known`.
Status onlyKnown(const Json& object, std::initializer_list<std::string_view> known, const std::string& what,
                 ErrorCode code);

// A whole number in [minimum, maximum] from `object`, or `otherwise` where the member is missing.
Result<std::uint64_t> wholeNumber(const Json& object, const char* name, std::uint64_t minimum, std::uint64_t maximum,
                                  std::uint64_t otherwise, ErrorCode code);

// Text as JSON text: invalid UTF-8 is replaced, never an error.
std::string textOf(const Json& value);

}  // namespace harmonium
