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

namespace {

// Reads everything but the data set. The model comes first: the defaults of everything else depend on it.
Result<Spec> readAround(const Json& json) {
  if (Status known = onlyKnown(json, {"model", "data", "seed", "settings"}, "An experiment", kWrong); !known) {
    return known.error();
  }
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
      spec.data = "inline";  // no catalogue entry has this name
    } else {
      return Error{kWrong, "data is " + inQuotes(*data) + ", but it must be a name or a set given in place."};
    }
  }
  return spec;
}

// Reads the seed and the settings, which are looked at after the data.
Status readRest(const Json& json, Spec& spec) {
  Result<std::uint64_t> seed = wholeNumber(json, "seed", 0, kLargestSeed, 1, kWrong);
  if (!seed) return seed.error();
  spec.seed = seed.value();
  const auto settings = json.find("settings");
  if (settings == json.end()) return {};
  if (!settings->is_object()) {
    return Error{kWrong, "settings is " + inQuotes(*settings) + ", but it must be an object."};
  }
  return setAll(spec.settings, *settings);
}

}  // namespace

Work parseSpec(Pace& pace, std::string_view text, Later<Spec>& out) {
  Later<Json> parsed;
  co_await parseObject(pace, text, "The experiment", kWrong, Names::kAny, parsed);
  if (!*parsed) {
    out = parsed->error();
    co_return;
  }
  Json& json = parsed->value();
  out = readAround(json);
  if (!*out) co_return;
  if (const auto data = json.find("data"); data != json.end() && data->is_object()) {
    Later<std::shared_ptr<const Dataset>> given;
    co_await readGivenData(pace, std::move(*data), given);
    if (!*given) {
      out = given->error();
      co_return;
    }
    out->value().given = std::move(given->value());
  }
  if (Status status = readRest(json, out->value()); !status) out = status.error();
}

Result<Spec> parseSpec(std::string_view text) {
  return atOnce<Spec>([&](Pace& pace, Later<Spec>& out) { return parseSpec(pace, text, out); });
}

std::string writeSpec(const Spec& spec, GivenData given) {
  if (given == GivenData::kWhole && spec.given) {
    Pace whole;
    std::string out;
    finish(writeSpec(whole, spec, out));
    return out;
  }
  Json json;
  json["model"] = spec.model->name;
  json["data"] = spec.data;
  json["seed"] = spec.seed;
  for (const Option& option : spec.settings.table()) json["settings"][option.name] = valueJson(spec.settings, option);
  return textOf(json);
}

Work writeSpec(Pace& pace, const Spec& spec, std::string& out) {
  const std::string text = writeSpec(spec, GivenData::kByName);
  if (!spec.given) {
    out = text;
    co_return;
  }
  // The given set takes the place of its name.
  const std::string name = textOf(Json(spec.data));
  const std::size_t at = text.find(name);
  out = text.substr(0, at);
  co_await writeGivenData(pace, *spec.given, out);
  out.append(text, at + name.size());
}

}  // namespace harmonium
