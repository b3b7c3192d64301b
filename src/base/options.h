// Option tables: one table per model says everything about its settings. The controls of the app, their accessible
// twins, links, embed attributes, validation and TypeScript types are all made from it.
#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

enum class OptionType {
  kInteger,  // whole number in [minimum, maximum]
  kNumber,   // finite number in [minimum, maximum]
  kToggle,   // true or false
  kChoice,   // one of `choices`, spelled by name
};

struct Choice {
  std::string name = {};  // in specs and links: lowerCamel
  std::string label;      // on screen
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
};

using OptionTable = std::vector<Option>;

const Option* findOption(const OptionTable& table, std::string_view name);

// Values for the options of one table, by name. Always complete and always valid: the only ways to change a value check
// it.
class Settings {
 public:
  explicit Settings(const OptionTable& table);  // every option at its default; the table must outlive the settings

  // Refused with a sentence that names the option, the value and what is allowed; nothing changes then.
  // A whole number wants a whole value; a toggle takes 0 or 1; a choice its index.
  Status set(std::string_view name, double value);
  Status setChoice(std::string_view name, std::string_view choice);

  // Asking for a name the table lacks is a bug of ours.
  double number(std::string_view name) const;
  int integer(std::string_view name) const;
  bool toggle(std::string_view name) const { return number(name) != 0; }
  const std::string& choice(std::string_view name) const;

  const OptionTable& table() const { return *table_; }

 private:
  const OptionTable* table_;
  std::map<std::string, double, std::less<>> values_;
};

// A number as people write it: 0.05, 100, 1e-05.
std::string formatNumber(double value);

}  // namespace harmonium
