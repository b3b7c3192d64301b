#include "base/options.h"

#include "base/numbers.h"
#include "base/words.h"

#include <algorithm>
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
  char text[32];  // "%g" needs 13 characters at most
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

namespace {

// A refusal shows the values of a list up to this length. A longer list would fill the screen, so it shows only the
// number of values.
constexpr std::size_t kMostWritten = 8;

// "3" or "1 to 4": how many entries a list may have.
std::string countRange(std::size_t least, std::size_t most) {
  if (least == most) return std::to_string(most);
  return std::to_string(least) + " to " + std::to_string(most);
}

// Says what the option accepts, as the end of a refusal. `count` is the length of the list of sizes that the option
// names in `per`; the option accepts a list of that length. 0 where it accepts no list.
std::string allowed(const Option& option, std::size_t count) {
  const std::string range = " from " + exactNumber(option.minimum) + " to " + exactNumber(option.maximum);
  const bool follows = !option.per.empty() && count > 0;
  const std::string list =
      follows ? ", or a list of " + std::to_string(count) + ", one for each entry of " + option.per : "";
  switch (option.type) {
    case OptionType::kInteger:
      return "a whole number" + range + list;
    case OptionType::kNumber:
      return "a number" + range + list;
    case OptionType::kToggle:
      return "true or false";
    case OptionType::kSizes:
      return "a list of " + countRange(option.least_count, option.most_count) + " whole numbers" + range;
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

// The list as a refusal shows it.
std::string listText(std::span<const double> values) {
  if (values.size() > kMostWritten) return "a list of " + std::to_string(values.size());
  std::string text = "[";
  for (const double value : values) text += (text.size() > 1 ? ", " : "") + exactNumber(value);
  return text + "]";
}

Error unknown(const OptionTable& table, std::string_view name) {
  std::vector<std::string> known;
  for (const Option& option : table) known.push_back(option.name);
  return {ErrorCode::kInvalidOption, "There is no option \"" + std::string(name.substr(0, 40)) +
                                         "\"; the options are " + namesNear(name, known) + "."};
}

// True where the option accepts `value` as its one value, or as one entry of its list.
bool fits(const Option& option, double value) {
  if (!std::isfinite(value)) return false;
  switch (option.type) {
    case OptionType::kNumber:
      return value >= option.minimum && value <= option.maximum;
    case OptionType::kInteger:
    case OptionType::kSizes:
      return value == std::floor(value) && value >= option.minimum && value <= option.maximum;
    case OptionType::kToggle:
      return value == 0 || value == 1;
    case OptionType::kChoice:
      return value == std::floor(value) && value >= 0 && value < toDouble(option.choices.size());
  }
  return false;
}

bool allFit(const Option& option, std::span<const double> values) {
  return std::ranges::all_of(values, [&](double value) { return fits(option, value); });
}

bool countFits(const Option& option, std::size_t count) {
  return count >= option.least_count && count <= option.most_count;
}

bool mayBeList(const Option& option) {
  return option.type == OptionType::kSizes || !option.per.empty();
}

// The value of an option by the name that conditions give it.
std::string_view nameOf(const Option& option, double number) {
  if (option.type == OptionType::kToggle) return number != 0 ? "true" : "false";
  if (option.type != OptionType::kChoice) return number != 0 ? "nonzero" : "zero";
  const std::size_t index = toSize(std::max(number, 0.0));
  return index < option.choices.size() ? std::string_view(option.choices[index].name) : "";
}

// Compares by name rather than by index, because conditions are written with the names that specs use. What is not
// known holds: showing one option too many does less harm.
bool holds(const OptionTable& table, const Condition& condition, const std::function<double(const Option&)>& number_of,
           std::string_view data_values) {
  std::string_view name = data_values;
  if (condition.option != kDataValues) {
    const Option* other = findOption(table, condition.option);
    if (other == nullptr) return true;
    name = nameOf(*other, number_of(*other));
  } else if (name.empty()) {
    return true;
  }
  if (std::ranges::find(condition.values, name) != condition.values.end()) return true;
  return std::ranges::any_of(
      condition.or_else, [&](const Condition& other_one) { return holds(table, other_one, number_of, data_values); });
}

}  // namespace

OptionValue initialValue(const Option& option) {
  return option.type == OptionType::kSizes ? OptionValue(option.initial_list) : OptionValue(option.initial);
}

bool isShown(const OptionTable& table, const Option& option, const std::function<double(const Option&)>& number_of,
             std::string_view data_values) {
  return std::ranges::all_of(
      option.shown_if, [&](const Condition& condition) { return holds(table, condition, number_of, data_values); });
}

OptionValue withCount(OptionValue value, std::size_t count) {
  if (value.list.empty()) return value;
  if (count == 0) return value.list.front();
  value.list.resize(count, value.list.back());
  return value;
}

// A table with a default that it would itself refuse is a bug, so the constructor asserts every default.
Settings::Settings(const OptionTable& table) : table_(&table) {
  for (const Option& option : table) {
    const bool sizes = option.type == OptionType::kSizes;
    HARMONIUM_ASSERT(sizes ? countFits(option, option.initial_list.size()) && allFit(option, option.initial_list)
                           : fits(option, option.initial));
    values_[option.name] = initialValue(option);
  }
}

std::size_t Settings::countFor(const Option& option) const {
  return option.per.empty() ? 0 : value(option.per).list.size();
}

// An unknown name has priority over a bad value: its refusal lists the names, which is what the reader needs first.
Error Settings::refusal(std::string_view name, const std::string& shown) const {
  const Option* option = findOption(*table_, name);
  if (option == nullptr) return unknown(*table_, name);
  return {ErrorCode::kInvalidOption,
          option->name + " is " + shown + ", but it must be " + allowed(*option, countFor(*option)) + "."};
}

Status Settings::set(std::string_view name, double value) {
  const Option* option = findOption(*table_, name);
  if (option == nullptr || option->type == OptionType::kSizes || !fits(*option, value)) {
    return refusal(name, exactNumber(value));
  }
  values_[option->name] = value;
  return {};
}

// The value is kept as an index, so that every option is a number or a list to the code that reads it.
Status Settings::setChoice(std::string_view name, std::string_view choice) {
  const Option* option = findOption(*table_, name);
  if (option != nullptr && option->type == OptionType::kChoice) {
    for (std::size_t i = 0; i < option->choices.size(); ++i) {
      if (option->choices[i].name == choice) {
        values_[option->name] = toDouble(i);
        return {};
      }
    }
  }
  // The value may come from a link and be of any length, so the sentence quotes only its start.
  return refusal(name, "\"" + std::string(choice.substr(0, 40)) + "\"");
}

Status Settings::setList(std::string_view name, std::span<const double> values) {
  const Option* option = findOption(*table_, name);
  if (option == nullptr || !mayBeList(*option)) return refusal(name, listText(values));
  const bool sizes = option->type == OptionType::kSizes;
  const bool right_count =
      sizes ? countFits(*option, values.size()) : !values.empty() && values.size() == countFor(*option);
  if (!right_count || !allFit(*option, values)) return refusal(name, listText(values));
  values_[option->name] = OptionValue(std::vector<double>(values.begin(), values.end()));
  if (!sizes) return {};
  // Adapting the dependent lists here keeps all settings valid, whatever order a caller sets them in.
  for (const Option& follower : *table_) {
    if (follower.per != option->name) continue;
    OptionValue& followed = values_[follower.name];
    followed = withCount(std::move(followed), values.size());
  }
  return {};
}

const OptionValue& Settings::value(std::string_view name) const {
  const auto found = values_.find(name);
  HARMONIUM_ASSERT(found != values_.end());
  return found->second;
}

double Settings::number(std::string_view name) const {
  const OptionValue& found = value(name);
  HARMONIUM_ASSERT(found.list.empty());
  return found.number;
}

int Settings::integer(std::string_view name) const {
  return toInt(number(name));
}

double Settings::numberAt(std::string_view name, std::size_t entry) const {
  const OptionValue& found = value(name);
  if (found.list.empty()) return found.number;
  HARMONIUM_ASSERT(entry < found.list.size());
  return found.list[entry];
}

int Settings::integerAt(std::string_view name, std::size_t entry) const {
  return toInt(numberAt(name, entry));
}

std::vector<int> Settings::sizes(std::string_view name) const {
  const Option* option = findOption(*table_, name);
  HARMONIUM_ASSERT(option != nullptr && option->type == OptionType::kSizes);
  const std::vector<double>& list = value(name).list;
  return {list.begin(), list.end()};
}

const std::string& Settings::choice(std::string_view name) const {
  const Option* option = findOption(*table_, name);
  HARMONIUM_ASSERT(option != nullptr && option->type == OptionType::kChoice);
  return option->choices[toSize(number(name))].name;
}

bool Settings::shown(const Option& option, std::string_view data_values) const {
  const auto number_of = [this](const Option& other) { return number(other.name); };
  return isShown(*table_, option, number_of, data_values);
}

}  // namespace harmonium
