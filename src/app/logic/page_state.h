// What the page knows and the core does not: whether it runs, how fast, what it is waiting for, what went wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace harmonium::app {

enum class Speed { kSlow, kNormal, kFull };

struct Busy {
  std::string what;  // "download", "measure", "sample"
  std::string label;
  double progress = 0;             // 0 .. 1
  double received = 0, total = 0;  // bytes, of a download
  bool operator==(const Busy&) const = default;
};

struct PageError {
  std::string code, message;
  bool can_resume = false;
  bool operator==(const PageError&) const = default;
};

struct PageState {
  bool running = false;
  bool suspended = false;  // hidden or off screen: runs again by itself
  Speed speed = Speed::kNormal;
  bool phase_mode = false;  // slow motion: the update stands between two of its phases
  std::optional<Busy> busy;
  double examples_per_second = 0, updates_per_second = 0;
  std::optional<PageError> error;
  std::string notice;
  std::string theme;  // "auto", "light", "dark": what was chosen
  bool operator==(const PageState&) const = default;
};

PageState readPageState(std::string_view json);
// Whether nothing but the two rates differs: numbers that change all the time, and nothing moves for them.
bool alikeButForRates(const PageState& a, PageState b);

const char* speedName(Speed speed);

}  // namespace harmonium::app
