// Constructors of options, and the options that models share. A shared option has one name and one help text in all
// models.
//
// Arguments, in this order: `name` is the key in specs and links; `label` is the text on screen; `group` is the heading
// of the form under which the option stands; `minimum` and `maximum` are both allowed; `initial` is the default; `live`
// says whether the option may change while training; `help` is one or two sentences.
#pragma once

#include "base/options.h"

#include <string_view>

namespace harmonium {

// A whole number.
inline Option integerOption(std::string name, std::string label, std::string group, double minimum, double maximum,
                            double initial, bool live, std::string help) {
  return {.name = std::move(name),
          .label = std::move(label),
          .group = std::move(group),
          .type = OptionType::kInteger,
          .minimum = minimum,
          .maximum = maximum,
          .initial = initial,
          .choices = {},
          .live = live,
          .help = std::move(help)};
}

// A real number.
inline Option numberOption(std::string name, std::string label, std::string group, double minimum, double maximum,
                           double initial, bool live, std::string help) {
  return {.name = std::move(name),
          .label = std::move(label),
          .group = std::move(group),
          .type = OptionType::kNumber,
          .minimum = minimum,
          .maximum = maximum,
          .initial = initial,
          .choices = {},
          .live = live,
          .help = std::move(help)};
}

// On or off.
inline Option toggleOption(std::string name, std::string label, std::string group, bool initial, bool live,
                           std::string help) {
  return {.name = std::move(name),
          .label = std::move(label),
          .group = std::move(group),
          .type = OptionType::kToggle,
          .initial = initial ? 1.0 : 0.0,
          .choices = {},
          .live = live,
          .help = std::move(help)};
}

// One of several named choices; `initial` is the index of the default.
inline Option choiceOption(std::string name, std::string label, std::string group, std::vector<Choice> choices,
                           double initial, bool live, std::string help) {
  return {.name = std::move(name),
          .label = std::move(label),
          .group = std::move(group),
          .type = OptionType::kChoice,
          .initial = initial,
          .choices = std::move(choices),
          .live = live,
          .help = std::move(help)};
}

// A list of `least_count` to `most_count` whole numbers from `minimum` to `maximum`, such as the units of each layer.
inline Option sizesOption(std::string name, std::string label, std::string group, std::size_t least_count,
                          std::size_t most_count, double minimum, double maximum, std::vector<double> initial,
                          bool live, std::string help) {
  return {.name = std::move(name),
          .label = std::move(label),
          .group = std::move(group),
          .type = OptionType::kSizes,
          .minimum = minimum,
          .maximum = maximum,
          .choices = {},
          .live = live,
          .help = std::move(help),
          .least_count = least_count,
          .most_count = most_count,
          .initial_list = std::move(initial)};
}

// The same option with a logarithmic slider.
inline Option logarithmic(Option option) {
  option.logarithmic = true;
  return option;
}

// The same option as one of those that matter first: forms show it at this place, from 1 to kMostRanked. How the model
// learns comes before all others.
inline Option ranked(int rank, Option option) {
  option.rank = rank;
  return option;
}

// Turns a number or an integer into one value for all entries of the list `sizes`, or one value per entry. numberAt()
// and integerAt() read it.
inline Option perLayer(Option option, std::string sizes) {
  option.per = std::move(sizes);
  return option;
}

// Forms show the option only while `other` has one of these values, written as in Condition. Several of these calls on
// one option must all hold. Use it only for an option that has no effect at all otherwise.
inline Option shownIf(Option option, std::string other, std::vector<std::string> values) {
  option.shown_if.push_back({.option = std::move(other), .values = std::move(values), .or_else = {}});
  return option;
}

// Forms show the option while at least one of the conditions holds. `conditions` is not empty.
inline Option shownIfAny(Option option, std::vector<Condition> conditions) {
  Condition first = std::move(conditions.front());
  first.or_else.assign(conditions.begin() + 1, conditions.end());
  option.shown_if.push_back(std::move(first));
  return option;
}

// The session reads these two options to feed a model. It reads them with the functions beside them and looks for no
// option by name.
Option batchSizeOption(int initial);
int batchSizeIn(const Settings& settings);  // of a model that has the option
Option binarisationOption();
// The name of the choice (data/binarise.h); "none" for a model without the option, which takes values as they are.
std::string_view binarisationIn(const Settings& settings);

// Of models that learn a class: the share of the training examples that training does not see. Their error tells when
// to stop, so that held-out examples need not. The session keeps them aside and has the model read their error.
Option validationOption();
double validationIn(const Settings& settings);  // 0 for a model without the option, and where it has no effect

// Options of models that learn by gradient steps.
Option scheduleEpochsOption(int most, int initial);
Option momentumOption();
Option momentumStartOption();   // shown where momentumEpochs is not 0
Option momentumEpochsOption();  // how long it holds
Option weightDecayOption();
// Of restricted Boltzmann machines: what stands for the model in the negative phase. Shown for the methods cd and pcd.
Option reconstructionOption();

}  // namespace harmonium
