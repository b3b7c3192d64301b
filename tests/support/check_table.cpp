#include "tests/support/check_table.h"

#include "base/numbers.h"

#include <algorithm>
#include <vector>

namespace harmonium {

namespace {

// The names that a condition may give to the values of an option; of the data where there is none.
std::vector<std::string> valuesOf(const Option* option) {
  if (option == nullptr) return {"real", "grey", "binary"};
  if (option->type == OptionType::kToggle) return {"true", "false"};
  if (option->type != OptionType::kChoice)
    return option->minimum <= 0 && option->maximum >= 0 ? std::vector<std::string>{"zero", "nonzero"}
                                                        : std::vector<std::string>{"nonzero"};
  std::vector<std::string> names;
  for (const Choice& choice : option->choices) names.push_back(choice.name);
  return names;
}

std::string faultOf(const OptionTable& table, const Option& option, const Condition& condition) {
  const Option* other = findOption(table, condition.option);
  if (other == nullptr && condition.option != kDataValues)
    return option.name + " is shown if " + condition.option + ", which there is not";
  if (other == &option) return option.name + " is shown if it is something itself";
  if (other != nullptr && other->type == OptionType::kSizes)
    return option.name + " is shown if " + other->name + ", which is a list";
  if (condition.values.empty()) return option.name + " is never shown";
  const std::vector<std::string> possible = valuesOf(other);
  for (const std::string& value : condition.values) {
    if (std::ranges::find(possible, value) == possible.end())
      return option.name + " is shown if " + condition.option + " is " + value + ", which it can't be";
  }
  for (const Condition& next : condition.or_else) {
    if (std::string fault = faultOf(table, option, next); !fault.empty()) return fault;
  }
  return "";
}

// Ranks are 1, 2, ... up to some number, and none of them is given twice.
std::string faultOfRanks(const OptionTable& table) {
  std::vector<int> ranks;
  for (const Option& option : table)
    if (option.rank != 0) ranks.push_back(option.rank);
  std::ranges::sort(ranks);
  for (int place = 1; const int rank : ranks)
    if (rank != place++) return "the ranks are not 1, 2, ...: " + std::to_string(rank);
  return ranks.size() > toSize(kMostRanked) ? "more options have a rank than matter first" : "";
}

}  // namespace

std::string faultOf(const OptionTable& table) {
  if (std::string fault = faultOfRanks(table); !fault.empty()) return fault;
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
