// The state of the page, which the core does not know: whether training runs, how fast, what the page waits for, and
// what went wrong. The page sends it as JSON whenever it changes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace harmonium::app {

// How training runs: phase by phase, one, ten or a hundred updates a second, or all the time.
enum class Speed { kSlow, kOne, kTen, kHundred, kFull };
inline constexpr int kSpeedCount = 5;

// A task that the page waits for.
struct Busy {
  std::string what;  // "download", "measure", "sample"
  std::string label;
  double progress = 0;             // 0 .. 1
  double received = 0, total = 0;  // bytes of a download; 0 for other tasks
  double left = 0;                 // seconds until a measure is done; 0: not known
  bool operator==(const Busy&) const = default;
};

// `message` is one sentence for the visitor; `code` is for programs.
struct PageError {
  std::string code, message;
  bool can_resume = false;
  bool operator==(const PageError&) const = default;
};

// A question or a way back that the page offers: a button that sends `action`, and one that declines, whose label is
// `other`; where that is empty the offer can be dismissed.
struct Offer {
  std::string sentence, label, action, other;
  bool operator==(const Offer&) const = default;
};

struct PageState {
  bool running = false;
  bool suspended = false;  // the page is hidden or off screen; training resumes by itself
  Speed speed = Speed::kHundred;
  double chain_speed = 10;  // steps a second of the running samples
  bool phase_mode = false;  // slow motion: the current update has stopped between two of its phases
  std::optional<Busy> busy;
  double examples_per_second = 0, updates_per_second = 0;
  std::optional<PageError> error;
  std::string notice;      // one sentence that is shown and can be dismissed; empty: none
  bool may_go_on = false;  // the notice says that the run rests at an end, from which it can go on
  std::optional<Offer> offer;
  std::map<std::string, double, std::less<>> took;  // seconds that each measure took when it ran last on this device
  std::string theme;                                // the visitor's choice: "auto", "light" or "dark"
  bool operator==(const PageState&) const = default;
};

// Missing fields keep their defaults.
PageState readPageState(std::string_view json);
// Whether the two states are equal except for the two rates. The rates change all the time, and no other part of the
// screen moves when they do.
bool equalExceptRates(const PageState& a, PageState b);

// The name of a speed in JSON: "slow", "1", "10", "100" or "full".
const char* speedName(Speed speed);

}  // namespace harmonium::app
