#include "session/spec.h"

#include "data/catalogue.h"
#include "session/given_data.h"
#include "session/json.h"
#include "session/registry.h"

namespace harmonium {

namespace {

constexpr ErrorCode kWrong = ErrorCode::kInvalidOption;
constexpr std::uint64_t kLargestSeed = (std::uint64_t{1} << 53) - 1;

Json valueOf(const Settings& settings, const Option& option) {
  switch (option.type) {
    case OptionType::kInteger:
      return settings.integer(option.name);
    case OptionType::kNumber:
      return settings.number(option.name);
    case OptionType::kToggle:
      return settings.toggle(option.name);
    case OptionType::kChoice:
      return settings.choice(option.name);
  }
  return nullptr;
}

Status setFrom(Settings& settings, std::string_view name, const Json& value) {
  const Option* option = findOption(settings.table(), name);
  if (option == nullptr) return settings.set(name, 0);  // says which there are
  if (value.is_string()) return settings.setChoice(name, value.get_ref<const std::string&>());
  const bool fits = option->type == OptionType::kToggle   ? value.is_boolean()
                    : option->type == OptionType::kChoice ? false
                                                          : value.is_number();
  if (!fits) return settings.setChoice(name, inQuotes(value));  // refuses, and says what is allowed
  return settings.set(name, value.is_boolean() ? (value.get<bool>() ? 1.0 : 0.0) : value.get<double>());
}

}  // namespace

Status setFromJson(Settings& settings, std::string_view name, std::string_view json) {
  const Json value = json.size() > 1000 ? Json(Json::value_t::discarded) : Json::parse(json, nullptr, false);
  if (value.is_discarded()) return Error{kWrong, "The value of " + std::string(name) + " is not valid JSON."};
  return setFrom(settings, name, value);
}

Result<Spec> parseSpec(const std::string& text) {
  Result<Json> parsed = parseObject(text, "The experiment", kWrong);
  if (!parsed) return parsed.error();
  const Json& json = parsed.value();
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
        std::string sets;
        for (const CatalogueEntry& entry : catalogue()) sets += (sets.empty() ? "" : ", ") + entry.name;
        return Error{ErrorCode::kUnknownName, "There is no data set " + inQuotes(*data) + "; there are " + sets + "."};
      }
    } else if (data->is_object()) {
      Result<std::shared_ptr<const Dataset>> given = readGivenData(*data);
      if (!given) return given.error();
      spec.data = "inline";
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
    for (const auto& [name, value] : settings->items()) {
      if (Status status = setFrom(spec.settings, name, value); !status) return status.error();
    }
  }
  return spec;
}

std::string writeSpec(const Spec& spec, GivenData given) {
  Json json;
  json["model"] = spec.model->name;
  json["data"] = spec.given && given == GivenData::kWhole ? writeGivenData(*spec.given) : Json(spec.data);
  json["seed"] = spec.seed;
  for (const Option& option : spec.settings.table()) json["settings"][option.name] = valueOf(spec.settings, option);
  return textOf(json);
}

}  // namespace harmonium
