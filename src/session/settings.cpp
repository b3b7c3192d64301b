#include "session/settings.h"

#include "session/spec.h"

#include <cmath>

namespace harmonium {

namespace {

// What a message to the door may hold (web/protocol.js) is no longer either.
constexpr std::size_t kLongestValue = 4096;
// A longer list is not written out in a refusal, and neither are long entries.
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
      return option.choices[static_cast<std::size_t>(number)].name;
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
      [[fallthrough]];
    case OptionType::kSizes: {
      // No option is so long a list: what is longer is not even copied.
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
  const Json value = json.size() > kLongestValue ? Json(Json::value_t::discarded) : Json::parse(json, nullptr, false);
  if (value.is_discarded()) {
    return Error{ErrorCode::kInvalidOption, "The value of " + std::string(name.substr(0, 40)) + " is not valid JSON."};
  }
  return setOne(settings, name, value);
}

}  // namespace harmonium
