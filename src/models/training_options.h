// Options that every model trained on batches of examples shares, so that they carry one name and one help text.
#pragma once

#include "base/options.h"

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

inline Option logarithmic(Option option) {
  option.logarithmic = true;
  return option;
}

// Read by the session, whatever the model.
Option batchSizeOption(int initial);
Option binarisationOption();

// Of models that climb a gradient step by step.
Option scheduleEpochsOption(int most, int initial);
Option momentumOption();
Option weightDecayOption();

}  // namespace harmonium
