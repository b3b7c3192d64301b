// What tests of layered models have in common: settings, a summary of binary data, and values of a likelihood.
#pragma once

#include "models/model.h"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace harmonium::layered {

// Settings with these layers. A choice of "true" or "false" is a toggle.
inline Settings settingsOf(const OptionTable& table, const std::vector<double>& layers,
                           const std::vector<std::pair<std::string, std::string>>& choices = {}) {
  Settings settings(table);
  REQUIRE(settings.setList("layers", layers).ok());
  for (const auto& [name, value] : choices) {
    if (value == "true" || value == "false") {
      REQUIRE(settings.set(name, value == "true" ? 1 : 0).ok());
    } else {
      REQUIRE(settings.setChoice(name, value).ok());
    }
  }
  return settings;
}

inline DataSummary summaryOf(int values, int classes = 0) {
  return {.rows = 1,
          .cols = values,
          .examples = 8,
          .mean = Vector::Constant(values, 0.5f),
          .binary = true,
          .classes = classes};
}

inline std::vector<double> natsOf(Result<std::unique_ptr<Likelihood>> made, const Batch& batch) {
  REQUIRE(made.ok());
  while (!made.value()->prepare()) {
  }
  std::vector<double> nats(static_cast<std::size_t>(batch.v.cols()));
  made.value()->logLikelihood(batch, nats);
  return nats;
}

}  // namespace harmonium::layered
