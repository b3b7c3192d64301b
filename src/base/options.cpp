#include "base/options.h"

#include <cmath>
#include <cstdio>

namespace harmonium {

const Option* findOption(const OptionTable& table, std::string_view name) {
  for (const Option& option : table) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

std::string formatNumber(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

namespace {

std::string allowed(const Option& option) {
  switch (option.type) {
    case OptionType::kInteger:
      return "a whole number from " + formatNumber(option.minimum) + " to " + formatNumber(option.maximum);
    case OptionType::kNumber:
      return "a number from " + formatNumber(option.minimum) + " to " + formatNumber(option.maximum);
    case OptionType::kToggle:
      return "true or false";
    case OptionType::kChoice:
      break;
  }
  std::string names = "one of ";
  for (std::size_t i = 0; i < option.choices.size(); ++i) {
    if (i > 0) names += ", ";
    names += option.choices[i].name;
  }
  return names;
}

Error refused(const Option& option, const std::string& value) {
  return {ErrorCode::kInvalidOption, option.name + " is " + value + ", but it must be " + allowed(option) + "."};
}

Error unknown(const OptionTable& table, std::string_view name) {
  std::string known;
  for (const Option& option : table) known += (known.empty() ? "" : ", ") + option.name;
  return {ErrorCode::kInvalidOption,
          "There is no option \"" + std::string(name) + "\"; the options are " + known + "."};
}

bool fits(const Option& option, double value) {
  if (!std::isfinite(value)) return false;
  switch (option.type) {
    case OptionType::kNumber:
      return value >= option.minimum && value <= option.maximum;
    case OptionType::kInteger:
      return value == std::floor(value) && value >= option.minimum && value <= option.maximum;
    case OptionType::kToggle:
      return value == 0 || value == 1;
    case OptionType::kChoice:
      return value == std::floor(value) && value >= 0 && value < static_cast<double>(option.choices.size());
  }
  return false;
}

}  // namespace

Settings::Settings(const OptionTable& table) : table_(&table) {
  for (const Option& option : table) {
    HARMONIUM_ASSERT(fits(option, option.initial));
    values_[option.name] = option.initial;
  }
}

Status Settings::set(std::string_view name, double value) {
  const Option* option = findOption(*table_, name);
  if (option == nullptr) return unknown(*table_, name);
  if (!fits(*option, value)) return refused(*option, formatNumber(value));
  values_[option->name] = value;
  return {};
}

Status Settings::setChoice(std::string_view name, std::string_view choice) {
  const Option* option = findOption(*table_, name);
  if (option == nullptr) return unknown(*table_, name);
  if (option->type == OptionType::kChoice) {
    for (std::size_t i = 0; i < option->choices.size(); ++i) {
      if (option->choices[i].name == choice) {
        values_[option->name] = static_cast<double>(i);
        return {};
      }
    }
  }
  // What came from outside is quoted, and cut: it may be long.
  return refused(*option, "\"" + std::string(choice.substr(0, 40)) + "\"");
}

double Settings::number(std::string_view name) const {
  const auto found = values_.find(name);
  HARMONIUM_ASSERT(found != values_.end());
  return found->second;
}

int Settings::integer(std::string_view name) const {
  return static_cast<int>(number(name));
}

const std::string& Settings::choice(std::string_view name) const {
  const Option* option = findOption(*table_, name);
  HARMONIUM_ASSERT(option != nullptr && option->type == OptionType::kChoice);
  return option->choices[static_cast<std::size_t>(number(name))].name;
}

}  // namespace harmonium
