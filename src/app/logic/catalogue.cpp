#include "app/logic/catalogue.h"

#include "app/logic/json.h"

#include <algorithm>

namespace harmonium::app {
namespace {

template <typename Item>
const Item* named(const std::vector<Item>& items, std::string_view name) {
  const auto at = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
  return at == items.end() ? nullptr : &*at;
}

OptionType readType(const std::string& name) {
  if (name == "integer") return OptionType::kInteger;
  if (name == "toggle") return OptionType::kToggle;
  if (name == "choice") return OptionType::kChoice;
  return OptionType::kNumber;
}

Option readOption(const Json& json) {
  Option option;
  option.name = textOf(json, "name");
  option.label = textOf(json, "label", option.name);
  option.group = textOf(json, "group");
  option.type = readType(textOf(json, "type"));
  option.minimum = numberOf(json, "minimum", 0);
  option.maximum = numberOf(json, "maximum", 1);
  option.logarithmic = flagOf(json, "logarithmic");
  option.live = flagOf(json, "live");
  option.help = textOf(json, "help");
  for (const Json& choice : listOf(json, "choices")) {
    const std::string name = textOf(choice, "name");
    option.choices.push_back({name, textOf(choice, "label", name)});
  }
  const Json* initial = find(json, "default");
  option.initial = initial ? asNumber(*initial, 0) : 0;
  if (initial && initial->is_string()) {
    const Choice* choice = named(option.choices, *initial->get_ptr<const std::string*>());
    option.initial = choice ? static_cast<double>(choice - option.choices.data()) : 0;
  }
  return option;
}

ModelInfo readModel(const Json& json) {
  ModelInfo model{textOf(json, "name"),
                  textOf(json, "title"),
                  textOf(json, "sentence"),
                  textOf(json, "paper"),
                  {},
                  {},
                  {},
                  {},
                  {},
                  {}};
  for (const Json& option : listOf(json, "options")) model.options.push_back(readOption(option));
  for (const Json& phase : listOf(json, "phases"))
    model.phases.push_back({textOf(phase, "name"), textOf(phase, "label"), textOf(phase, "sentence")});
  for (const Json& view : listOf(json, "views")) model.views.push_back({textOf(view, "name"), textOf(view, "title")});
  for (const Json& preset : listOf(json, "presets")) {
    const Json* settings = find(preset, "settings");
    model.presets.push_back({textOf(preset, "name"), textOf(preset, "title"), textOf(preset, "sentence"),
                             textOf(preset, "data"), settings ? writeJson(*settings) : "{}"});
  }
  for (const Json& name : listOf(json, "datasets"))
    if (name.is_string()) model.datasets.push_back(*name.get_ptr<const std::string*>());
  if (const Json* refusals = find(json, "refusals"); refusals && refusals->is_object())
    for (const auto& [name, why] : refusals->items())
      if (why.is_string()) model.refusals[name] = *why.get_ptr<const std::string*>();
  return model;
}

DatasetInfo readDataset(const Json& json) {
  DatasetInfo set{
      textOf(json, "name"), textOf(json, "title"), textOf(json, "sentence"), textOf(json, "source"), 0, 0, 0, 0, false};
  const Json& shape = listOf(json, "shape");
  if (shape.size() == 2) {
    set.rows = static_cast<int>(asNumber(shape[0], 0));
    set.cols = static_cast<int>(asNumber(shape[1], 0));
  }
  set.train = static_cast<int>(numberOf(json, "train"));
  set.test = static_cast<int>(numberOf(json, "test"));
  set.real = flagOf(json, "real");
  return set;
}

MeasureInfo readMeasure(const Json& json) {
  MeasureInfo measure{textOf(json, "name"),    textOf(json, "label"),
                      textOf(json, "unit"),    textOf(json, "sentence"),
                      textOf(json, "cost"),    {},
                      flagOf(json, "exact"),   textOf(json, "estimates"),
                      textOf(json, "whenNot"), {}};
  const std::string better = textOf(json, "better");
  if (!better.empty()) measure.higher = better == "higher";
  for (const Json& model : listOf(json, "models"))
    if (model.is_string()) measure.models.push_back(*model.get_ptr<const std::string*>());
  return measure;
}

}  // namespace

bool MeasureInfo::serves(std::string_view model) const {
  return models.empty() || std::find(models.begin(), models.end(), model) != models.end();
}

bool ModelInfo::accepts(std::string_view dataset) const {
  return std::find(datasets.begin(), datasets.end(), dataset) != datasets.end();
}

const ModelInfo* Catalogue::model(std::string_view name) const {
  return named(models, name);
}
const DatasetInfo* Catalogue::dataset(std::string_view name) const {
  return named(datasets, name);
}
const MeasureInfo* Catalogue::measure(std::string_view name) const {
  return named(measures, name);
}

Catalogue readCatalogue(std::string_view json) {
  const Json root = parseJson(json);
  Catalogue catalogue;
  for (const Json& model : listOf(root, "models")) catalogue.models.push_back(readModel(model));
  for (const Json& set : listOf(root, "datasets")) catalogue.datasets.push_back(readDataset(set));
  for (const Json& measure : listOf(root, "measures")) catalogue.measures.push_back(readMeasure(measure));
  return catalogue;
}

}  // namespace harmonium::app
