#include "app/logic/experiment.h"

#include "app/logic/json.h"

namespace harmonium::app {

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
  for (const Option& option : model->options) {
    const Json* value = find(*settings, option.name.c_str());
    if (!value) continue;
    if (!value->is_string()) {
      experiment.values[option.name] = asNumber(*value, option.initial);
      continue;
    }
    for (std::size_t i = 0; i < option.choices.size(); ++i)
      if (option.choices[i].name == *value->get_ptr<const std::string*>())
        experiment.values[option.name] = static_cast<double>(i);
  }
  return experiment;
}

}  // namespace harmonium::app
