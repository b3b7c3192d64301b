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

Json optionValue(const Option& option, double value) {
  if (option.type == OptionType::kToggle) return value != 0;
  if (option.type != OptionType::kChoice) return number(value);
  const auto index = static_cast<std::size_t>(value);
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
  Json json = wish("speed");
  json["value"] = speedName(speed);
  pending_.push_back(writeJson(json));
}

void Actions::theme(const char* value) {
  Json json = wish("theme");
  json["value"] = value;
  pending_.push_back(writeJson(json));
}

void Actions::set(const Option& option, double value) {
  Json json = wish("set");
  json["option"] = option.name;
  json["value"] = optionValue(option, value);
  pending_.push_back(writeJson(json));
}

void Actions::openModel(const Experiment& now, std::string_view model) {
  Json spec = parseJson(now.spec);
  if (!spec.is_object()) return;
  spec["model"] = std::string(model);
  spec.erase("settings");
  pending_.push_back(writeJson(Json{{"type", "open"}, {"spec", std::move(spec)}}));
}

void Actions::openData(const Experiment& now, std::string_view data) {
  Json spec = parseJson(now.spec);
  if (!spec.is_object()) return;
  spec["data"] = std::string(data);
  pending_.push_back(writeJson(Json{{"type", "open"}, {"spec", std::move(spec)}}));
}

void Actions::measure(std::string_view name, std::string_view split) {
  Json json = wish("measure");
  json["name"] = std::string(name);
  json["options"] = Json::object();
  if (!split.empty()) json["options"]["split"] = std::string(split);
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

void Actions::flush() {
  const std::vector<std::string> now = std::exchange(pending_, {});
  for (const std::string& json : now) sink_(json);
}

}  // namespace harmonium::app
