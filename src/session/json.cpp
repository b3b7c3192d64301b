#include "session/json.h"

#include "base/numbers.h"

#include <cmath>
#include <functional>
#include <set>

namespace harmonium {

Result<Json> parseObject(std::string_view text, const std::string& what, ErrorCode code, Names names) {
  if (text.size() > kLongestJson) {
    return Error{code, what + " is " + std::to_string(text.size()) + " bytes long; at most " +
                           std::to_string(kLongestJson) + " are allowed."};
  }
  // `false` turns exceptions off: the parser then returns a discarded value for wrong text.
  std::set<std::string, std::less<>> seen;
  std::string twice;
  const auto note = [&](int depth, Json::parse_event_t event, const Json& parsed) {
    if (depth != 1 || event != Json::parse_event_t::key) return true;
    const std::string& name = parsed.get_ref<const std::string&>();
    if (!seen.insert(name).second && twice.empty()) twice = inQuotes(parsed);
    return true;
  };
  const bool once = names == Names::kOnce;
  Json json = Json::parse(text, once ? Json::parser_callback_t(note) : nullptr, false);
  if (!twice.empty()) return Error{code, what + " has two members with the name " + twice + "."};
  if (json.is_discarded()) return Error{code, what + " is not valid JSON."};
  if (!json.is_object()) return Error{code, what + " must be a JSON object, not " + inQuotes(json) + "."};
  return json;
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
