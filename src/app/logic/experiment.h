// The experiment that is running, read from the spec that every snapshot carries.
#pragma once

#include "app/logic/catalogue.h"

#include <map>
#include <string>
#include <string_view>

namespace harmonium::app {

struct Experiment {
  std::string spec;  // the JSON it was read from
  std::string model;
  std::string data;        // the name of a data set; "inline" for the visitor's own data
  std::string own_values;  // what the visitor's own data consist of, as in kDataValues; empty: not known
  double seed = 0;
  std::map<std::string, OptionValue, std::less<>> values;  // by option name; defaults may be left out

  // The value of an option; its default where the spec does not name it.
  OptionValue setting(const Option& option) const;
  double value(const Option& option) const { return setting(option).number; }  // for options that are one number
};

// Values are read only for a model that the catalogue knows: without its options their types are unknown.
Experiment readExperiment(const std::string& spec, const Catalogue& catalogue);

// The preset of this model whose data and settings all equal those of the experiment. Null where there is none.
const PresetInfo* presetOf(const ModelInfo& model, const Experiment& experiment);

}  // namespace harmonium::app
