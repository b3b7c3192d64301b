#include "session/spec.h"

#include "data/catalogue.h"
#include "data/inline.h"
#include "session/json.h"
#include "session/registry.h"

namespace harmonium {

namespace {

constexpr ErrorCode kWrong = ErrorCode::kInvalidOption;
constexpr std::uint64_t kLargestSeed = (std::uint64_t{1} << 53) - 1;

Status readNumbers(const Json& list, const std::string& what, std::vector<double>& out) {
  if (!list.is_array())
    return Error{ErrorCode::kInvalidData, what + " must be a list of numbers, not " + inQuotes(list) + "."};
  out.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_number()) {
      return Error{ErrorCode::kInvalidData,
                   what + "[" + std::to_string(i) + "] is " + inQuotes(list[i]) + ", but it must be a number."};
    }
    out.push_back(list[i].get<double>());
  }
  return {};
}

Status readRows(const Json& list, const std::string& what, std::vector<std::vector<double>>& out) {
  if (!list.is_array())
    return Error{ErrorCode::kInvalidData, what + " must be a list of rows, not " + inQuotes(list) + "."};
  for (std::size_t i = 0; i < list.size(); ++i) {
    out.emplace_back();
    if (Status status = readNumbers(list[i], what + "[" + std::to_string(i) + "]", out.back()); !status) return status;
  }
  return {};
}

Result<std::shared_ptr<const Dataset>> givenData(const Json& json) {
  if (Status known = onlyKnown(json, {"shape", "examples", "labels", "test", "testLabels"}, "The data set",
                               ErrorCode::kInvalidData);
      !known) {
    return known.error();
  }
  if (!json.contains("shape") || !json.contains("examples")) {
    return Error{ErrorCode::kInvalidData, "A data set given in place needs the fields shape and examples."};
  }
  InlineData data;
  if (Status status = readNumbers(json["shape"], "shape", data.shape); !status) return status.error();
  if (Status status = readRows(json["examples"], "examples", data.examples); !status) return status.error();
  if (json.contains("labels")) {
    if (Status status = readNumbers(json["labels"], "labels", data.labels); !status) return status.error();
  }
  if (json.contains("test")) {
    if (Status status = readRows(json["test"], "test", data.test); !status) return status.error();
  }
  if (json.contains("testLabels")) {
    if (Status status = readNumbers(json["testLabels"], "testLabels", data.test_labels); !status) return status.error();
  }
  Result<Dataset> set = datasetOf(data);
  if (!set) return set.error();
  return std::shared_ptr<const Dataset>(std::make_shared<Dataset>(std::move(set.value())));
}

Json rowsOf(const Split& split) {
  Json rows = Json::array();
  Matrix example;
  for (int n = 0; n < split.examples; ++n) {
    split.loadRange(static_cast<std::uint32_t>(n), 1, example);
    rows.push_back(std::vector<float>(example.data(), example.data() + example.size()));
  }
  return rows;
}

Json writeGiven(const Dataset& set) {
  Json json;
  json["shape"] = {set.rows, set.cols};
  json["examples"] = rowsOf(set.train);
  if (!set.train.labels.empty()) json["labels"] = set.train.labels;
  if (set.test.examples > 0) json["test"] = rowsOf(set.test);
  if (!set.test.labels.empty()) json["testLabels"] = set.test.labels;
  return json;
}

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
    return Error{kWrong, "An experiment needs a model: one of " + names + "."};
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
      Result<std::shared_ptr<const Dataset>> given = givenData(*data);
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
  json["data"] = spec.given && given == GivenData::kWhole ? writeGiven(*spec.given) : Json(spec.data);
  json["seed"] = spec.seed;
  for (const Option& option : spec.settings.table()) json["settings"][option.name] = valueOf(spec.settings, option);
  return textOf(json);
}

}  // namespace harmonium
