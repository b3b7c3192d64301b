// A spec: the small JSON object that says which experiment is meant.
//
//   { "model": "rbm", "data": "mnist", "seed": 1, "settings": { "hidden": 500, ... } }
//
// "data" is a name from the catalogue or a set given in place: { "shape": [4, 4], "examples": [[0, 1, ...], ...],
// "labels": [...] } and more, see session/given_data.h. Specs come from links, files and other people's pages:
// everything is checked, a wrong one is refused with a sentence that names the field, the value and what is allowed.
// Unknown fields are refused too.
#pragma once

#include "base/options.h"
#include "base/result.h"
#include "data/dataset.h"
#include "models/model.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

struct Spec {
  const ModelType* model = nullptr;
  std::string data;                      // a name; "inline" for a set given in place
  std::shared_ptr<const Dataset> given;  // the set given in place, else null
  std::uint64_t seed = 1;                // 0 .. 2^53 - 1, so that JavaScript holds it exactly
  Settings settings;                     // of the model's table
};

Result<Spec> parseSpec(const std::string& json);
// kByName leaves a set given in place out and says "inline": for what is sent many times a second.
enum class GivenData { kWhole, kByName };
std::string writeSpec(const Spec& spec,
                      GivenData given = GivenData::kWhole);  // every setting spelled out, in the table's order

// Sets one option from a JSON value; refused as Settings::set() refuses.
Status setFromJson(Settings& settings, std::string_view name, std::string_view json);

inline constexpr const char* kVersion = "0.1.0";

// Everything a client needs to offer choices, as JSON: models (option tables, phases), data sets, measures.
std::string writeCatalogue();

}  // namespace harmonium
