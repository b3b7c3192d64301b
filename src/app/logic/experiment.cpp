#include "app/logic/experiment.h"

#include "app/logic/json.h"

#include <algorithm>

namespace harmonium::app {

namespace {

std::map<std::string, double, std::less<>> readValues(const ModelInfo& model, const Json& settings) {
  std::map<std::string, double, std::less<>> values;
  for (const Option& option : model.options) {
    const Json* value = find(settings, option.name.c_str());
    if (!value) continue;
    if (!value->is_string()) {
      values[option.name] = asNumber(*value, option.initial);
      continue;
    }
    for (std::size_t i = 0; i < option.choices.size(); ++i)
      if (option.choices[i].name == *value->get_ptr<const std::string*>()) values[option.name] = static_cast<double>(i);
  }
  return values;
}

}  // namespace

double Experiment::value(const Option& option) const {
  const auto at = values.find(option.name);
  return at == values.end() ? option.initial : at->second;
}

Experiment readExperiment(const std::string& spec, const Catalogue& catalogue) {
  const Json root = parseJson(spec);
  Experiment experiment;
  experiment.spec = spec;
  experiment.model = textOf(root, "model");
  experiment.data = textOf(root, "data", "inline");
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
    Experiment of_preset;
    of_preset.values = readValues(model, parseJson(preset.settings));
    const bool same = std::all_of(model.options.begin(), model.options.end(), [&](const Option& option) {
      return of_preset.value(option) == experiment.value(option);
    });
    if (same) return &preset;
  }
  return nullptr;
}

}  // namespace harmonium::app
