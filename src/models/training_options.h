// Options that every model trained on batches of examples shares, so that they carry one name and one help text.
#pragma once

#include "base/options.h"

#include <string_view>

namespace harmonium {

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

inline Option logarithmic(Option option) {
  option.logarithmic = true;
  return option;
}

// A number or an integer: one for all entries of the list `sizes`, or one for each. Read it by numberAt() or
// integerAt().
inline Option perLayer(Option option, std::string sizes) {
  option.per = std::move(sizes);
  return option;
}

// Forms leave the option out unless `other`, a choice or a toggle, has one of these values. Several of these calls on
// one option must all hold. Only for an option that has no effect at all otherwise.
inline Option shownIf(Option option, std::string other, std::vector<std::string> values) {
  option.shown_if.push_back({.option = std::move(other), .values = std::move(values), .or_else = {}});
  return option;
}

// The same where one of several conditions is enough.
inline Option shownIfAny(Option option, std::vector<Condition> conditions) {
  Condition first = std::move(conditions.front());
  first.or_else.assign(conditions.begin() + 1, conditions.end());
  option.shown_if.push_back(std::move(first));
  return option;
}

// What the session has to know to feed a model: these options, read by functions that stand beside them, so that nobody
// else looks for options by name.
Option batchSizeOption(int initial);
int batchSizeIn(const Settings& settings);  // of a model that has the option
Option binarisationOption();
// The name of the choice (data/binarise.h); "none" for a model without the option, which takes values as they are.
std::string_view binarisationIn(const Settings& settings);

// Of models that climb a gradient step by step.
Option scheduleEpochsOption(int most, int initial);
Option momentumOption();
Option weightDecayOption();

}  // namespace harmonium
