#include "tests/support/check_table.h"

#include <algorithm>

namespace harmonium {

namespace {

std::string faultOf(const OptionTable& table, const Option& option, const Condition& condition) {
  const Option* other = findOption(table, condition.option);
  if (other == nullptr) return option.name + " is shown if " + condition.option + ", which there is not";
  if (other == &option) return option.name + " is shown if it is something itself";
  if (other->type != OptionType::kToggle && other->type != OptionType::kChoice)
    return option.name + " is shown if " + other->name + ", which is neither a choice nor a toggle";
  if (condition.values.empty()) return option.name + " is never shown";
  for (const std::string& value : condition.values) {
    const bool known =
        other->type == OptionType::kToggle
            ? value == "true" || value == "false"
            : std::ranges::any_of(other->choices, [&](const Choice& choice) { return choice.name == value; });
    if (!known) return option.name + " is shown if " + other->name + " is " + value + ", which it can't be";
  }
  for (const Condition& next : condition.or_else) {
    if (std::string fault = faultOf(table, option, next); !fault.empty()) return fault;
  }
  return "";
}

}  // namespace

std::string faultOf(const OptionTable& table) {
  for (const Option& option : table) {
    for (const Condition& condition : option.shown_if) {
      if (std::string fault = faultOf(table, option, condition); !fault.empty()) return fault;
    }
    if (option.type == OptionType::kSizes && (option.least_count > option.most_count || !option.per.empty()))
      return option.name + " has no sound number of entries";
    if (option.per.empty()) continue;
    const Option* sizes = findOption(table, option.per);
    if (sizes == nullptr || sizes->type != OptionType::kSizes)
      return option.name + " has one value per " + option.per + ", which is no list of sizes";
    if (option.type != OptionType::kNumber && option.type != OptionType::kInteger)
      return option.name + " is no number and has one value per " + option.per;
  }
  return "";
}

}  // namespace harmonium
