// Option tables. Each model has one table that describes all its settings. The app's controls, their accessible
// counterparts in HTML, links, embed attributes, validation and TypeScript types are all generated from it.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

enum class OptionType {
  kInteger,  // whole number in [minimum, maximum]
  kNumber,   // finite number in [minimum, maximum]
  kToggle,   // true or false
  kChoice,   // one of `choices`, spelled by name
  kSizes,    // a list of least_count to most_count whole numbers, each in [minimum, maximum]: the layers of a stack
};

struct Choice {
  std::string name = {};  // in specs and links, in lowerCamel
  std::string label;      // on screen
};

// In a condition, the name that stands for the data instead of an option. Its values are "real" (any numbers), "grey"
// (intensities from 0 to 1) and "binary" (0 and 1 only).
inline constexpr std::string_view kDataValues = "data.values";

// A condition on another option of the same table, or on the data. It holds where that option has one of `values`, or
// where one of the conditions in `or_else` holds.
struct Condition {
  std::string option;               // the name of an option that is no list, or kDataValues
  std::vector<std::string> values;  // names of choices; "true", "false" of a toggle; "zero", "nonzero" of a number
  std::vector<Condition> or_else = {};
};

struct Option {
  std::string name = {};   // in specs and links, in lowerCamel
  std::string label = {};  // on screen
  std::string group = {};  // the heading above it in forms
  OptionType type = OptionType::kNumber;
  double minimum = 0, maximum = 1;  // inclusive
  double initial = 0;               // the default; a toggle is 0 or 1, a choice is its index
  std::vector<Choice> choices = {};
  bool logarithmic = false;  // the slider moves in equal ratios; it still reaches 0 when minimum is 0
  bool live = false;         // may change while training; a change of any other option restarts the experiment
  std::string help = {};     // one sentence
  // From 1 to kMostRanked: its place among the options that matter first, which forms show above all others. The others
  // have 0 and stand under "more options". In a table without ranks all options stand in the order of the table.
  int rank = 0;

  // For kSizes only: how many entries the list may have, and the default list.
  std::size_t least_count = 1, most_count = 1;
  std::vector<double> initial_list = {};

  // A number or an integer may name a kSizes option here. It then accepts one value for all entries of that list, or a
  // list with one value per entry.
  std::string per = {};

  // The option has an effect only where all of these conditions hold. Forms hide it otherwise. A hidden option keeps
  // its value, and a spec may still set it.
  std::vector<Condition> shown_if = {};
};

using OptionTable = std::vector<Option>;

inline constexpr int kMostRanked = 5;

const Option* findOption(const OptionTable& table, std::string_view name);  // null where no option has that name

// The value of an option: one number, or a list.
struct OptionValue {
  OptionValue(double one = 0) : number(one) {}
  explicit OptionValue(std::vector<double> entries) : list(std::move(entries)) {}

  double number = 0;         // a toggle is 0 or 1, a choice its index; meaningless where `list` has entries
  std::vector<double> list;  // the sizes, or one value per entry of `per`; empty where `number` is the value

  bool operator==(const OptionValue&) const = default;
};

OptionValue initialValue(const Option& option);  // the default

// Returns whether all conditions of `option` hold. `number_of` returns the value of any option of the table, and
// `data_values` is what the data consist of, as in kDataValues. Conditions on data hold where it is empty: not known.
bool isShown(const OptionTable& table, const Option& option, const std::function<double(const Option&)>& number_of,
             std::string_view data_values = {});

// Changes the length of a list to `count`. Values beyond `count` are dropped, and new entries repeat the last value. A
// value without a list is returned as it is. With count 0 the result is the first value, without a list.
OptionValue withCount(OptionValue value, std::size_t count);

// The values of all options of one table, by name. They are complete and valid at any time, because every function that
// changes a value checks it first.
class Settings {
 public:
  explicit Settings(const OptionTable& table);  // every option at its default; the table must outlive the settings

  // Each of these sets one option. A refusal (kInvalidOption) is a sentence that names the option, the value and what
  // is allowed; nothing changes then. An integer option accepts whole values only, a toggle 0 or 1, a choice its index.
  // One value for an option that accepts a list holds for all entries.
  Status set(std::string_view name, double value);
  Status setChoice(std::string_view name, std::string_view choice);
  // Sets a list of sizes, or one value per entry of the list of sizes that the option names in `per`. When the number
  // of sizes changes, withCount() adapts every list that has one value per size, so that an added layer gets the values
  // of the layer below it.
  Status setList(std::string_view name, std::span<const double> values);
  // The refusal for a value of a type that no option can have, such as an object. `shown` is its text in the sentence.
  Error refusal(std::string_view name, const std::string& shown) const;

  // Values by name. A name that the table lacks fails an assertion. number() and integer() fail one where the option
  // has a list; numberAt() and integerAt() read options that accept lists, and return the one value where there is no
  // list.
  double number(std::string_view name) const;
  int integer(std::string_view name) const;
  double numberAt(std::string_view name, std::size_t entry) const;  // counted from 0
  int integerAt(std::string_view name, std::size_t entry) const;
  std::vector<int> sizes(std::string_view name) const;
  bool toggle(std::string_view name) const { return number(name) != 0; }
  const std::string& choice(std::string_view name) const;

  const OptionValue& value(std::string_view name) const;  // for an option of any type
  // isShown() with these values.
  bool shown(const Option& option, std::string_view data_values = {}) const;
  const OptionTable& table() const { return *table_; }

 private:
  std::size_t countFor(const Option& option) const;  // the length of a list of this option; 0 where it accepts none

  const OptionTable* table_;
  std::map<std::string, OptionValue, std::less<>> values_;
};

// The number with up to six significant digits, as C's "%g" writes it: 0.05, 100, 1e-05.
std::string formatNumber(double value);

}  // namespace harmonium
