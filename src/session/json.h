// JSON as the session uses it: nlohmann's library without exceptions, and the checks that hostile text needs. Every
// refusal is an Error with the given code and one sentence that names the field, its value and what is allowed.
#pragma once

#include "base/json_text.h"
#include "base/later.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace harmonium {

// The longest text that is parsed, in bytes. Only data sets given in place come near it.
inline constexpr std::size_t kLongestJson = 64u << 20;

// Parses an object. The sentence of a refusal starts with `what` ("The experiment"). Of two members with one name JSON
// keeps one; kOnce refuses them. The work may stop on the way (base/work.h); `text` has to live until its end.
enum class Names { kAny, kOnce };
Work parseObject(Pace& pace, std::string_view text, const char* what, ErrorCode code, Names names, Later<Json>& out);
// The same without a stop.
Result<Json> parseObject(std::string_view text, const char* what, ErrorCode code, Names names = Names::kAny);

// Appends a text as JSON, with its quotation marks. The work may stop on the way; `text` has to live until its end.
Work appendQuoted(Pace& pace, std::string_view text, std::string& out);

// Returns a value as a refusal shows it: as JSON text of at most 60 bytes, or "a list", or "an object".
std::string inQuotes(const Json& value);

// Refuses an object with a member that is not in `known`.
Status onlyKnown(const Json& object, std::initializer_list<std::string_view> known, const std::string& what,
                 ErrorCode code);

// Reads the member `name`, which must be a whole number in [minimum, maximum]. Returns `otherwise` where the member is
// missing.
Result<std::uint64_t> wholeNumber(const Json& object, const char* name, std::uint64_t minimum, std::uint64_t maximum,
                                  std::uint64_t otherwise, ErrorCode code);

// Writes a value as JSON text without spaces. Invalid UTF-8 is replaced by U+FFFD, so writing never fails.
std::string textOf(const Json& value);

}  // namespace harmonium
