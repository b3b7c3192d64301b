#include "session/spec.h"

#include "base/words.h"
#include "data/catalogue.h"
#include "session/given_data.h"
#include "session/json.h"
#include "session/registry.h"
#include "session/settings.h"

namespace harmonium {

namespace {

constexpr ErrorCode kWrong = ErrorCode::kInvalidOption;
// JavaScript holds whole numbers up to this one exactly.
constexpr std::uint64_t kLargestSeed = (std::uint64_t{1} << 53) - 1;

}  // namespace

Result<Spec> parseSpec(const std::string& text) {
  Result<Json> parsed = parseObject(text, "The experiment", kWrong);
  if (!parsed) return parsed.error();
  const Json& json = parsed.value();
  if (Status known = onlyKnown(json, {"model", "data", "seed", "settings"}, "An experiment", kWrong); !known) {
    return known.error();
  }

  // The model comes first: the defaults of everything else depend on it.
  std::string names;
  for (const ModelType& type : modelTypes()) names += (names.empty() ? "" : ", ") + type.name;
  if (!json.contains("model") || !json["model"].is_string()) {
    return Error{ErrorCode::kUnknownName, "An experiment needs a model: one of " + names + "."};
  }
  const ModelType* model = findModel(json["model"].get_ref<const std::string&>());
  if (model == nullptr) {
    return Error{ErrorCode::kUnknownName, "There is no model " + inQuotes(json["model"]) + "; there is " + names + "."};
  }

  Spec spec{.model = model,
            .data = model->presets().front().data,
            .given = nullptr,
            .seed = 1,
            .settings = Settings(model->options())};
  if (const auto data = json.find("data"); data != json.end()) {
    if (data->is_string()) {
      spec.data = data->get<std::string>();
      if (findDataset(spec.data) == nullptr) {
        std::vector<std::string> sets;
        for (const CatalogueEntry& entry : catalogue()) sets.push_back(entry.name);
        return Error{ErrorCode::kUnknownName,
                     "There is no data set " + inQuotes(*data) + "; there are " + namesNear(spec.data, sets) + "."};
      }
    } else if (data->is_object()) {
      Result<std::shared_ptr<const Dataset>> given = readGivenData(*data);
      if (!given) return given.error();
      spec.data = "inline";  // no catalogue entry has this name
      spec.given = std::move(given.value());
    } else {
      return Error{kWrong, "data is " + inQuotes(*data) + ", but it must be a name or a set given in place."};
    }
  }

  Result<std::uint64_t> seed = wholeNumber(json, "seed", 0, kLargestSeed, 1, kWrong);
  if (!seed) return seed.error();
  spec.seed = seed.value();

  if (const auto settings = json.find("settings"); settings != json.end()) {
    if (!settings->is_object())
      return Error{kWrong, "settings is " + inQuotes(*settings) + ", but it must be an object."};
    if (Status status = setAll(spec.settings, *settings); !status) return status.error();
  }
  return spec;
}

std::string writeSpec(const Spec& spec, GivenData given) {
  Json json;
  json["model"] = spec.model->name;
  json["data"] = spec.given && given == GivenData::kWhole ? writeGivenData(*spec.given) : Json(spec.data);
  json["seed"] = spec.seed;
  for (const Option& option : spec.settings.table()) json["settings"][option.name] = valueJson(spec.settings, option);
  return textOf(json);
}

}  // namespace harmonium
