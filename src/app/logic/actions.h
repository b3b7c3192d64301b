// What the visitor asked for. Panels push wishes; the page carries them out. Nothing here changes any state.
#pragma once

#include "app/logic/experiment.h"
#include "app/logic/page_state.h"
#include "base/options.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

class Actions {
 public:
  using Sink = std::function<void(const std::string& json)>;
  explicit Actions(Sink sink) : sink_(std::move(sink)) {}

  // Wishes without further words: "play", "pause", "update", "phase", "reset", "newSeed", "restartChains",
  // "stopMeasure", "save", "load", "copyLink", "dismissError", "resume".
  void send(const char* type);
  void seed(double value);
  void speed(Speed speed);
  void theme(const char* value);
  void set(const Option& option, double value);
  // Another model or data set; the settings stay where the model is the same.
  void openModel(const Experiment& now, std::string_view model);
  void openData(const Experiment& now, std::string_view data);
  void measure(std::string_view name, std::string_view split);
  void views(const std::vector<std::string>& names);
  void stage(std::string_view name);
  void chainSpeed(double steps_per_second);

  // Sends what was pushed since the last call: between frames, so that an answer never arrives inside one.
  void flush();

 private:
  Sink sink_;
  std::vector<std::string> pending_;
};

}  // namespace harmonium::app
