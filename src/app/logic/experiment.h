// The experiment under way, read from the spec that every snapshot carries.
#pragma once

#include "app/logic/catalogue.h"

#include <map>
#include <string>
#include <string_view>

namespace harmonium::app {

struct Experiment {
  std::string spec;  // the JSON it was read from
  std::string model;
  std::string data;  // a name, or "inline"
  double seed = 0;
  std::map<std::string, OptionValue, std::less<>> values;  // of options

  OptionValue setting(const Option& option) const;
  double value(const Option& option) const { return setting(option).number; }  // where it is one number
};

Experiment readExperiment(const std::string& spec, const Catalogue& catalogue);

// The preset of the model's that the experiment is, down to every setting; null: it is one of its own.
const PresetInfo* presetOf(const ModelInfo& model, const Experiment& experiment);

}  // namespace harmonium::app
