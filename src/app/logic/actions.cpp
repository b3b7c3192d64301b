#include "app/logic/actions.h"

#include "app/logic/json.h"

#include <cmath>
#include <utility>

namespace harmonium::app {
namespace {

Json wish(const char* type) {
  return Json{{"type", type}};
}

// Up to here a double holds every whole number.
constexpr double kExactWhole = 9007199254740992.0;

// A whole number is written without a fraction, as people and the core expect.
Json number(double value) {
  if (value == std::floor(value) && std::abs(value) <= kExactWhole) return Json(static_cast<std::int64_t>(value));
  return Json(value);
}

Json optionValue(const Option& option, const OptionValue& value) {
  if (option.type == OptionType::kSizes || !value.list.empty()) {
    Json list = Json::array();
    for (const double entry : value.list) list.push_back(number(entry));
    return list;
  }
  if (option.type == OptionType::kToggle) return value.number != 0;
  if (option.type != OptionType::kChoice) return number(value.number);
  const auto index = static_cast<std::size_t>(value.number);
  return index < option.choices.size() ? Json(option.choices[index].name) : Json();
}

}  // namespace

void Actions::send(const char* type) {
  pending_.push_back(writeJson(wish(type)));
}

void Actions::seed(double value) {
  Json json = wish("seed");
  json["value"] = number(value);
  pending_.push_back(writeJson(json));
}

void Actions::speed(Speed speed) {
  named("speed", speedName(speed));
}

void Actions::theme(const char* value) {
  named("theme", value);
}

void Actions::set(const Option& option, const OptionValue& value) {
  Json json = wish("set");
  json["option"] = option.name;
  json["value"] = optionValue(option, value);
  pending_.push_back(writeJson(json));
}

void Actions::named(const char* type, std::string_view value) {
  Json json = wish(type);
  json["value"] = std::string(value);
  pending_.push_back(writeJson(json));
}

void Actions::model(std::string_view name) {
  named("model", name);
}
void Actions::preset(std::string_view name) {
  named("preset", name);
}
void Actions::data(std::string_view name) {
  named("data", name);
}

void Actions::measure(const MeasureInfo& measure, std::string_view split,
                      const std::map<std::string, OptionValue, std::less<>>& values) {
  Json json = wish("measure");
  json["name"] = measure.name;
  json["options"] = Json::object();
  if (!split.empty() && measure.splits) json["options"]["split"] = std::string(split);
  for (const Option& option : measure.options) {
    const auto changed = values.find(option.name);
    if (changed == values.end() || changed->second == initialValue(option)) continue;
    // "parzen.samples" is "samples" to parzen.
    json["options"][option.name.substr(measure.name.size() + 1)] = optionValue(option, changed->second);
  }
  pending_.push_back(writeJson(json));
}

void Actions::views(const std::vector<std::string>& names) {
  Json json = wish("views");
  json["names"] = names;
  pending_.push_back(writeJson(json));
}

void Actions::stage(std::string_view name) {
  Json json = wish("stage");
  json["name"] = std::string(name);
  pending_.push_back(writeJson(json));
}

void Actions::chainSpeed(double steps_per_second) {
  Json json = wish("chainSpeed");
  json["value"] = number(steps_per_second);
  pending_.push_back(writeJson(json));
}

void Actions::latent(std::span<const float> values) {
  numbers("latent", "values", values);
}

void Actions::drawn(std::span<const float> points) {
  numbers("drawn", "points", points);
}

void Actions::boardRemove(std::size_t index) {
  Json json = wish("boardRemove");
  json["index"] = index;
  pending_.push_back(writeJson(json));
}

void Actions::boardExport(const char* format) {
  Json json = wish("boardExport");
  json["format"] = format;
  pending_.push_back(writeJson(json));
}

void Actions::numbers(const char* type, const char* field, std::span<const float> values) {
  Json json = wish(type);
  json[field] = Json::array();
  // Nobody's hand means more than four decimals.
  for (const float value : values) json[field].push_back(number(std::round(static_cast<double>(value) * 1e4) / 1e4));
  pending_.push_back(writeJson(json));
}

void Actions::flush() {
  const std::vector<std::string> now = std::exchange(pending_, {});
  for (const std::string& json : now) sink_(json);
}

}  // namespace harmonium::app
