// What can be chosen: models with their option tables, phases and views; data sets; measures. Comes once from the core.
#pragma once

#include "base/options.h"
#include "base/view.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

struct PhaseInfo {
  std::string name, label, sentence;
};

// An experiment known to work.
struct PresetInfo {
  std::string name, title, sentence, data;
  std::string settings;  // JSON: what differs from the defaults
};

struct ModelInfo {
  std::string name, title, sentence, paper;
  OptionTable options;
  std::vector<PhaseInfo> phases;
  std::vector<ViewOffer> views;  // at any size, without their choices
  std::vector<PresetInfo> presets;
  std::vector<std::string> datasets;            // names of those it can learn
  std::map<std::string, std::string> refusals;  // of the others, why

  bool accepts(std::string_view dataset) const;
};

struct DatasetInfo {
  std::string name, title, sentence, source;
  int rows = 0, cols = 0;
  int train = 0, test = 0;
  bool labels = false;  // its examples have classes
  int modes = 0;        // of a known density
  bool real = false;    // any numbers; else intensities in [0, 1]
};

struct MeasureInfo {
  std::string name, label, unit, sentence, cost;
  std::optional<std::vector<std::string>> models;  // none: every model
  bool exact = false;
  std::string estimates;           // what it says, in a sentence; may be empty
  std::string when_not;            // when not to trust it; may be empty
  std::string effort;              // what it costs, in a sentence; may be empty
  std::optional<bool> higher;      // is better; none: neither way
  std::vector<std::string> needs;  // of the data: "labels", "modes", "test"
  // Named "measure.option", so that they are never mistaken for a model's. Without the split, which all measures share.
  OptionTable options;
  bool splits = false;  // it can look at held-out data or at training data

  bool serves(std::string_view model) const;
  // Why these data can't be measured so, as a sentence; empty where they can or where nothing is known of them.
  std::string lacking(const DatasetInfo* set) const;
};

struct Catalogue {
  std::vector<ModelInfo> models;
  std::vector<DatasetInfo> datasets;
  std::vector<MeasureInfo> measures;

  const ModelInfo* model(std::string_view name) const;
  const DatasetInfo* dataset(std::string_view name) const;
  const MeasureInfo* measure(std::string_view name) const;
};

Catalogue readCatalogue(std::string_view json);

}  // namespace harmonium::app
