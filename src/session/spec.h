// A spec is the small JSON object that describes an experiment:
//
//   { "model": "rbm", "data": "mnist", "seed": 1, "settings": { "hidden": 500, ... } }
//
// "data" is a name from the catalogue or a set given in place: { "shape": [4, 4], "examples": [[0, 1, ...], ...],
// "labels": [...] } and more, see session/given_data.h. Only "model" is required: "data" is by default the set of the
// model's first preset, "seed" is 1, and each setting has its own default. Specs come from links, files and other
// people's pages, so everything is checked. A wrong spec is refused with a sentence that names the field, the value and
// what is allowed. Unknown fields are refused too.
#pragma once

#include "base/later.h"
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

// An Error has the code kUnknownName for a model or data set that this core does not have, kInvalidData for a wrong set
// given in place, and kInvalidOption otherwise.
// The work may stop on the way (base/work.h); `json` has to live until its end.
Work parseSpec(Pace& pace, std::string_view json, Later<Spec>& out);
Result<Spec> parseSpec(std::string_view json);
// Says how a set given in place is written. kByName writes only "inline", for snapshots, which are sent many times per
// second.
enum class GivenData { kWhole, kByName };
// Writes every setting, in the order of the option table.
std::string writeSpec(const Spec& spec, GivenData given = GivenData::kWhole);
// With the whole set, as work that may stop on the way.
Work writeSpec(Pace& pace, const Spec& spec, std::string& out);

// Sets one option from JSON text. Refused as Settings::set() refuses; nothing changes then.
Status setFromJson(Settings& settings, std::string_view name, std::string_view json);

inline constexpr const char* kVersion = "0.1.0";

// Writes everything that a client needs to offer choices, as JSON: the version, models (with option tables, phases,
// views and presets), data sets and measures.
std::string writeCatalogue();

}  // namespace harmonium
