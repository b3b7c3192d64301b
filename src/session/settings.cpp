#include "session/settings.h"

#include "base/numbers.h"
#include "session/spec.h"

#include <cmath>

namespace harmonium {

namespace {

// In bytes of JSON text and in entries of a list. A message of the page may be no longer (web/protocol.js).
constexpr std::size_t kLongestValue = 4096;
// A refusal shows at most so many entries of a list, and so many bytes of an entry, to stay one readable sentence.
constexpr std::size_t kMostWritten = 8, kLongestEntry = 20;

Json jsonOf(const Option& option, double number) {
  switch (option.type) {
    case OptionType::kInteger:
    case OptionType::kSizes:
      return static_cast<std::int64_t>(number);
    case OptionType::kNumber:
      return number;
    case OptionType::kToggle:
      return number != 0;
    case OptionType::kChoice:
      return option.choices[toSize(number)].name;
  }
  return nullptr;
}

Json jsonOf(const Option& option, const OptionValue& value) {
  if (option.type != OptionType::kSizes && value.list.empty()) return jsonOf(option, value.number);
  Json list = Json::array();
  for (const double entry : value.list) list.push_back(jsonOf(option, entry));
  return list;
}

std::string shownText(const Json& value) {
  if (!value.is_array()) return inQuotes(value);
  if (value.size() > kMostWritten) return "a list of " + std::to_string(value.size());
  std::string text = "[";
  for (const Json& entry : value) {
    const std::string shown = inQuotes(entry);
    text +=
        (text.size() > 1 ? ", " : "") + (shown.size() > kLongestEntry ? shown.substr(0, kLongestEntry) + "..." : shown);
  }
  return text + "]";
}

bool allNumbers(const Json& list) {
  for (const Json& entry : list) {
    if (!entry.is_number()) return false;
  }
  return true;
}

// A value of a type that the option does not take ends in refusal(), whose sentence says what is allowed.
Status setOne(Settings& settings, std::string_view name, const Json& value) {
  const Option* option = findOption(settings.table(), name);
  if (option == nullptr) return settings.refusal(name, "");
  switch (option->type) {
    case OptionType::kChoice:
      if (value.is_string()) return settings.setChoice(name, value.get_ref<const std::string&>());
      break;
    case OptionType::kToggle:
      if (value.is_boolean()) return settings.set(name, value.get<bool>() ? 1.0 : 0.0);
      break;
    case OptionType::kInteger:
    case OptionType::kNumber:
      if (value.is_number()) return settings.set(name, value.get<double>());
      [[fallthrough]];  // these types may also have one value per layer
    case OptionType::kSizes: {
      // No option takes a list this long. A longer one is refused before it is copied.
      if (!value.is_array() || value.size() > kLongestValue || !allNumbers(value)) break;
      const std::vector<double> list = value.get<std::vector<double>>();
      return settings.setList(name, list);
    }
  }
  return settings.refusal(name, shownText(value));
}

}  // namespace

Json initialJson(const Option& option) {
  return jsonOf(option, initialValue(option));
}

Json valueJson(const Settings& settings, const Option& option) {
  return jsonOf(option, settings.value(option.name));
}

Status setAll(Settings& settings, const Json& object) {
  // Lists of sizes come first, because the length of other lists is checked against theirs. All changes go into a copy,
  // so that a refusal leaves the settings as they were.
  Settings changed = settings;
  const auto isSizes = [&](const std::string& name) {
    const Option* option = findOption(settings.table(), name);
    return option != nullptr && option->type == OptionType::kSizes;
  };
  for (const bool sizes : {true, false}) {
    for (const auto& [name, value] : object.items()) {
      if (isSizes(name) != sizes) continue;
      if (Status status = setOne(changed, name, value); !status) return status;
    }
  }
  settings = std::move(changed);
  return {};
}

Status setFromJson(Settings& settings, std::string_view name, std::string_view json) {
  const Json value = json.size() > kLongestValue ? Json(Json::value_t::discarded) : readJson(json);
  if (value.is_discarded()) {
    return Error{ErrorCode::kInvalidOption, "The value of " + std::string(name.substr(0, 40)) + " is not valid JSON."};
  }
  return setOne(settings, name, value);
}

}  // namespace harmonium
