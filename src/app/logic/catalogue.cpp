#include "app/logic/catalogue.h"

#include "app/logic/json.h"
#include "base/numbers.h"

#include <algorithm>

namespace harmonium::app {
namespace {

// Caps the counts of entries that a damaged catalogue could name: the controls would draw one box per entry.
constexpr double kMostEntries = 1000;

template <typename Item>
const Item* named(const std::vector<Item>& items, std::string_view name) {
  const auto at = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
  return at == items.end() ? nullptr : &*at;
}

std::vector<std::string> namesOf(const Json& json, const char* key) {
  std::vector<std::string> names;
  for (const Json& name : listOf(json, key))
    if (name.is_string()) names.push_back(*name.get_ptr<const std::string*>());
  return names;
}

// A type that is not known counts as a number, because reading the catalogue never fails.
OptionType readType(const std::string& name) {
  if (name == "integer") return OptionType::kInteger;
  if (name == "toggle") return OptionType::kToggle;
  if (name == "choice") return OptionType::kChoice;
  if (name == "sizes") return OptionType::kSizes;
  return OptionType::kNumber;
}

std::vector<double> readNumbers(const Json& list) {
  std::vector<double> numbers;
  for (const Json& each : list) numbers.push_back(asNumber(each, 0));
  return numbers;
}

std::vector<Condition> readConditions(const Json& list) {
  std::vector<Condition> conditions;
  for (const Json& each : list) {
    conditions.push_back({textOf(each, "option"), namesOf(each, "values"), readConditions(listOf(each, "orElse"))});
  }
  return conditions;
}

// Conditions name options, so the options' new names must stand in them as well, at every depth.
void prefix(std::vector<Condition>& conditions, const std::string& with) {
  for (Condition& condition : conditions) {
    condition.option = with + condition.option;
    prefix(condition.or_else, with);
  }
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
  option.rank = toInt(numberOf(json, "rank", 0));
  for (const Json& choice : listOf(json, "choices")) {
    const std::string name = textOf(choice, "name");
    option.choices.push_back({name, textOf(choice, "label", name)});
  }
  // The default of a choice is a name in JSON; options keep its index.
  const Json* initial = find(json, "default");
  option.initial = initial ? asNumber(*initial, 0) : 0;
  if (initial && initial->is_string()) {
    const Choice* choice = named(option.choices, *initial->get_ptr<const std::string*>());
    option.initial = choice ? toDouble(choice - option.choices.data()) : 0;
  }
  option.initial_list = readNumbers(listOf(json, "default"));
  option.least_count = toSize(std::clamp(numberOf(json, "leastCount", 1), 0.0, kMostEntries));
  option.most_count = toSize(std::clamp(numberOf(json, "mostCount", 1), 0.0, kMostEntries));
  option.per = textOf(json, "per");
  option.shown_if = readConditions(listOf(json, "shownIf"));
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
  for (const Json& view : listOf(json, "views"))
    model.views.push_back({.name = textOf(view, "name"), .title = textOf(view, "title")});
  for (const Json& preset : listOf(json, "presets")) {
    const Json* settings = find(preset, "settings");
    model.presets.push_back({textOf(preset, "name"), textOf(preset, "title"), textOf(preset, "sentence"),
                             textOf(preset, "data"), settings ? writeJson(*settings) : "{}"});
  }
  model.datasets = namesOf(json, "datasets");
  if (const Json* refusals = find(json, "refusals"); refusals && refusals->is_object())
    for (const auto& [name, why] : refusals->items())
      if (why.is_string()) model.refusals[name] = *why.get_ptr<const std::string*>();
  return model;
}

// What a set of these parts consists of, as in kDataValues. One part of grey pixels makes a set grey.
std::string valuesOf(const Json& parts) {
  std::string values;
  for (const Json& part : parts) {
    const std::string kind = textOf(part, "kind");
    if (kind == "real" || kind == "counts") return "real";
    if (kind == "intensity") values = "grey";
    if (values.empty()) values = "binary";
  }
  return values;
}

DatasetInfo readDataset(const Json& json) {
  DatasetInfo set;
  set.name = textOf(json, "name");
  set.title = textOf(json, "title");
  set.sentence = textOf(json, "sentence");
  set.source = textOf(json, "source");
  // Anything but two sides leaves 0 x 0.
  const Json& shape = listOf(json, "shape");
  if (shape.size() == 2) {
    set.rows = toInt(asNumber(shape[0], 0));
    set.cols = toInt(asNumber(shape[1], 0));
  }
  set.train = toInt(numberOf(json, "train"));
  set.test = toInt(numberOf(json, "test"));
  set.real = flagOf(json, "real");
  set.values = valuesOf(listOf(json, "parts"));
  set.labels = flagOf(json, "labels");
  set.modes = toInt(numberOf(json, "modes"));
  return set;
}

MeasureInfo readMeasure(const Json& json) {
  MeasureInfo measure;
  measure.name = textOf(json, "name");
  measure.label = textOf(json, "label");
  measure.unit = textOf(json, "unit");
  measure.sentence = textOf(json, "sentence");
  measure.cost = textOf(json, "cost");
  measure.exact = flagOf(json, "exact");
  measure.estimates = textOf(json, "estimates");
  measure.when_not = textOf(json, "whenNot");
  const std::string better = textOf(json, "better");
  if (!better.empty()) measure.higher = better == "higher";
  measure.effort = textOf(json, "effort");
  if (find(json, "models")) measure.models = namesOf(json, "models");
  measure.needs = namesOf(json, "needs");
  for (const Json& each : listOf(json, "options")) {
    Option option = readOption(each);
    if (option.name == "split") {
      measure.splits = true;
      continue;
    }
    const std::string before = measure.name + ".";
    option.name = before + option.name;
    if (!option.per.empty()) option.per = before + option.per;
    prefix(option.shown_if, before);
    option.live = true;  // an option of a measure never restarts training
    measure.options.push_back(std::move(option));
  }
  return measure;
}

}  // namespace

bool MeasureInfo::serves(std::string_view model) const {
  return !models || std::find(models->begin(), models->end(), model) != models->end();
}

std::string MeasureInfo::lacking(const DatasetInfo* set) const {
  if (!set) return "";
  for (const std::string& need : needs) {
    if (need == "labels" && !set->labels) return "Needs data with class labels.";
    if (need == "modes" && set->modes == 0) return "Needs data whose modes are known.";
    if (need == "test" && set->test == 0) return "Needs data with held-out examples.";
  }
  return "";
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
