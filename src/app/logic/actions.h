// What the visitor asked for. Panels push wishes; the page carries them out. Nothing here changes any state.
#pragma once

#include "app/logic/experiment.h"
#include "app/logic/page_state.h"
#include "base/options.h"

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

class Actions {
 public:
  using Sink = std::function<void(const std::string& json)>;
  explicit Actions(Sink sink) : sink_(std::move(sink)) {}

  // Wishes without further words: "play", "pause", "update", "phase", "reset", "newSeed", "restartChains",
  // "stopMeasure", "save", "load", "copyLink", "dismissError", "resume", "randomLatent", "ownData", "boardAdd",
  // "boardClear".
  void send(const char* type);
  void seed(double value);
  void speed(Speed speed);
  void theme(const char* value);
  void set(const Option& option, const OptionValue& value);
  // The page finds data that the model takes, and settings for them.
  void model(std::string_view name);
  void preset(std::string_view name);  // of the present model
  void data(std::string_view name);    // the settings stay
  // On the split, if it has one; with those of its options that `values` changes.
  void measure(const MeasureInfo& measure, std::string_view split,
               const std::map<std::string, OptionValue, std::less<>>& values);
  void views(const std::vector<std::string>& names);
  void stage(std::string_view name);
  void latent(std::span<const float> values);
  void drawn(std::span<const float> points);  // x0, y0, x1, y1, ...
  void boardRemove(std::size_t index);
  void boardExport(const char* format);
  void chainSpeed(double steps_per_second);
  void holdClass(int label);  // -1: none

  // Sends what was pushed since the last call: between frames, so that an answer never arrives inside one.
  void flush();

 private:
  void named(const char* type, std::string_view value);
  void numbers(const char* type, const char* field, std::span<const float> values);

  Sink sink_;
  std::vector<std::string> pending_;
};

}  // namespace harmonium::app
