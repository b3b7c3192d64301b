#include "app/logic/experiment.h"

#include "app/logic/json.h"
#include "base/numbers.h"

#include <algorithm>

namespace harmonium::app {

namespace {

OptionValue readValue(const Option& option, const Json& json) {
  if (json.is_array()) {
    std::vector<double> list;
    for (const Json& entry : json) list.push_back(asNumber(entry, 0));
    return OptionValue(std::move(list));
  }
  if (!json.is_string()) return asNumber(json, option.initial);
  // A choice is saved by name, which stays true when choices are added or reordered; options keep its index.
  for (std::size_t i = 0; i < option.choices.size(); ++i)
    if (option.choices[i].name == *json.get_ptr<const std::string*>()) return toDouble(i);
  return initialValue(option);
}

std::map<std::string, OptionValue, std::less<>> readValues(const ModelInfo& model, const Json& settings) {
  std::map<std::string, OptionValue, std::less<>> values;
  for (const Option& option : model.options)
    if (const Json* value = find(settings, option.name.c_str())) values[option.name] = readValue(option, *value);
  return values;
}

}  // namespace

OptionValue Experiment::setting(const Option& option) const {
  const auto at = values.find(option.name);
  return at == values.end() ? initialValue(option) : at->second;
}

Experiment readExperiment(const std::string& spec, const Catalogue& catalogue) {
  const Json root = parseJson(spec);
  Experiment experiment;
  experiment.spec = spec;
  experiment.model = textOf(root, "model");
  experiment.data = textOf(root, "data", "inline");
  if (const Json* own = find(root, "data"); own && own->is_object() && flagOf(*own, "real"))
    experiment.own_values = "real";
  experiment.seed = numberOf(root, "seed");
  const ModelInfo* model = catalogue.model(experiment.model);
  const Json* settings = find(root, "settings");
  if (!model || !settings) return experiment;
  experiment.values = readValues(*model, *settings);
  return experiment;
}

const PresetInfo* presetOf(const ModelInfo& model, const Experiment& experiment) {
  if (model.name != experiment.model) return nullptr;
  for (const PresetInfo& preset : model.presets) {
    if (preset.data != experiment.data) continue;
    // Both sides are compared with their defaults filled in, because a preset names only what differs from them.
    Experiment of_preset;
    of_preset.values = readValues(model, parseJson(preset.settings));
    const bool same = std::all_of(model.options.begin(), model.options.end(), [&](const Option& option) {
      return of_preset.setting(option) == experiment.setting(option);
    });
    if (same) return &preset;
  }
  return nullptr;
}

}  // namespace harmonium::app
