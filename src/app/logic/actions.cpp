#include "app/logic/actions.h"

#include "app/logic/json.h"
#include "base/numbers.h"

#include <cmath>
#include <utility>

namespace harmonium::app {
namespace {

Json request(const char* type) {
  return Json{{"type", type}};
}

// 2^53: a double holds every whole number up to this one. Beyond it the cast to an integer would show false digits.
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
  const auto index = toSize(value.number);
  return index < option.choices.size() ? Json(option.choices[index].name) : Json();
}

}  // namespace

void Actions::send(const char* type) {
  pending_.push_back(writeJson(request(type)));
}

void Actions::seed(double value) {
  Json json = request("seed");
  json["value"] = number(value);
  pending_.push_back(writeJson(json));
}

void Actions::speed(Speed speed) {
  named("speed", speedName(speed));
}

void Actions::runTo(const char* unit, double count) {
  Json json = request("runTo");
  json["until"] = Json::object();
  json["until"][unit] = std::string_view(unit) == "toEndOfStage" ? Json(true) : number(count);
  pending_.push_back(writeJson(json));
}

void Actions::reached(std::string_view name) {
  if (!name.empty()) named("reached", name);
}

void Actions::theme(const char* value) {
  named("theme", value);
}

void Actions::set(const Option& option, const OptionValue& value) {
  Json json = request("set");
  json["option"] = option.name;
  json["value"] = optionValue(option, value);
  pending_.push_back(writeJson(json));
}

void Actions::named(const char* type, std::string_view value) {
  Json json = request(type);
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
  Json json = request("measure");
  json["name"] = measure.name;
  json["options"] = Json::object();
  if (!split.empty() && measure.splits) json["options"]["split"] = std::string(split);
  for (const Option& option : measure.options) {
    const auto changed = values.find(option.name);
    if (changed == values.end() || changed->second == initialValue(option)) continue;
    // The core knows the option "parzen.samples" as "samples" of the measure "parzen".
    json["options"][option.name.substr(measure.name.size() + 1)] = optionValue(option, changed->second);
  }
  pending_.push_back(writeJson(json));
}

void Actions::views(const std::vector<std::string>& names) {
  Json json = request("views");
  json["names"] = names;
  pending_.push_back(writeJson(json));
}

void Actions::stage(std::string_view name) {
  Json json = request("stage");
  json["name"] = std::string(name);
  pending_.push_back(writeJson(json));
}

void Actions::chainSpeed(double steps_per_second) {
  Json json = request("chainSpeed");
  json["value"] = number(steps_per_second);
  pending_.push_back(writeJson(json));
}

void Actions::holdClass(int label) {
  Json json = request("holdClass");
  json["value"] = label;
  pending_.push_back(writeJson(json));
}

void Actions::latent(std::span<const float> values) {
  numbers("latent", "values", values);
}

void Actions::drawn(std::span<const float> points) {
  numbers("drawn", "points", points);
}

void Actions::boardEntry(const char* type, std::size_t index) {
  Json json = request(type);
  json["index"] = index;
  pending_.push_back(writeJson(json));
}

void Actions::boardExport(const char* format) {
  Json json = request("boardExport");
  json["format"] = format;
  pending_.push_back(writeJson(json));
}

void Actions::numbers(const char* type, const char* field, std::span<const float> values) {
  Json json = request(type);
  json[field] = Json::array();
  // A hand cannot place a point more finely than four decimals. Fewer digits keep the request short.
  for (const float value : values) json[field].push_back(number(std::round(toDouble(value) * 1e4) / 1e4));
  pending_.push_back(writeJson(json));
}

void Actions::flush() {
  // The queue is emptied first: the sink may cause new requests, and those belong to the next call.
  const std::vector<std::string> now = std::exchange(pending_, {});
  for (const std::string& json : now) sink_(json);
}

}  // namespace harmonium::app
