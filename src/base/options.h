// Option tables: one table per model says everything about its settings. The controls of the app, their accessible
// twins, links, embed attributes, validation and TypeScript types are all made from it.
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
  std::string name = {};  // in specs and links: lowerCamel
  std::string label;      // on screen
};

// What another option of the table must be for an option to matter.
struct Condition {
  std::string option;                   // a choice or a toggle
  std::vector<std::string> values;      // names of choices, or "true" or "false": it is one of them ...
  std::vector<Condition> or_else = {};  // ... or one of these conditions holds
};

struct Option {
  std::string name = {};   // in specs and links: lowerCamel
  std::string label = {};  // on screen
  std::string group = {};  // heading it stands under
  OptionType type = OptionType::kNumber;
  double minimum = 0, maximum = 1;  // inclusive
  double initial = 0;               // the default; a toggle is 0 or 1, a choice is its index
  std::vector<Choice> choices = {};
  bool logarithmic = false;  // the slider moves in equal ratios; zero stays reachable when minimum is 0
  bool live = false;         // may change while training; otherwise a change starts the experiment anew
  std::string help = {};     // one sentence

  // Of a list of sizes: how many entries it may have, and the default.
  std::size_t least_count = 1, most_count = 1;
  std::vector<double> initial_list = {};

  // A number or an integer may name a list of sizes. Its value is then one for all entries of that list, or a list with
  // one value for each.
  std::string per = {};

  // All of these must hold for the option to matter. Where one does not, forms leave the option out. It keeps its
  // value, and a spec may name it all the same.
  std::vector<Condition> shown_if = {};
};

using OptionTable = std::vector<Option>;

const Option* findOption(const OptionTable& table, std::string_view name);

// What an option is set to.
struct OptionValue {
  OptionValue(double one = 0) : number(one) {}
  explicit OptionValue(std::vector<double> entries) : list(std::move(entries)) {}

  double number = 0;         // a toggle is 0 or 1, a choice its index
  std::vector<double> list;  // of sizes, or one value for each entry of `per`; empty where `number` is for all entries

  bool operator==(const OptionValue&) const = default;
};

OptionValue initialValue(const Option& option);

// Whether all conditions of `option` hold. `number_of` gives the value that any other option of the table has.
bool isShown(const OptionTable& table, const Option& option, const std::function<double(const Option&)>& number_of);

// A list for `count` entries of another one that was made for more or for fewer: the first values are kept, and the
// last one stands for entries that are new.
OptionValue withCount(OptionValue value, std::size_t count);

// Values for the options of one table, by name. Always complete and always valid: the only ways to change a value check
// it.
class Settings {
 public:
  explicit Settings(const OptionTable& table);  // every option at its default; the table must outlive the settings

  // Refused with a sentence that names the option, the value and what is allowed; nothing changes then.
  // A whole number wants a whole value; a toggle takes 0 or 1; a choice its index.
  // One value for an option that may have a list is for all entries.
  Status set(std::string_view name, double value);
  Status setChoice(std::string_view name, std::string_view choice);
  // A list of sizes, or one value for each entry of the list of sizes that the option names. When sizes change in
  // number, lists that have one value for each follow as withCount() says, so that a layer more is like the one below.
  Status setList(std::string_view name, std::span<const double> values);
  // The same refusal for a value that is of no kind an option can have; `shown` stands for it in the sentence.
  Error refusal(std::string_view name, const std::string& shown) const;

  // Asking for a name the table lacks is a bug of ours. So is asking number() or integer() for an option that may have
  // a list: the next two are for those.
  double number(std::string_view name) const;
  int integer(std::string_view name) const;
  double numberAt(std::string_view name, std::size_t entry) const;  // counted from 0
  int integerAt(std::string_view name, std::size_t entry) const;
  std::vector<int> sizes(std::string_view name) const;
  bool toggle(std::string_view name) const { return number(name) != 0; }
  const std::string& choice(std::string_view name) const;

  const OptionValue& value(std::string_view name) const;  // of any option
  bool shown(const Option& option) const;
  const OptionTable& table() const { return *table_; }

 private:
  std::size_t countFor(const Option& option) const;  // entries that a list of this option has

  const OptionTable* table_;
  std::map<std::string, OptionValue, std::less<>> values_;
};

// A number as people write it: 0.05, 100, 1e-05.
std::string formatNumber(double value);

}  // namespace harmonium
