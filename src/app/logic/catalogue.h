// What can be chosen: models with their option tables, phases and views; data sets; measures. Comes once from the core.
#pragma once

#include "base/options.h"

#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

struct PhaseInfo {
  std::string name, label, sentence;
};

struct ViewInfo {
  std::string name, title;
};

struct ModelInfo {
  std::string name, title, sentence, paper;
  OptionTable options;
  std::vector<PhaseInfo> phases;
  std::vector<ViewInfo> views;
};

struct DatasetInfo {
  std::string name, title, sentence, source;
  int rows = 0, cols = 0;
  int train = 0, test = 0;
};

struct MeasureInfo {
  std::string name, label, unit, sentence, cost;
  std::vector<std::string> models;  // empty: every model

  bool serves(std::string_view model) const;
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
