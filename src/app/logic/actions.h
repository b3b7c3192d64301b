// The requests of the visitor. Panels queue them here as JSON objects {"type": ..., ...}, and the page carries them
// out. A request changes no state of the app: its effect arrives later, as a page state or a snapshot.
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

  // Requests that carry nothing but their type: "play", "pause", "update", "phase", "reset", "newSeed",
  // "restartChains", "stopMeasure", "save", "load", "copyLink", "dismissError", "resume", "randomLatent", "ownData",
  // "boardAdd", "boardClear", "laboratory", "undo".
  void send(const char* type);
  void seed(double value);
  void speed(Speed speed);
  // Plays until so many updates or epochs of the experiment are done. `unit` is "updates", "epochs", or "toEndOfStage",
  // which takes no number.
  void runTo(const char* unit, double count);
  void theme(const char* value);
  // A choice is sent by the name of what is chosen, a toggle as true or false, a list as an array of numbers.
  void set(const Option& option, const OptionValue& value);
  // Changes the model. The page chooses data that the model accepts, and settings for them.
  void model(std::string_view name);
  void preset(std::string_view name);  // one of the current model's presets
  void data(std::string_view name);    // changes the data and keeps the settings
  // Starts a measure. `split` is "train" or "test" and is sent only if the measure can choose. `values` is keyed by
  // "measure.option"; only values that differ from the defaults are sent.
  void measure(const MeasureInfo& measure, std::string_view split,
               const std::map<std::string, OptionValue, std::less<>>& values);
  void views(const std::vector<std::string>& names);
  void stage(std::string_view name);
  void reached(std::string_view name);  // the name of the control that the keyboard has reached; nothing for no name
  void latent(std::span<const float> values);
  void drawn(std::span<const float> points);             // x0, y0, x1, y1, ... on the axes of the sheet
  void boardEntry(const char* type, std::size_t index);  // "boardRemove" or "boardOpen"
  void boardExport(const char* format);
  void chainSpeed(double steps_per_second);
  void holdClass(int label);  // fixes the class of the samples; -1 fixes none

  // Sends the requests queued since the last call, in order. The app calls it between frames, so that an answer never
  // changes the state while a frame is drawn.
  void flush();

 private:
  void named(const char* type, std::string_view value);
  void numbers(const char* type, const char* field, std::span<const float> values);

  Sink sink_;
  std::vector<std::string> pending_;
};

}  // namespace harmonium::app
