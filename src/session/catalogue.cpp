// Implements writeCatalogue() of session/spec.h: models, data sets and measures as one JSON text. The page, its forms
// and the generated types all read it, so a model, an option or a measure is described in one place only.
#include "data/catalogue.h"

#include "base/numbers.h"
#include "session/codec.h"
#include "session/given_data.h"
#include "session/json.h"
#include "session/measures.h"
#include "session/registry.h"
#include "session/settings.h"
#include "session/spec.h"
#include "session/summary.h"

namespace harmonium {

namespace {

// Both are in the order of their enums.
const char* const kBetterNames[] = {"higher", "lower", ""};
const char* const kTypeNames[] = {"integer", "number", "toggle", "choice", "sizes"};

Json writeConditions(const std::vector<Condition>& conditions) {
  Json list = Json::array();
  for (const Condition& condition : conditions) {
    Json json = {{"option", condition.option}, {"values", condition.values}};
    if (!condition.or_else.empty()) json["orElse"] = writeConditions(condition.or_else);
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace

Json optionJson(const Option& option) {
  Json json = {{"name", option.name},
               {"label", option.label},
               {"group", option.group},
               {"type", kTypeNames[toSize(option.type)]},
               {"default", initialJson(option)},
               {"live", option.live},
               {"help", option.help}};
  // Members that mean nothing for a type are left out, so that a form cannot use them by mistake.
  if (option.type != OptionType::kToggle && option.type != OptionType::kChoice) {
    json["minimum"] = option.minimum;
    json["maximum"] = option.maximum;
    json["logarithmic"] = option.logarithmic;
  }
  if (option.type == OptionType::kSizes) {
    json["leastCount"] = option.least_count;
    json["mostCount"] = option.most_count;
  }
  if (option.rank > 0) json["rank"] = option.rank;
  if (!option.per.empty()) json["per"] = option.per;
  if (!option.shown_if.empty()) json["shownIf"] = writeConditions(option.shown_if);
  if (option.type == OptionType::kChoice) {
    for (const Choice& choice : option.choices)
      json["choices"].push_back({{"name", choice.name}, {"label", choice.label}});
  }
  return json;
}

namespace {

Json writeModel(const ModelType& type) {
  Json json = {{"name", type.name}, {"title", type.title}, {"sentence", type.sentence}, {"paper", type.paper}};
  for (const Option& option : type.options()) json["options"].push_back(optionJson(option));
  for (const Phase& phase : type.phases()) {
    json["phases"].push_back({{"name", phase.name},
                              {"label", phase.label},
                              {"sentence", phase.sentence},
                              {"sign", phase.sign},
                              {"ink", inkName(phase.ink)}});
  }
  for (const ViewOffer& view : type.views()) json["views"].push_back({{"name", view.name}, {"title", view.title}});
  for (const Preset& preset : type.presets()) {
    json["presets"].push_back({{"name", preset.name},
                               {"title", preset.title},
                               {"sentence", preset.sentence},
                               {"data", preset.data},
                               {"settings", readJson(preset.settings)},
                               {"updates", preset.updates}});
  }
  // A page asks which sets a model accepts before it has loaded any of them, so the entries alone decide here. The
  // sentence of a refusal lets the page say why a set is not offered.
  json["datasets"] = Json::array();
  for (const CatalogueEntry& entry : catalogue()) {
    const Status status = type.accepts(briefOf(entry));
    if (status.ok())
      json["datasets"].push_back(entry.name);
    else
      json["refusals"][entry.name] = status.error().sentence;
  }
  return json;
}

Json writeDataset(const CatalogueEntry& entry) {
  Json json = {{"name", entry.name},
               {"title", entry.title},
               {"sentence", entry.sentence},
               {"source", entry.source},
               {"citation", entry.citation},
               {"shape", {entry.rows, entry.cols}},
               {"train", entry.train},
               {"test", entry.test},
               {"first", entry.first},
               {"real", entry.real},
               {"labels", !entry.class_names.empty()},
               {"modes", entry.modes},
               {"parts", writeParts(layoutOf(entry))},
               {"longestHistory", entry.longest_history},
               {"files", Json::array()}};
  for (const DataFile& file : entry.files) json["files"].push_back(file.path);
  return json;
}

Json writeMeasureType(const MeasureType& type) {
  Json json = {{"name", type.name},           {"label", type.label},
               {"unit", type.unit},           {"sentence", type.estimates + " " + type.when_not},
               {"estimates", type.estimates}, {"whenNot", type.when_not},
               {"exact", type.exact},         {"better", kBetterNames[toSize(type.better)]},
               {"cost", type.cost},           {"effort", type.effort},
               {"models", Json::array()},     {"needs", Json::array()},
               {"options", Json::array()}};
  // null, not an empty text, tells a client that neither direction is better.
  if (type.better == Better::kNeither) json["better"] = nullptr;
  for (const ModelType& model : modelTypes()) {
    if (type.serves(model)) json["models"].push_back(model.name);
  }
  if (type.labels) json["needs"].push_back("labels");
  if (type.modes) json["needs"].push_back("modes");
  if (type.test) json["needs"].push_back("test");
  for (const Option& option : type.options()) json["options"].push_back(optionJson(option));
  return json;
}

}  // namespace

std::string writeCatalogue() {
  Json json;
  json["version"] = kVersion;
  for (const ModelType& type : modelTypes()) json["models"].push_back(writeModel(type));
  for (const CatalogueEntry& entry : catalogue()) json["datasets"].push_back(writeDataset(entry));
  for (const MeasureType& type : measureTypes()) json["measures"].push_back(writeMeasureType(type));
  return textOf(json);
}

}  // namespace harmonium
