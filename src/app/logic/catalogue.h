// Everything that can be chosen: models with their option tables, phases and views; data sets; measures. The core sends
// it once, as JSON. Names are the stable identifiers of links and files; labels, titles and sentences are for people.
#pragma once

#include "base/options.h"
#include "base/view.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

// One phase of an update, in the order in which an update goes through them.
struct PhaseInfo {
  std::string name, label, sentence;
};

// An experiment that is known to work: data and settings for one model.
struct PresetInfo {
  std::string name, title, sentence, data;
  std::string settings;  // a JSON object of the settings that differ from the defaults
};

struct ModelInfo {
  std::string name, title, sentence, paper;
  OptionTable options;
  std::vector<PhaseInfo> phases;
  std::vector<ViewOffer> views;  // every view that some size of the model offers, without its choices
  std::vector<PresetInfo> presets;
  std::vector<std::string> datasets;            // names of the data sets that the model can learn
  std::map<std::string, std::string> refusals;  // for each other data set, the reason in one sentence

  // Whether the model can learn the data set of this name.
  bool accepts(std::string_view dataset) const;
};

struct DatasetInfo {
  std::string name, title, sentence, source;
  int rows = 0, cols = 0;   // shape of one example; a point of the plane is 1 x 2
  int train = 0, test = 0;  // numbers of examples
  bool labels = false;      // every example has a class
  int modes = 0;            // modes of the density, where it is known; else 0
  bool real = false;        // true: values are any numbers; false: intensities in [0, 1]
  std::string values;       // as kDataValues: "real", "grey" or "binary"; empty where it is not known
};

struct MeasureInfo {
  std::string name, label, unit, sentence, cost;
  std::optional<std::vector<std::string>> models;  // models that it can measure; none: every model
  bool exact = false;                              // computed without sampling
  std::string estimates;                           // what the value says, in one sentence; may be empty
  std::string when_not;                            // when the value cannot be trusted, in one sentence; may be empty
  std::string effort;                              // what the measure costs, in one sentence; may be empty
  std::optional<bool> higher;                      // whether higher values are better; none: neither direction is
  std::vector<std::string> needs;                  // what the data must have: "labels", "modes", "test"
  // Options are named "measure.option", so that they never collide with those of a model. The option "split" is left
  // out, because all measures share one control for it.
  OptionTable options;
  bool splits = false;  // the measure can use held-out examples or training examples

  bool serves(std::string_view model) const;
  // The sentence that says why the measure cannot use these data. Empty where it can, or where `set` is null.
  std::string lacking(const DatasetInfo* set) const;
};

struct Catalogue {
  std::vector<ModelInfo> models;
  std::vector<DatasetInfo> datasets;
  std::vector<MeasureInfo> measures;

  // Null where nothing has that name. The pointers are valid as long as the catalogue is not changed.
  const ModelInfo* model(std::string_view name) const;
  const DatasetInfo* dataset(std::string_view name) const;
  const MeasureInfo* measure(std::string_view name) const;
};

// A missing field keeps its default; text that is no JSON gives an empty catalogue.
Catalogue readCatalogue(std::string_view json);

}  // namespace harmonium::app
