#include "session/json.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

Work parseObject(Pace& pace, std::string_view text, const char* what, ErrorCode code, Names names, Later<Json>& out) {
  const std::string subject = what;
  if (text.size() > kLongestJson) {
    out = Error{code, subject + " is " + std::to_string(text.size()) + " bytes long; at most " +
                          std::to_string(kLongestJson) + " are allowed."};
    co_return;
  }
  JsonText read;
  co_await readJson(pace, text, read);
  if (names == Names::kOnce && !read.twice.empty()) {
    out = Error{code, subject + " has two members with the name " + inQuotes(read.twice) + "."};
  } else if (read.value.is_discarded()) {
    out = Error{code, subject + " is not valid JSON."};
  } else if (!read.value.is_object()) {
    out = Error{code, subject + " must be a JSON object, not " + inQuotes(read.value) + "."};
  } else {
    out = std::move(read.value);
  }
}

Result<Json> parseObject(std::string_view text, const char* what, ErrorCode code, Names names) {
  return atOnce<Json>([&](Pace& pace, Later<Json>& out) { return parseObject(pace, text, what, code, names, out); });
}

Work appendQuoted(Pace& pace, std::string_view text, std::string& out) {
  constexpr std::size_t kRun = 1 << 16;
  constexpr double kPerByte = 40;  // operations
  out.reserve(out.size() + text.size() + text.size() / 16 + 2);
  out += '"';
  for (std::size_t at = 0, end = 0; at < text.size(); at = end) {
    end = std::min(text.size(), at + kRun);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;  // cuts no character
    const std::string part = textOf(Json(std::string(text.substr(at, end - at))));
    out.append(part, 1, part.size() - 2);
    co_await pace.spent(kPerByte * toDouble(end - at));
  }
  out += '"';
}

std::string inQuotes(const Json& value) {
  if (value.is_array()) return "a list";
  if (value.is_object()) return "an object";
  std::string text = textOf(value);
  // The cut may split a character of UTF-8. Text is made valid again where it leaves the core.
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

Status onlyKnown(const Json& object, std::initializer_list<std::string_view> known, const std::string& what,
                 ErrorCode code) {
  for (const auto& [name, value] : object.items()) {
    // The refusal lists all names, because an unknown field is most often a misspelt one.
    bool found = false;
    std::string names;
    for (const std::string_view candidate : known) {
      found = found || name == candidate;
      names += (names.empty() ? "" : ", ") + std::string(candidate);
    }
    if (!found) return Error{code, what + " has no field " + inQuotes(name) + "; it may have " + names + "."};
  }
  return {};
}

Result<std::uint64_t> wholeNumber(const Json& object, const char* name, std::uint64_t minimum, std::uint64_t maximum,
                                  std::uint64_t otherwise, ErrorCode code) {
  const auto found = object.find(name);
  if (found == object.end()) return otherwise;
  // It is read as a double, so that 5.0 and 5e0 count as whole too.
  if (found->is_number()) {
    const double value = found->get<double>();
    if (value >= toDouble(minimum) && value <= toDouble(maximum) && value == std::floor(value)) {
      return toU64(value);
    }
  }
  return Error{code, std::string(name) + " is " + inQuotes(*found) + ", but it must be a whole number from " +
                         std::to_string(minimum) + " to " + std::to_string(maximum) + "."};
}

std::string textOf(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace harmonium
